import { Readable } from 'node:stream';
import { type Options, parse } from 'csv-parse';
import { FernglassError } from '../../../core';
import { type Archive, openArchive } from './archive';
import { type ArchiveTable, descriptionTables } from './darwin-core-meta';
import type { Row } from './rows';

/** A longer record is no treatment but a quote that is never closed. */
const LONGEST_RECORD = 1 << 22;
const BATCH = 1000;

/**
 * Descriptions in a Darwin Core archive (a ZIP as GBIF and TreatmentBank give them), a row each: the text, the scientific
 * name of its taxon without the author, its language, and its kind (`description`, `diagnosis`, …) as the section.
 * @param onBytes told how many bytes of the archive the rows so far took, at its end
 * @throws FernglassError `input-invalid` when it is no such archive.
 */
export async function* readDarwinCore(
  path: string,
  onBytes: (count: number) => void = () => {},
): AsyncGenerator<Row[]> {
  const archive = await attempt(path, () => openArchive(path));
  try {
    const meta = archive.bytesOf('meta.xml');
    if (meta === null) throw unreadable(path, 'it holds no meta.xml');
    const { taxa, descriptions } = descriptionTables(await attempt(path, () => textOf(meta)));
    const names = await attempt(path, () => namesOf(archive, taxa));
    let rows: Row[] = [];
    for await (const record of attempted(path, recordsOf(archive, descriptions))) {
      rows.push(record === null ? { bad: 'unreadable' } : rowOf(record, descriptions, names));
      if (rows.length === BATCH) {
        yield rows;
        rows = [];
      }
    }
    onBytes(archive.size);
    yield rows;
  } finally {
    await archive.close();
  }
}

function rowOf(record: readonly string[], table: ArchiveTable, names: ReadonlyMap<string, string>): Row {
  const value = (term: string) => fieldOf(record, table, term);
  const text = withoutMarkup(value('description'));
  const name = names.get(record[table.id] ?? '');
  if (text === '' || name === undefined) return { bad: 'no caption' };
  const language = value('language');
  return { text, name, section: value('type'), ...(language === '' ? {} : { language }) };
}

/** Names of the taxa by id. */
async function namesOf(archive: Archive, taxa: ArchiveTable): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for await (const record of recordsOf(archive, taxa)) {
    if (record === null) continue;
    const name = fieldOf(record, taxa, 'scientificname');
    const author = fieldOf(record, taxa, 'scientificnameauthorship');
    const bare = author !== '' && name.endsWith(author) ? name.slice(0, -author.length) : name;
    if (bare.trim() !== '') names.set(record[taxa.id] ?? '', bare.replace(/[\s,]+$/, ''));
  }
  return names;
}

const fieldOf = (record: readonly string[], { places, constants }: ArchiveTable, term: string): string =>
  (record[places.get(term) ?? -1] ?? constants.get(term) ?? '').trim();

/** Records of a table in their order; null for one that cannot be read. */
async function* recordsOf(archive: Archive, table: ArchiveTable): AsyncGenerator<string[] | null> {
  for (const file of table.files) {
    const bytes = archive.bytesOf(file);
    if (bytes === null) throw new Error(`it lacks ${file}, which its meta.xml names`);
    let bad = 0;
    const options: Options = {
      bom: true,
      delimiter: table.delimiter,
      quote: table.quote === '' ? null : table.quote,
      escape: table.quote === '' ? null : table.quote,
      from: table.headerLines + 1,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      max_record_size: LONGEST_RECORD,
      on_skip: () => {
        bad++;
        return undefined;
      },
    };
    const source = Readable.from(bytes);
    const parser = parse(options);
    source.on('error', (error) => parser.destroy(error));
    for await (const record of source.pipe(parser)) {
      for (; bad > 0; bad--) yield null;
      yield record as string[];
    }
    for (; bad > 0; bad--) yield null;
  }
}

/** A description without the tags that some archives leave in it. */
const withoutMarkup = (text: string): string =>
  text
    .replace(/<\/?(?:p|br|div|li|ul|h\d)\b[^<>]{0,200}>/giu, '\n\n')
    .replace(/<\/?[a-z][^<>]{0,200}>/giu, '')
    .trim();

async function textOf(bytes: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\ufeff/, '');
}

async function attempt<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw refused(path, cause);
  }
}

async function* attempted<T>(path: string, items: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* items;
  } catch (cause) {
    throw refused(path, cause);
  }
}

const refused = (path: string, cause: unknown): FernglassError =>
  cause instanceof FernglassError
    ? cause
    : unreadable(path, cause instanceof Error ? cause.message : String(cause), cause);

const unreadable = (path: string, reason: string, cause?: unknown) =>
  new FernglassError('input-invalid', `${path} cannot be read as a Darwin Core archive (${reason}).`, {
    cause,
  });
