import type { LabelColumns } from './columns';
import { LabelCollector, type ReadLabels } from './label';

/**
 * Labels of a table.
 * @param header the names of its columns
 * @param rows those below it; cells that are missing at a row's end count as empty
 * @param lines the number of each row's line, `[rows]`; counted from 2 where left out
 */
export function labelsOfTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { file, classes, part, group }: LabelColumns,
  lines?: readonly number[],
): ReadLabels {
  const labels = new LabelCollector();
  rows.forEach((row, i) => {
    const where = `line ${lines?.[i] ?? i + 2}`;
    const cell = (at: number | null) => (at === null ? '' : (row[at] ?? '').trim());
    const name = cell(file).replaceAll('\\', '/');
    let className = '';
    if (classes.kind === 'named') className = cell(classes.at);
    else {
      const set = classes.at.filter((at) => Number(cell(at)) === 1);
      if (set.length > 1) {
        const several = set.map((at) => header[at]).join(', ');
        labels.complain('several classes', `${where}: ${name} is of several classes (${several})`);
        return;
      }
      className = set.length === 1 ? (header[set[0]!] ?? '').trim() : '';
    }
    labels.add(where, { file: name, className, part: cell(part) || null, group: cell(group) || null });
  });
  return labels;
}
