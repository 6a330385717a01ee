import { methodById, SWEPT } from '../../../../core';
import type { Studies } from '../../../engine';
import { Problem } from '../../common/components/Problem';
import { Progress } from '../../common/components/Progress';
import { counted, percent, setting } from '../../common/text/formats';
import { useEngine } from '../../engine-context';
import { GainsTable } from '../figures/GainsTable';
import { SavePlot } from '../report/SavePlot';
import { TunedNote } from '../tuning/TunedNote';
import { useOld } from '../useOld';
import { FrontierPlot } from './FrontierPlot';
import { LinePlot } from './LinePlot';
import { studies as asked } from './studies-state';
import './studies.css';

/** CoRE taken apart, once it is asked for: its components, and what each parameter does. */
export function StudiesPart() {
  const engine = useEngine();
  const { found: studies, part, old, problem } = asked.use();
  useOld(asked);
  return (
    <div className="evaluation-part studies taken-apart">
      <h3>CoRE taken apart</h3>
      <div className="row">
        <button
          type="button"
          className="button"
          disabled={part !== null}
          onClick={() => void asked.start(engine)}
        >
          {studies === null ? 'Take CoRE apart' : 'Take it apart anew'}
        </button>
        {part !== null && (
          <button type="button" className="button" onClick={asked.cancel}>
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

function Found({ studies }: { readonly studies: Studies }) {
  const { ablation, sweeps, settings } = studies;
  const parameters = methodById('core')!.parameters;
  return (
    <>
      <GainsTable
        label="Ablation"
        caption="Components of CoRE one after the other, in percent"
        first="With"
        rows={ablation.map((row) => ({ ...row, name: row.adds }))}
      />
      <TunedNote methods={['core']} />
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
