import { useId } from 'react';
import { NUMBERS } from '../../../../workers/protocol';
import type { PrecisionVerdict } from '../../../engine';
import { Problem } from '../../common/components/Problem';
import { Progress } from '../../common/components/Progress';
import { bytes, counted } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';

/** Photos that a check takes at most. */
const MOST_PHOTOS = 10;

/** Whether the loaded model's 8-bit weights answer as finer ones do, and how long each takes: measured on the user's photos. */
export function PrecisionCheck() {
  const engine = useEngine();
  const info = useEngineState((state) => (state.model.status === 'ready' ? state.model.info : null));
  const { pair, status, progress, verdict, error } = useEngineState((state) => state.precision);
  const photos = useEngineState((state) => state.photoCounts.total);
  const idle = useEngineState((state) => state.idle);
  const id = useId();
  if (info === null || (pair === null && verdict === null)) return null;
  const isRunning = status === 'running';
  const other = pair?.inUse === pair?.checked ? pair?.reference : pair?.checked;
  return (
    <section className="models-precision" aria-labelledby={id}>
      <h3 id={id}>Precision</h3>
      <p className="small muted">
        {`In use: ${NUMBERS[info.rung.precision]}.`}
        {info.selfTestCosine !== null &&
          ` They passed the model’s own test, with cosine ${info.selfTestCosine.toFixed(4)}.`}
        {pair !== null &&
          other !== undefined &&
          ` The check compares them with ${NUMBERS[other]} of the same model, on ${photos > 0 ? `your first ${counted(Math.min(photos, MOST_PHOTOS), 'photo')}` : 'your first photos'}; these are ${bytes(pair.bytes)} to download, unless they are kept already.`}
      </p>
      {verdict !== null && <Verdict {...verdict} />}
      {pair !== null && (
        <div className="library-actions">
          {isRunning ? (
            <button type="button" className="button" onClick={() => engine.cancelPrecisionCheck()}>
              Cancel the check
            </button>
          ) : (
            <button
              type="button"
              className="button"
              disabled={photos === 0 || !idle}
              onClick={() => engine.checkPrecision()}
            >
              Check precision
            </button>
          )}
          {photos === 0 && <p className="small muted">Add photos to compare on first.</p>}
        </div>
      )}
      {isRunning && progress !== null && progress.loaded < progress.total && (
        <Progress label="Other precision loaded" value={progress.loaded} max={progress.total} />
      )}
      {status === 'failed' && error !== null && <Problem tone="error">{error.message}</Problem>}
      <p className="small models-said" role="status">
        {isRunning && 'Comparing…'}
      </p>
    </section>
  );
}

function Verdict({ checked, reference, photos, cosine, agreeing }: PrecisionVerdict) {
  const eight = NUMBERS[checked.precision];
  return (
    <>
      <div className="models-table">
        <table aria-label="Precisions compared">
          <thead>
            <tr>
              <th scope="col">Numbers</th>
              <th scope="col">A photo takes</th>
            </tr>
          </thead>
          <tbody>
            {[checked, reference].map(({ precision, milliseconds }) => (
              <tr key={precision}>
                <th scope="row">{NUMBERS[precision]}</th>
                <td className="number">{Math.round(milliseconds)} ms</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Problem tone={checked.passes ? 'note' : 'warn'}>
        {checked.passes
          ? `${capitalised(eight)} answer like ${NUMBERS[reference.precision]}: `
          : `${capitalised(eight)} fall short of ${NUMBERS[reference.precision]} and are used last: `}
        {`on ${counted(photos, 'photo')} the cosine is ${cosine.mean.toFixed(4)} on average and ${cosine.least.toFixed(4)} at least`}
        {agreeing === null ? '.' : `, and ${agreeing} of ${photos} have the same first class.`}
      </Problem>
    </>
  );
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
