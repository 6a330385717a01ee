import { count, counted } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import { coverageOfList, lookAtCoverage, useCoverage } from './coverage-state';

/** Asks how well captions cover the classes, and says how many are likely weak where that is known. */
export function CoverageButton() {
  const engine = useEngine();
  const classes = useEngineState((state) => state.shownClasses);
  const hasIndex = useEngineState((state) => state.index.info !== null);
  const found = useCoverage((state) => coverageOfList(state.coverage, classes));
  if (classes.length < 2 || !hasIndex) return null;
  const weak = found?.filter((one) => one.weak).length;
  return (
    <button
      type="button"
      className="link small coverage-button"
      title="Before a trip: how many captions name each class, and which classes are likely to be told badly"
      onClick={() => void lookAtCoverage(engine)}
    >
      {weak === undefined
        ? 'Coverage by captions'
        : `Coverage by captions: ${count(weak)} of ${counted(classes.length, 'class', 'classes')} likely weak`}
    </button>
  );
}
