import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { FernglassError } from '../../../core';
import { requiredPlaces } from './columns';
import { type Columns, type Row, rowOf } from './rows';

/** Bytes of all columns of a row group before they are packed; usual ones have 128 MB to 1 GB. */
const MOST_GROUP_BYTES = 2 ** 32;

/**
 * Rows of a Parquet file, a row group at a time; only the wanted columns are read.
 * @param onBytes told how many bytes of the file the rows so far took, about
 * @throws FernglassError `input-invalid` when it is no Parquet file or a wanted column is missing.
 */
export async function* readParquet(
  path: string,
  wanted: Columns,
  onBytes: (count: number) => void = () => {},
): AsyncGenerator<Row[]> {
  const file = await attempt(path, () => asyncBufferFromFile(path));
  const metadata = await attempt(path, () => parquetMetadataAsync(file));
  const names = await attempt(path, async () => topLevelNames(metadata.schema));
  const places = requiredPlaces(names, wanted);
  const columns = [...new Set(Object.values(places).map((place) => names[place]!))];
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    // A row group is unpacked at once.
    if (Number(group.total_byte_size) > MOST_GROUP_BYTES)
      throw new FernglassError(
        'input-invalid',
        `${path} has a row group of ${Number(group.total_byte_size)} bytes, more than ${MOST_GROUP_BYTES}. Write it with smaller row groups.`,
      );
    const start = rowStart;
    const records = await attempt(path, () =>
      parquetReadObjects({ file, metadata, compressors, columns, rowStart: start, rowEnd }),
    );
    yield records.map((record) =>
      rowOf(
        names.map((name) => record[name]),
        places,
      ),
    );
    onBytes(Math.round((file.byteLength * (rowEnd - rowStart)) / Math.max(1, Number(metadata.num_rows))));
    rowStart = rowEnd;
  }
}

/** Names of the schema's columns: the root's own children, whether they hold values or groups. */
function topLevelNames(
  schema: readonly { readonly name: string; readonly num_children?: number }[],
): string[] {
  const names: string[] = [];
  for (let at = 1; at < schema.length; ) {
    names.push(schema[at]!.name);
    at = afterSubtree(schema, at);
  }
  return names;
}

function afterSubtree(schema: readonly { readonly num_children?: number }[], at: number): number {
  let next = at + 1;
  for (let child = 0; child < (schema[at]!.num_children ?? 0); child++) next = afterSubtree(schema, next);
  return next;
}

async function attempt<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FernglassError('input-invalid', `${path} cannot be read as Parquet (${reason}).`, { cause });
  }
}
