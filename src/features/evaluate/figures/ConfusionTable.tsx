import { useMemo } from 'react';
import { type Answers, clusterOrder, confusionsOf } from '../../../../core';
import type { MethodsJudged } from '../../../engine';
import { count, counted } from '../../common/text/formats';
import { usePage } from '../../page-state';
import { NO_FILTER, type Picked } from '../../photos/list/filter';
import { PhotoStrip } from './PhotoStrip';

/** Classes that the table holds: those with the most errors. */
const HELD = 40;
/** What stands for an answer that is none of the classes. */
const NONE = 'none of the classes';

interface ConfusionTableProps {
  readonly judged: MethodsJudged;
  readonly answers: Answers;
}

/** True classes against answers; classes that are taken for each other lie side by side, and a cell opens its photos. */
export function ConfusionTable({ judged, answers }: ConfusionTableProps) {
  const { classes, photos } = judged;
  const picked = usePage((page) => page.filter.picked);
  const { cells, order, present, left } = useMemo(() => orderOf(answers), [answers]);
  const cellOf = (label: number, answer: number) => cells.get(`${label} ${answer}`);
  const nameOf = (c: number) => (c < 0 ? NONE : (classes[c] ?? ''));
  const most = Math.max(1, ...[...cells.values()].map(({ photos: own }) => own.length));
  return (
    <div className="evaluation-part evaluation-wide">
      <h3>Confusion matrix</h3>
      <p className="small muted">
        Rows are the true classes, columns the answers; a cell shows its photos alone, here and on the light
        table.
        {left > 0 &&
          ` The ${order.length} classes with the most errors of ${count(present)}: the ${counted(left, 'other')} are left out here.`}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is larger than its box is scrolled, by keyboard too. */}
      <section className="evaluation-scroll evaluation-long" aria-label="Confusions" tabIndex={0}>
        <table className="confusions number" aria-label="Confusion matrix">
          <thead>
            <tr>
              <td />
              {order.map((c) => (
                <th key={c} scope="col" title={nameOf(c)}>
                  <span>{nameOf(c)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {order.map((label) => (
              <tr key={label}>
                <th scope="row">{nameOf(label)}</th>
                {order.map((answer) => {
                  const cell = cellOf(label, answer);
                  if (cell === undefined) return <td key={answer} />;
                  const words = `${counted(cell.photos.length, 'photo')} of ${nameOf(label)}, answered ${nameOf(answer)}`;
                  const strength = Math.round(15 + (65 * cell.photos.length) / most);
                  return (
                    <td key={answer} data-right={label === answer || undefined}>
                      <button
                        type="button"
                        aria-label={words}
                        title={words}
                        aria-pressed={picked?.words === words}
                        style={{ '--strength': `${strength}%` } as React.CSSProperties}
                        onClick={() =>
                          pick(
                            picked?.words === words
                              ? null
                              : { words, ids: new Set(cell.photos.flatMap((at) => photos[at] ?? [])) },
                          )
                        }
                      >
                        {count(cell.photos.length)}
                      </button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {picked !== null && <PhotoStrip words={picked.words} ids={[...picked.ids]} />}
    </div>
  );
}

/** Has the light table show these photos alone; null for all of them again. */
function pick(picked: Picked | null): void {
  // What was chosen before may let none of them through.
  usePage.setState({
    filter: picked === null ? NO_FILTER : { ...NO_FILTER, picked },
    alone: null,
    search: '',
  });
}

/** The cells that hold photos, and the classes that the table holds, in order. */
function orderOf({ labels, answers }: Answers) {
  const all = confusionsOf(labels, answers);
  const errors = new Map<number, number>();
  for (const { label, answer, photos } of all) {
    const wrong = label === answer ? 0 : photos.length;
    for (const c of [label, answer]) if (c >= 0) errors.set(c, (errors.get(c) ?? 0) + wrong);
  }
  const classes = [...errors.keys()].toSorted((a, b) => errors.get(b)! - errors.get(a)! || a - b);
  const held = classes.slice(0, HELD);
  return {
    cells: new Map(all.map((cell) => [`${cell.label} ${cell.answer}`, cell])),
    order: clusterOrder(all, held),
    present: classes.length,
    left: classes.length - held.length,
  };
}
