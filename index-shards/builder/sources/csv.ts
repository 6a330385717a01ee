import { parse } from 'csv-parse';
import { anyNamed, numberedPlaces, requiredPlaces } from './columns';
import { type Columns, type Places, type Row, rowOf } from './rows';

/** A longer record is no caption but a quote that is never closed. */
const LONGEST_RECORD = 1 << 20;

/**
 * Rows of comma-separated values with quoting (RFC 4180). The first record holds the names unless all columns are
 * given by number.
 * @throws FernglassError `input-invalid` when a wanted column is missing.
 */
export async function* readCsv(bytes: AsyncIterable<Buffer>, wanted: Columns): AsyncGenerator<Row[]> {
  const rows: Row[] = [];
  const named = wanted.caption === undefined || anyNamed(wanted);
  let places: Places | null = named ? null : numberedPlaces(wanted);
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
      if (places !== null) rows.push(rowOf(fields, places));
      else {
        try {
          places = requiredPlaces(fields, wanted);
        } catch (error) {
          problem = error as Error;
        }
      }
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
