import type { Half, Halves } from '../../../engine';
import { Problem } from '../../common/components/Problem';
import { Progress } from '../../common/components/Progress';
import { count, counted, percent } from '../../common/text/formats';
import { useEngine } from '../../engine-context';
import { ends, points } from '../figures/numbers';
import { titleOf } from '../report/tables';
import { useOld } from '../useOld';
import { halves } from './halves-state';

/** Every method on the classes that captions name most and on the others, once that is asked for. */
export function HalvesPart() {
  const engine = useEngine();
  const { found, part, old, problem } = halves.use();
  useOld(halves);
  return (
    <div className="evaluation-part">
      <h3>Head and tail</h3>
      <div className="row">
        <button
          type="button"
          className="button"
          disabled={part !== null}
          onClick={() => void halves.start(engine)}
        >
          {found === null ? 'Split by captions' : 'Split anew'}
        </button>
        {part !== null && (
          <button type="button" className="button" onClick={halves.cancel}>
            Cancel splitting
          </button>
        )}
        <span className="small muted" role="status">
          {part !== null
            ? `Counting captions, ${percent(part)}`
            : old
              ? 'Photos, labels or settings have changed since.'
              : found === null
                ? 'The half of the classes that captions name most, and the other half.'
                : `${halfWords('Head', found.head)} ${halfWords('Tail', found.tail)}`}
        </span>
      </div>
      {part !== null && <Progress label="Head and tail" value={part} max={1} />}
      {problem !== null && <Problem tone="error">{problem}</Problem>}
      {found !== null && <Found found={found} />}
    </div>
  );
}

const halfWords = (name: string, { classes, photos, captions: [least, most] }: Half) =>
  `${name}: ${counted(photos, 'photo')} of ${counted(classes, 'class', 'classes')} named by ${
    least === most ? count(least) : `${count(least)} to ${count(most)}`
  } captions.`;

function Found({ found: { rows } }: { readonly found: Halves }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the panel is scrolled, by keyboard too.
    <section className="evaluation-scroll" aria-label="Head and tail" tabIndex={0}>
      <table className="method-table number">
        <caption className="visually-hidden">Acc@1 on head and tail, in percent</caption>
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
