import { readLines } from './lines';
import { missingColumn } from './missing-column';
import { type Columns, captionColumn, columnAt, type Row, rowOf } from './rows';

/**
 * Rows of tab-separated lines without quoting. Without column names given, a line is `url<TAB>caption` as CC12M's, and
 * further tabs belong to the caption; a name means that the first line holds the names, a number that none does.
 * @throws FernglassError `input-invalid` when a named column is missing.
 */
export async function* readTsv(
  bytes: AsyncIterable<Buffer>,
  { caption, picture }: Columns,
): AsyncGenerator<Row[]> {
  const named = typeof caption === 'string' || typeof picture === 'string';
  let columns: { caption: number; picture: number } | null = null;
  for await (const lines of readLines(bytes)) {
    const rows: Row[] = [];
    for (const line of lines) {
      if (line === null) {
        rows.push({ bad: 'unreadable' });
        continue;
      }
      const fields = line.split('\t');
      if (columns === null) {
        columns = named
          ? {
              caption: captionColumn(fields, caption),
              picture: picture === undefined ? -1 : columnAt(fields, picture),
            }
          : { caption: Number(caption ?? 0) - 1, picture: Number(picture ?? 0) - 1 };
        if (named) {
          if (columns.caption < 0) throw missingColumn(caption, fields);
          if (picture !== undefined && columns.picture < 0) throw missingColumn(picture, fields);
          continue;
        }
      }
      const text =
        columns.caption >= 0
          ? fields[columns.caption]
          : fields.length > 1
            ? fields.slice(1).join('\t')
            : undefined;
      rows.push(rowOf(text, columns.picture >= 0 ? fields[columns.picture] : undefined));
    }
    yield rows;
  }
}

/** Rows of plain text: every line is a caption. */
export async function* readText(bytes: AsyncIterable<Buffer>): AsyncGenerator<Row[]> {
  for await (const lines of readLines(bytes))
    yield lines.map((line) => (line === null ? { bad: 'unreadable' } : rowOf(line)));
}
