import { placesAmong } from './columns';
import { readLines } from './lines';
import { type Columns, type Row, rowOf } from './rows';

/** Rows of JSON Lines: an object a line; blank lines are none. Columns are the objects' own keys. */
export async function* readJsonLines(bytes: AsyncIterable<Buffer>, columns: Columns): AsyncGenerator<Row[]> {
  for await (const lines of readLines(bytes)) {
    const rows: Row[] = [];
    for (const line of lines) if (line === null || line.trim() !== '') rows.push(rowOfLine(line, columns));
    yield rows;
  }
}

function rowOfLine(line: string | null, columns: Columns): Row {
  let value: unknown;
  try {
    value = JSON.parse(line ?? '');
  } catch {
    return { bad: 'unreadable' };
  }
  if (typeof value !== 'object' || value === null) return { bad: 'unreadable' };
  return rowOf(Object.values(value), placesAmong(Object.keys(value), columns));
}
