import { FIGURES, type Figures, methodById } from '../../../../core';
import type { MethodsJudged } from '../../../engine';
import { counted } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import { useEvaluation } from '../evaluation-state';
import { tunedOn } from '../tuning/tuning-state';
import { GainCell } from './GainCell';
import { ends, points } from './numbers';

/** What columns are called, and what they mean. */
const COLUMNS: Readonly<Record<keyof Figures, readonly [title: string, about: string]>> = {
  acc1: ['Acc@1', 'Part of the photos whose class is the answer'],
  acc5: ['Acc@5', 'Part of the photos whose class is among the first five'],
  balanced: ['Balanced accuracy', 'Mean of the classes’ recalls: “always the commonest” earns little'],
  macroF1: ['Macro F1', 'Mean of the classes’ F1'],
  ece: ['ECE', 'How far shares of the best class lie from the part that is right; less is better'],
};

interface FiguresTableProps {
  readonly judged: MethodsJudged;
  /** Id of the method that is shown below. */
  readonly shown: string;
}

/** Every method's figures with their intervals; one of them is looked at more closely below. */
export function FiguresTable({ judged, shown }: FiguresTableProps) {
  const best = Math.max(...judged.methods.map(({ figures }) => figures.acc1));
  const engine = useEngine();
  useEngineState((state) => state.request.tuned);
  const all = judged.methods.map((method) => {
    const photos = tunedOn(engine, method.id, judged.photos);
    return photos === 0 ? method : { ...method, notes: [...method.notes, tunedWords(photos)] };
  });
  const notes = [...new Set(all.flatMap((method) => method.notes))];
  const markOf = (note: string) => notes.indexOf(note) + 1;
  return (
    <div className="evaluation-part">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the panel is scrolled, by keyboard too. */}
      <section className="evaluation-scroll" aria-label="Figures of the methods" tabIndex={0}>
        <table className="method-table number">
          <caption className="visually-hidden">Methods side by side, in percent</caption>
          <thead>
            <tr>
              <th scope="col">Method</th>
              {FIGURES.map((name) => (
                <th key={name} scope="col" title={COLUMNS[name][1]}>
                  {COLUMNS[name][0]}
                </th>
              ))}
              <th scope="col" title="Acc@1 beyond zero-shot’s on the same photos">
                Gain
              </th>
            </tr>
          </thead>
          <tbody>
            {all.map(({ id, figures, intervals, gain, gainInterval, notes: own }, m) => (
              <tr key={id} data-shown={id === shown || undefined}>
                <th scope="row">
                  <button
                    type="button"
                    className="link"
                    aria-pressed={id === shown}
                    onClick={() => useEvaluation.setState({ method: id })}
                  >
                    {methodById(id)?.title ?? id}
                  </button>
                  {own.length > 0 && <sup>{own.map(markOf).join(' ')}</sup>}
                </th>
                {FIGURES.map((name) => (
                  <td key={name}>
                    <span data-best={(name === 'acc1' && figures.acc1 === best) || undefined}>
                      {points(figures[name])}
                    </span>
                    <span className="method-table-ends">{ends(intervals[name])}</span>
                  </td>
                ))}
                <GainCell isFirst={m === 0} gain={gain} interval={gainInterval} />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {notes.length > 0 && (
        <ol className="method-table-notes small muted">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ol>
      )}
    </div>
  );
}

const tunedWords = (photos: number) =>
  `Its settings were tuned on ${counted(photos, 'photo')} of these: the figures flatter.`;
