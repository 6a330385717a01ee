import { createWriteStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { FernglassError } from '../../../core';
import { readBytes, STANDARD_INPUT } from './bytes';
import { readCsv } from './csv';
import { readDarwinCore } from './darwin-core';
import { readJsonLines } from './jsonl';
import { readParquet } from './parquet';
import type { Columns, Format, Row } from './rows';
import { readText, readTsv } from './tsv';

export { STANDARD_INPUT } from './bytes';
export { type BadRow, type Column, FORMATS, type Format, type Row } from './rows';

/** What is read, and how. */
export interface SourceOptions extends Columns {
  /** Told by each file's name where absent; standard input is TSV then. */
  readonly format?: Format;
}

const FORMAT_OF: Readonly<Record<string, Format>> = {
  tsv: 'tsv',
  tab: 'tsv',
  csv: 'csv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  parquet: 'parquet',
  txt: 'text',
  zip: 'dwca',
};

/**
 * The files that inputs stand for: a folder stands for the files in it whose names say a format, in the names' order.
 * @throws FernglassError `input-invalid` when one is missing or a folder holds none.
 */
export async function expandInputs(inputs: readonly string[], format?: Format): Promise<string[]> {
  const files: string[] = [];
  for (const input of inputs) {
    if (input === STANDARD_INPUT) {
      files.push(input);
      continue;
    }
    const found = await stat(input).catch((cause) => {
      throw new FernglassError('input-invalid', `${input} cannot be read; check its name.`, { cause });
    });
    if (!found.isDirectory()) {
      files.push(input);
      continue;
    }
    const names = (await readdir(input)).filter((name) => format !== undefined || formatOf(name) !== null);
    if (names.length === 0)
      throw new FernglassError('input-invalid', `${input} holds no file of captions. Give --format.`);
    files.push(...names.sort().map((name) => join(input, name)));
  }
  return files;
}

function formatOf(path: string): Format | null {
  const extension = /\.([a-z]+)(\.gz)?$/i.exec(basename(path))?.[1];
  return extension === undefined ? null : (FORMAT_OF[extension.toLowerCase()] ?? null);
}

/**
 * The rows of one input in their order, in batches.
 * @param spool a file that may be written: Parquet and archives must be read from a file, so what comes packed or through standard
 * input is put there first
 * @param onBytes told how many bytes of the input were read
 * @throws FernglassError `input-invalid` when it cannot be read or lacks the column asked for.
 */
export function readRows(
  path: string,
  options: SourceOptions,
  spool: string,
  onBytes?: (count: number) => void,
): AsyncGenerator<Row[]> {
  const format = options.format ?? (path === STANDARD_INPUT ? 'tsv' : formatOf(path));
  switch (format) {
    case 'tsv':
      return readTsv(readBytes(path, onBytes), options);
    case 'csv':
      return readCsv(readBytes(path, onBytes), options);
    case 'jsonl':
      return readJsonLines(readBytes(path, onBytes), options);
    case 'text':
      return readText(readBytes(path, onBytes));
    case 'parquet':
      return path === STANDARD_INPUT || path.endsWith('.gz')
        ? spooled(path, spool, (file) => readParquet(file, options), onBytes)
        : readParquet(path, options, onBytes);
    case 'dwca':
      return path === STANDARD_INPUT || path.endsWith('.gz')
        ? spooled(path, spool, (file) => readDarwinCore(file), onBytes)
        : readDarwinCore(path, onBytes);
    case null:
      throw new FernglassError(
        'input-invalid',
        `The name ${basename(path)} does not say what format it has. Give --format tsv, csv, jsonl, parquet, dwca or text.`,
      );
  }
}

async function* spooled(
  path: string,
  spool: string,
  read: (file: string) => AsyncGenerator<Row[]>,
  onBytes?: (count: number) => void,
): AsyncGenerator<Row[]> {
  await pipeline(readBytes(path, onBytes), createWriteStream(spool));
  yield* read(spool);
}
