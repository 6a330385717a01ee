import { parse } from 'csv-parse';
import { missingColumn } from './missing-column';
import { type Columns, captionColumn, columnAt, type Row, rowOf } from './rows';

/** A longer record is no caption but a quote that is never closed. */
const LONGEST_RECORD = 1 << 20;

/**
 * Rows of comma-separated values with quoting (RFC 4180). The first record holds the names unless the caption's column
 * is given by number.
 * @throws FernglassError `input-invalid` when the caption's or the picture's column is missing.
 */
export async function* readCsv(
  bytes: AsyncIterable<Buffer>,
  { caption, picture }: Columns,
): AsyncGenerator<Row[]> {
  const rows: Row[] = [];
  let columns: { caption: number; picture: number } | null = null;
  let problem: Error | null = null;
  const parser = parse({
    bom: true,
    relax_column_count: true,
    // A quote where none may stand is taken as it is: after an error the parser would lose the next record too.
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: LONGEST_RECORD,
    on_skip: () => void rows.push({ bad: 'unreadable' }),
    // Rows are taken here and not from the parser's output, so that bad ones keep their place among them.
    on_record: (fields: string[]) => {
      if (problem !== null) return null;
      if (columns === null) {
        const named = typeof caption !== 'number';
        columns = {
          caption: named ? captionColumn(fields, caption) : caption - 1,
          picture: picture === undefined ? -1 : columnAt(fields, picture),
        };
        if (columns.caption < 0) problem = missingColumn(caption, fields);
        else if (picture !== undefined && columns.picture < 0) problem = missingColumn(picture, fields);
        if (named) return null;
      }
      rows.push(rowOf(fields[columns.caption], fields[columns.picture]));
      return null;
    },
  });
  parser.resume();
  for await (const chunk of bytes) {
    await new Promise<void>((resolve, reject) => {
      parser.write(chunk, (error) => (error ? reject(error) : resolve()));
    });
    if (problem !== null) throw problem;
    if (rows.length > 0) yield rows.splice(0);
  }
  await new Promise<void>((resolve, reject) => {
    parser.on('error', reject);
    parser.on('end', resolve);
    parser.end();
  });
  if (problem !== null) throw problem;
  if (rows.length > 0) yield rows;
}
