import { useEffect } from 'react';
import type { Half, Halves, HalvesBy } from '../../../engine';
import { Problem } from '../../common/components/Problem';
import { Progress } from '../../common/components/Progress';
import { count, counted, percent } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import { ends, points } from '../figures/numbers';
import { titleOf } from '../report/tables';
import { TunedNote } from '../tuning/TunedNote';
import { useOld } from '../useOld';
import { halves, splitBy } from './halves-state';

/** Every method on the classes with most captions or training photos and on the others, once that is asked for. */
export function HalvesPart() {
  const engine = useEngine();
  const { found, part, old, problem } = halves.use();
  const training = useEngineState((state) => state.request.trainingCounts);
  useOld(halves);
  // biome-ignore lint/correctness/useExhaustiveDependencies: head and tail may follow from the counts.
  useEffect(halves.isOld, [training]);
  const split = (by: HalvesBy, title: string) => (
    <button
      type="button"
      className="button"
      disabled={part !== null}
      onClick={() => void splitBy(engine, by)}
    >
      {title}
    </button>
  );
  return (
    <div className="evaluation-part">
      <h3>Head and tail</h3>
      <div className="row">
        {split('captions', 'Split by captions')}
        {training !== null && split('training', 'Split by training photos')}
        {part !== null && (
          <button type="button" className="button" onClick={halves.cancel}>
            Cancel splitting
          </button>
        )}
        <span className="small muted" role="status">
          {part !== null
            ? `Counting, ${percent(part)}`
            : old
              ? 'Photos, labels or settings have changed since.'
              : found === null
                ? 'The half of the classes with most captions or training photos, and the other half.'
                : `${halfWords('Head', found.head, found)} ${halfWords('Tail', found.tail, found)}`}
        </span>
      </div>
      {part !== null && <Progress label="Head and tail" value={part} max={1} />}
      {problem !== null && <Problem tone="error">{problem}</Problem>}
      {found !== null && <TunedNote methods={found.rows.map(({ id }) => id)} />}
      {found !== null && <Found found={found} />}
    </div>
  );
}

const halfWords = (name: string, { classes, photos, counts: [least, most] }: Half, { by, of }: Halves) => {
  const range = least === most ? count(least) : `${count(least)} to ${count(most)}`;
  const what = by === 'captions' ? `named by ${range} captions` : `with ${range} training photos (${of})`;
  return `${name}: ${counted(photos, 'photo')} of ${counted(classes, 'class', 'classes')} ${what}.`;
};

function Found({ found: { rows, by } }: { readonly found: Halves }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the panel is scrolled, by keyboard too.
    <section className="evaluation-scroll" aria-label="Head and tail" tabIndex={0}>
      <table className="method-table number">
        <caption className="visually-hidden">
          Acc@1 on head and tail by {by === 'captions' ? 'captions' : 'training photos'}, in percent
        </caption>
        <thead>
          <tr>
            <th scope="col">Method</th>
            <th scope="col">Head</th>
            <th scope="col">Tail</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, head, tail }) => (
            <tr key={id}>
              <th scope="row">{titleOf(id)}</th>
              {[head, tail].map(({ figures, intervals }, half) => (
                <td key={half === 0 ? 'head' : 'tail'}>
                  {points(figures.acc1)}
                  <span className="method-table-ends">{ends(intervals.acc1)}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
