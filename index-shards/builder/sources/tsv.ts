import { anyNamed, numberedPlaces, requiredPlaces } from './columns';
import { readLines } from './lines';
import { type Columns, type Places, type Row, rowOf } from './rows';

/**
 * Rows of tab-separated lines without quoting. Without column names given, a line is `url<TAB>caption` as CC12M's, and
 * further tabs belong to the caption; a name means that the first line holds the names, a number that none does.
 * @throws FernglassError `input-invalid` when a named column is missing.
 */
export async function* readTsv(bytes: AsyncIterable<Buffer>, wanted: Columns): AsyncGenerator<Row[]> {
  let places: Places | null = anyNamed(wanted) ? null : numberedPlaces(wanted);
  for await (const lines of readLines(bytes)) {
    const rows: Row[] = [];
    for (const line of lines) {
      if (line === null) {
        rows.push({ bad: 'unreadable' });
        continue;
      }
      const fields = line.split('\t');
      if (places === null) places = requiredPlaces(fields, wanted);
      else if (places.caption >= 0) rows.push(rowOf(fields, places));
      else {
        // The caption is all that follows the first tab.
        const text = fields.length > 1 ? fields.slice(1).join('\t') : undefined;
        rows.push(rowOf([...fields, text], { ...places, caption: fields.length }));
      }
    }
    yield rows;
  }
}

/** Rows of plain text: every line is a caption. */
export async function* readText(bytes: AsyncIterable<Buffer>): AsyncGenerator<Row[]> {
  for await (const lines of readLines(bytes))
    yield lines.map((line) => (line === null ? { bad: 'unreadable' } : { text: line }));
}
