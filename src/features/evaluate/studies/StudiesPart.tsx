import { useEffect } from 'react';
import { methodById, SWEPT } from '../../../../core';
import type { Studies } from '../../../engine';
import { Problem } from '../../common/components/Problem';
import { Progress } from '../../common/components/Progress';
import { counted, percent, setting } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import { useEvaluation } from '../evaluation-state';
import { GainCell } from '../figures/GainCell';
import { ends, points } from '../figures/numbers';
import { SavePlot } from '../report/SavePlot';
import { tunedOn, useTuning } from '../tuning/tuning-state';
import { FrontierPlot } from './FrontierPlot';
import { LinePlot } from './LinePlot';
import { cancelStudy, studiesAreOld, study, useStudies } from './studies-state';
import './studies.css';

/** CoRE taken apart, once it is asked for: its components, and what each parameter does. */
export function StudiesPart() {
  const engine = useEngine();
  const { studies, part, old, problem } = useStudies();
  useOld();
  return (
    <div className="evaluation-part studies">
      <h3>CoRE taken apart</h3>
      <div className="row">
        <button type="button" className="button" disabled={part !== null} onClick={() => void study(engine)}>
          {studies === null ? 'Take CoRE apart' : 'Take it apart anew'}
        </button>
        {part !== null && (
          <button type="button" className="button" onClick={cancelStudy}>
            Cancel studies
          </button>
        )}
        <span className="small muted" role="status">
          {part !== null
            ? `Trying settings, ${percent(part)}`
            : old
              ? 'Photos, labels or settings have changed since.'
              : studies === null
                ? 'Its components one after the other, and what k, τ, α and β do, from what is retrieved already.'
                : `On ${counted(studies.photos, 'photo')}.`}
        </span>
      </div>
      {part !== null && <Progress label="Studies" value={part} max={1} />}
      {problem !== null && <Problem tone="error">{problem}</Problem>}
      {studies !== null && <Found studies={studies} />}
    </div>
  );
}

/** Notes changes of what was studied. */
function useOld(): void {
  const engine = useEngine();
  const revision = useEngineState((state) => state.answersRevision);
  const grouping = useEvaluation((state) => state.grouping);
  useEffect(() => engine.subscribePhotos(studiesAreOld), [engine]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was found follows from both.
  useEffect(studiesAreOld, [revision, grouping]);
}

function Found({ studies }: { readonly studies: Studies }) {
  const { ablation, sweeps, settings } = studies;
  const engine = useEngine();
  const judged = useEvaluation((state) => state.judged);
  useTuning(({ tuned }) => tuned);
  const tuned = tunedOn(engine, 'core', judged?.photos ?? []);
  const parameters = methodById('core')!.parameters;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the panel is scrolled, by keyboard too. */}
      <section className="evaluation-scroll" aria-label="Ablation" tabIndex={0}>
        <table className="method-table number">
          <caption className="visually-hidden">Components of CoRE one after the other, in percent</caption>
          <thead>
            <tr>
              <th scope="col">With</th>
              <th scope="col">Acc@1</th>
              <th scope="col">Acc@5</th>
              <th scope="col">Balanced accuracy</th>
              <th scope="col" title="Acc@1 beyond zero-shot’s on the same photos">
                Gain
              </th>
            </tr>
          </thead>
          <tbody>
            {ablation.map(({ adds, figures, intervals, gain, gainInterval }, row) => (
              <tr key={adds}>
                <th scope="row">{adds}</th>
                {(['acc1', 'acc5', 'balanced'] as const).map((name) => (
                  <td key={name}>
                    {points(figures[name])}
                    <span className="method-table-ends">{ends(intervals[name])}</span>
                  </td>
                ))}
                <GainCell isFirst={row === 0} gain={gain} interval={gainInterval} />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {tuned > 0 && (
        <p className="small muted">
          CoRE’s settings were tuned on {counted(tuned, 'photo')} of these: its rows flatter.
        </p>
      )}
      <p className="small muted">
        Below, the strong line is Acc@1, the other Acc@5, over the photos that settings would be chosen by:
        the best value flatters. “Tune from labels” says what may be expected.
      </p>
      <div className="studies-plots">
        {SWEPT.filter((name) => sweeps.points[name].length > 1).map((name) => (
          <figure key={name}>
            <figcaption className="small">
              {parameters[name]!.symbol} <SavePlot name={parameters[name]!.symbol} />
            </figcaption>
            <LinePlot
              title={parameters[name]!.symbol}
              values={sweeps.points[name].map(({ value }) => value)}
              words={setting}
              inForce={settings[name]}
              lines={[
                { name: 'Acc@1', heights: sweeps.points[name].map(({ acc1 }) => acc1) },
                { name: 'Acc@5', heights: sweeps.points[name].map(({ acc5 }) => acc5) },
              ]}
            />
          </figure>
        ))}
        <figure>
          <figcaption className="small">
            α and β: Acc@1 against Acc@5 <SavePlot name="α and β" />
          </figcaption>
          <FrontierPlot frontier={sweeps.frontier} />
        </figure>
      </div>
    </>
  );
}
