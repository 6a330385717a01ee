import { type Answers, countByClass } from '../../../../core';
import type { MethodsJudged } from '../../../engine';
import { count } from '../../common/text/formats';
import { points } from './numbers';

/** Classes that are listed at once. */
const LISTED = 200;

interface ClassFiguresProps {
  readonly judged: MethodsJudged;
  readonly answers: Answers;
}

/** Each class with photos: how many, and how well they are told, the worst first. */
export function ClassFigures({ judged, answers }: ClassFiguresProps) {
  const { classes } = judged;
  const counts = countByClass(answers.labels, answers.answers, classes.length);
  const rows = classes
    .map((name, c) => {
      const [own, answered, right] = [counts.trueOf[c]!, counts.answered[c]!, counts.right[c]!];
      return {
        name,
        own,
        answered,
        recall: own > 0 ? right / own : 0,
        precision: answered > 0 ? right / answered : null,
      };
    })
    .filter(({ own, answered }) => own + answered > 0)
    .toSorted((a, b) => Number(a.own === 0) - Number(b.own === 0) || a.recall - b.recall || b.own - a.own);
  return (
    <div className="evaluation-part">
      <h3>By class</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is longer than its box is scrolled, by keyboard too. */}
      <section className="evaluation-scroll evaluation-long" aria-label="Figures by class" tabIndex={0}>
        <table className="method-table number">
          <caption className="visually-hidden">By class</caption>
          <thead>
            <tr>
              <th scope="col">Class</th>
              <th scope="col">Photos</th>
              <th scope="col">Right</th>
              <th scope="col" title="Of the photos answered so, those that are">
                Precision
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, LISTED).map(({ name, own, recall, precision }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{count(own)}</td>
                <td>{own > 0 ? points(recall) : '–'}</td>
                <td>{precision === null ? '–' : points(precision)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rows.length > LISTED && (
        <p className="small muted">
          The first {LISTED} of {count(rows.length)} classes; the table as CSV has all.
        </p>
      )}
    </div>
  );
}
