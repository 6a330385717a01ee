import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { FernglassError } from '../../core';
import type { NamedBlob, TextTable } from '../protocol';

/** Bytes that the columns of text may take unpacked. */
const MOST_TEXT = 256e6;

/**
 * The columns of text of a Parquet file, whole; other values are empty.
 * @throws FernglassError `input-invalid` where it is none, is damaged, has no text or far too much of it
 */
export async function readTexts({ content, name }: NamedBlob, most = MOST_TEXT): Promise<TextTable> {
  const file: AsyncBuffer = {
    byteLength: content.size,
    slice: (start, end) => content.slice(start, end).arrayBuffer(),
  };
  const metadata = await attempt(name, () => parquetMetadataAsync(file));
  const columns = textColumns(metadata);
  if (columns.length === 0)
    throw new FernglassError('input-invalid', `${name} has no column of text. Choose a file that has one.`);
  if (bytesOf(metadata, columns) > most)
    throw new FernglassError(
      'input-invalid',
      `${name} holds more than ${Math.round(most / 1e6)} MB of text. Index it with the builder (npm run index).`,
    );
  const rows: string[][] = [];
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const first = rowStart;
    const records = await attempt(name, () =>
      parquetReadObjects({ file, metadata, compressors, columns, rowStart: first, rowEnd }),
    );
    for (const record of records)
      rows.push(columns.map((column) => (typeof record[column] === 'string' ? record[column] : '')));
    rowStart = rowEnd;
  }
  return { columns, rows };
}

/** Names of the columns whose values are text, no lists or groups of it. */
function textColumns({ schema }: FileMetaData): string[] {
  const columns: string[] = [];
  for (let at = 1; at < schema.length; at = afterSubtree(schema, at)) {
    const { converted_type, logical_type, name, num_children } = schema[at]!;
    const isText = converted_type === 'UTF8' || logical_type?.type === 'STRING';
    if (isText && !num_children) columns.push(name);
  }
  return columns;
}

function afterSubtree(schema: FileMetaData['schema'], at: number): number {
  let next = at + 1;
  for (let child = 0; child < (schema[at]!.num_children ?? 0); child++) next = afterSubtree(schema, next);
  return next;
}

function bytesOf({ row_groups }: FileMetaData, columns: readonly string[]): number {
  const wanted = new Set(columns);
  return row_groups
    .flatMap((group) => group.columns)
    .reduce((sum, { meta_data }) => {
      const name = meta_data?.path_in_schema[0];
      return name !== undefined && wanted.has(name) ? sum + Number(meta_data!.total_uncompressed_size) : sum;
    }, 0);
}

async function attempt<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FernglassError(
      'input-invalid',
      `${name} cannot be read as Parquet (${reason}). It may be damaged or cut short: copy it again.`,
      { cause },
    );
  }
}
