import { Dialog } from '../../common/components/Dialog';
import { Problem } from '../../common/components/Problem';
import { Progress } from '../../common/components/Progress';
import { count, counted, percent } from '../../common/text/formats';
import { fileName, offer } from '../../project/download';
import { coverageTable, csvOf } from '../report/tables';
import { closeCoverage, useCoverage } from './coverage-state';
import './coverage.css';

/** Classes that are listed at once. */
const LISTED = 300;

/** How well captions cover each class, the weakest first. */
export function CoverageDialog() {
  const { open, coverage, part, problem } = useCoverage();
  return (
    <Dialog
      open={open}
      title="Coverage"
      closeLabel="Close coverage"
      className="coverage"
      onClose={closeCoverage}
    >
      {part !== null && <Progress label="Coverage" value={part} max={1} />}
      {problem !== null && <Problem tone="error">{problem}</Problem>}
      {coverage !== null && <Found />}
    </Dialog>
  );
}

function Found() {
  const coverage = useCoverage((state) => state.coverage)!;
  const order = [...coverage.keys()].sort((a, b) => coverage[a]!.strength - coverage[b]!.strength);
  const weak = coverage.filter((one) => one.weak).length;
  const save = () =>
    offer(
      new Blob(['\ufeff', csvOf(coverageTable(coverage))], { type: 'text/csv' }),
      fileName('csv', new Date(), 'coverage'),
    );
  return (
    <>
      <p role="status">
        {count(weak)} of {counted(coverage.length, 'class', 'classes')} {weak === 1 ? 'is' : 'are'} likely
        weak: the quarter of this list whose captions seldom name them, speak of several things, or are those
        of other classes.
      </p>
      <p className="small muted">
        A hint, not a measurement: on drawings of the pocket world it goes with accuracy, loosely. Labelled
        photos say more.{' '}
        <button type="button" className="link" onClick={save}>
          Save as CSV
        </button>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is longer than its box is scrolled, by keyboard too. */}
      <section className="coverage-scroll" aria-label="Coverage by class" tabIndex={0}>
        <table className="coverage-table number">
          <caption className="visually-hidden">Coverage of each class, the weakest first</caption>
          <thead>
            <tr>
              <th scope="col">Class</th>
              <th scope="col" title="Captions of the index that hold each of its names">
                Captions naming it
              </th>
              <th scope="col" title="Of the captions nearest to it those that hold one of its names">
                Of the nearest
              </th>
              <th scope="col" title="Cosine of the nearest caption">
                Nearest
              </th>
              <th scope="col" title="Of its captions those that lie nearer to another class">
                Mixed
              </th>
              <th scope="col">Most like</th>
            </tr>
          </thead>
          <tbody>
            {order.slice(0, LISTED).map((c) => {
              const { names, counts, named, nearest, mixed, rival, weak: isWeak } = coverage[c]!;
              return (
                <tr key={names[0]} data-weak={isWeak || undefined}>
                  <th scope="row">
                    {names[0]}
                    {isWeak && <span className="coverage-weak">likely weak</span>}
                  </th>
                  <td
                    title={
                      counts === null ? undefined : names.map((name, i) => `${name}: ${counts[i]}`).join(', ')
                    }
                  >
                    {counts === null ? '–' : counts.map(count).join(' + ')}
                  </td>
                  <td>{named === null ? '–' : percent(named)}</td>
                  <td>{nearest === null ? '–' : nearest.toFixed(3)}</td>
                  <td>{mixed === null ? '–' : percent(mixed)}</td>
                  <td>{rival === null ? '–' : coverage[rival.index]!.names[0]}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      {order.length > LISTED && (
        <p className="small muted">
          The weakest {LISTED} of {count(order.length)} classes; the table as CSV has all.
        </p>
      )}
    </>
  );
}
