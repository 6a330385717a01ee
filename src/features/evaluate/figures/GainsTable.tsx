import type { FiguresWithIntervals } from '../../../../core';
import { GainCell } from './GainCell';
import { ends, points } from './numbers';

interface GainsTableProps {
  /** Names the part of the panel that scrolls. */
  readonly label: string;
  readonly caption: string;
  /** Heads the column of names. */
  readonly first: string;
  /** The first is what the others are compared with. */
  readonly rows: readonly (FiguresWithIntervals & { readonly name: string })[];
}

/** Figures by row, each with its interval and its gain over the first row. */
export function GainsTable({ label, caption, first, rows }: GainsTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the panel is scrolled, by keyboard too.
    <section className="evaluation-scroll" aria-label={label} tabIndex={0}>
      <table className="method-table number">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            <th scope="col">Acc@1</th>
            <th scope="col">Acc@5</th>
            <th scope="col">Balanced accuracy</th>
            <th scope="col" title="Acc@1 beyond the first row’s on the same photos">
              Gain
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, figures, intervals, gain, gainInterval }, row) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {(['acc1', 'acc5', 'balanced'] as const).map((figure) => (
                <td key={figure}>
                  {points(figures[figure])}
                  <span className="method-table-ends">{ends(intervals[figure])}</span>
                </td>
              ))}
              <GainCell isFirst={row === 0} gain={gain} interval={gainInterval} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
