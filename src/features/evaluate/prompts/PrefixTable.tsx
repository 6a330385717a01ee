import type { FiguresWithIntervals } from '../../../../core';
import type { PromptStudies } from '../../../engine';
import { ends, points } from '../figures/numbers';

/** Each prefix, with classes by their names alone and by captions alone. */
export function PrefixTable({ prefixes }: Pick<PromptStudies, 'prefixes'>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the panel is scrolled, by keyboard too.
    <section className="evaluation-scroll" aria-label="Prefixes" tabIndex={0}>
      <table className="method-table number">
        <caption className="visually-hidden">Zero-shot and captions alone by prefix, in percent</caption>
        <thead>
          <tr>
            <th scope="col">Prefix</th>
            <th scope="col">Zero-shot, Acc@1</th>
            <th scope="col">Acc@5</th>
            <th scope="col">Captions alone, Acc@1</th>
            <th scope="col">Acc@5</th>
          </tr>
        </thead>
        <tbody>
          {prefixes.map(({ prefix, zeroShot, captions }, i) => (
            <tr key={prefix}>
              <th scope="row">
                ({i + 1}) {prefix}
              </th>
              <Cells of={zeroShot} />
              <Cells of={captions} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cells({ of: { figures, intervals } }: { readonly of: FiguresWithIntervals }) {
  return (['acc1', 'acc5'] as const).map((name) => (
    <td key={name}>
      {points(figures[name])}
      <span className="method-table-ends">{ends(intervals[name])}</span>
    </td>
  ));
}
