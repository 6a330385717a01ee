import Papa from 'papaparse';
import {
  CaptionSieve,
  captionsOfProse,
  captionsOfRows,
  FernglassError,
  type LeftOut,
  type NamedText,
} from '../../../../core';
import { sliced, yieldToPage } from '../../common/yield-to-page';
import { readParquet } from './parquet-reader';

/** How a text becomes captions. */
export type ReadAs = 'sentences' | 'lines';

/** Something that was dropped, chosen or pasted, before it is read for captions. */
export type CaptionInput =
  | { readonly kind: 'text'; readonly name: string; readonly text: string; readonly readAs: ReadAs }
  | {
      readonly kind: 'table';
      readonly name: string;
      /** Names of the columns, in their order, each once. */
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

/** Rows of texts. */
export type CaptionTable = Extract<CaptionInput, { readonly kind: 'table' }>;

/** The table that the columns are chosen of. */
export const firstTable = (inputs: readonly CaptionInput[]): CaptionTable | undefined =>
  inputs.find((input) => input.kind === 'table');

/** What is taken of inputs. */
export interface CaptionChoice {
  /** Of texts; null as each of them looks. */
  readonly readAs: ReadAs | null;
  /** Of the first table: where the texts stand, and whom they are of; -1 for nobody. Others are read by columns of these names. */
  readonly column: number;
  readonly nameColumn: number;
  /** A BCP 47 tag; empty for none. */
  readonly language: string;
}

/** Captions as they will be indexed, each once. */
export interface ReadCaptions {
  readonly texts: readonly string[];
  /** How many of them, in their order, each input gave; no name comes twice. */
  readonly files: readonly { readonly name: string; readonly captions: number }[];
  readonly leftOut: Readonly<Record<LeftOut, number>>;
}

/** More text than a book shelf; it would not be embedded in a day. */
const MOST_BYTES = 64 * 2 ** 20;
/** Characters that Papa Parse takes at once: some milliseconds. */
const CHUNK = 1 << 17;

/**
 * Reads a file as far as it takes to show its columns.
 * @throws FernglassError `input-invalid` for a file that holds no text.
 */
export async function openCaptions(file: File, parquet = readParquet): Promise<CaptionInput> {
  const name = file.webkitRelativePath || file.name;
  if (file.size > MOST_BYTES)
    throw new FernglassError(
      'input-invalid',
      `${name} is larger than 64 MB. Index it with the builder (npm run index).`,
    );
  const head = new Uint8Array(await file.slice(0, 4096).arrayBuffer());
  if (isParquet(head))
    return { kind: 'table', name, ...(await parquet({ name, content: new Blob([file]) })) };
  if (head.includes(0))
    throw new FernglassError(
      'input-invalid',
      `${name} is no text. Captions are read from .txt, .md, .csv, .tsv, .jsonl and .parquet files; save it as one of these.`,
    );
  if (/\.(csv|tsv|tab)$/i.test(name)) return { kind: 'table', name, ...(await tableOf(file)) };
  const text = (await file.text()).replace(/^\ufeff/, '');
  if (/\.(jsonl|ndjson)$/i.test(name)) return { kind: 'table', name, ...(await objectsOf(name, text)) };
  return pastedCaptions(text, name);
}

/** Whether a file begins as Parquet files do. */
const isParquet = (head: Uint8Array) => String.fromCharCode(...head.subarray(0, 4)) === 'PAR1';

/** Files of a folder that captions may stand in: what else lies in it is passed over. */
export const isCaptionFile = ({ name }: Pick<File, 'name'>): boolean =>
  /\.(txt|md|markdown|csv|tsv|tab|jsonl|ndjson|parquet)$/i.test(name);

/** A text that was pasted, or a file of it. */
export const pastedCaptions = (text: string, name = ''): CaptionInput => ({
  kind: 'text',
  name,
  text,
  readAs: looksLikeLines(text) ? 'lines' : 'sentences',
});

/**
 * Whether every line seems to be a caption of its own: short ones, without empty lines between. A single one is, unless it holds
 * several sentences: read as prose it would be a heading with nothing below it.
 */
function looksLikeLines(text: string): boolean {
  const lines = text.slice(0, 20_000).trim().split('\n').slice(0, 200);
  const isOne = lines.length === 1 && !/[.!?…]\s/u.test(lines[0]!);
  return (
    (lines.length > 1 || isOne) &&
    lines.every((line) => line.trim() !== '' && line.length <= 200 && !/^#/.test(line))
  );
}

async function tableOf(file: File): Promise<{ columns: string[]; rows: string[][] }> {
  const text = await file.text();
  const rows: string[][] = [];
  await new Promise<void>((resolve, reject) => {
    Papa.parse<string[]>(text.replace(/^\ufeff/, ''), {
      skipEmptyLines: 'greedy',
      chunkSize: CHUNK,
      chunk: ({ data }: Papa.ParseResult<string[]>, parser: Papa.Parser) => {
        rows.push(...data);
        parser.pause();
        void yieldToPage().then(() => parser.resume());
      },
      complete: () => resolve(),
      error: (error: Error) => reject(error),
    });
  });
  const columns = rows.shift() ?? [];
  return { columns: eachOnce(columns, 'column'), rows };
}

/** Names by which each column or file can be told: one without a name, or with another's, is numbered. */
function eachOnce(names: readonly string[], kind: 'column' | 'file'): string[] {
  const seen = new Set<string>();
  return names.map((given, i) => {
    const name = given.trim();
    const own = name === '' || seen.has(name) ? `${name} (${kind} ${i + 1})`.trim() : name;
    seen.add(own);
    return own;
  });
}

async function objectsOf(name: string, text: string): Promise<{ columns: string[]; rows: string[][] }> {
  const pause = sliced();
  const columns: string[] = [];
  const rows: string[][] = [];
  let unreadable = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    await pause();
    const value = parsed(line);
    if (value === null) {
      unreadable++;
      continue;
    }
    for (const key of Object.keys(value)) if (!columns.includes(key)) columns.push(key);
    rows.push(columns.map((key) => (typeof value[key] === 'string' ? value[key] : '')));
  }
  if (rows.length === 0)
    throw new FernglassError(
      'input-invalid',
      `${name} holds no objects, one a line, as JSON Lines do (${unreadable} lines cannot be read).`,
    );
  return { columns, rows };
}

function parsed(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** Names that columns of captions have, and of what the captions are of. */
const CAPTION_COLUMNS = /(?:^|[_ ])(caption|text|description|beschreibung|content|sentence|extract)s?$/i;
const NAME_COLUMNS = /^(name|title|species|scientific[ _]?name|binomial|taxon|part|component|label|class)$/i;

/** The columns that suit a table, for the user to change. */
export function usualColumns(table: CaptionTable): Pick<CaptionChoice, 'column' | 'nameColumn'> {
  const column = table.columns.findIndex((name) => CAPTION_COLUMNS.test(name));
  const nameColumn = table.columns.findIndex((name) => NAME_COLUMNS.test(name));
  return { column: column >= 0 ? column : longestColumn(table), nameColumn };
}

/**
 * The columns of a table by the choice for another: those of the same names, and where one lacks what is chosen, those that
 * suit it.
 */
function columnsOf(table: CaptionTable, first: CaptionTable, { column, nameColumn }: CaptionChoice) {
  if (table === first) return { column, nameColumn };
  const usual = usualColumns(table);
  const named = (at: number) => table.columns.indexOf(first.columns[at] ?? '');
  const its = named(column);
  if (its < 0) return usual;
  return { column: its, nameColumn: nameColumn < 0 ? -1 : named(nameColumn) };
}

function longestColumn({ columns, rows }: CaptionTable): number {
  const lengths = columns.map((_, i) =>
    rows.slice(0, 100).reduce((sum, row) => sum + (row[i]?.length ?? 0), 0),
  );
  return Math.max(0, lengths.indexOf(Math.max(...lengths)));
}

/** What pasted text is called among files. */
const PASTED = 'Pasted text';
/** Characters of a file's name that are kept. */
const LONGEST_NAME = 290;

/**
 * The captions of inputs, cleaned, each once; in slices, so that the page stays usable.
 * @param before captions that are there already, which are left out
 * @throws the signal's reason when it is given up
 */
export async function readCaptions(
  inputs: readonly CaptionInput[],
  choice: CaptionChoice,
  signal: AbortSignal,
  before: readonly string[] = [],
): Promise<ReadCaptions> {
  const pause = sliced();
  const sieve = new CaptionSieve();
  for (const caption of before) {
    sieve.note(caption);
    await pause();
    signal.throwIfAborted();
  }
  const texts: string[] = [];
  const names = eachOnce(
    inputs.map(({ name }) => name.slice(-LONGEST_NAME) || PASTED),
    'file',
  );
  const files: { name: string; captions: number }[] = [];
  for (const [i, input] of inputs.entries()) {
    const first = texts.length;
    for (const text of captionsOf(input, choice, firstTable(inputs))) {
      const caption = sieve.pass(text);
      if (caption !== null) texts.push(caption);
      await pause();
      signal.throwIfAborted();
    }
    if (texts.length > first) files.push({ name: names[i]!, captions: texts.length - first });
  }
  return { texts, files, leftOut: sieve.leftOut };
}

function captionsOf(
  input: CaptionInput,
  choice: CaptionChoice,
  first: CaptionTable | undefined,
): Iterable<string> {
  const language = choice.language === '' ? undefined : choice.language;
  if (input.kind === 'table') {
    const columns = columnsOf(input, first ?? input, choice);
    return captionsOfRows(namedRows(input, columns), language);
  }
  return (choice.readAs ?? input.readAs) === 'lines'
    ? linesOf(input.text)
    : captionsOfProse(input.text, language);
}

function* namedRows(
  { rows }: CaptionTable,
  { column, nameColumn }: Pick<CaptionChoice, 'column' | 'nameColumn'>,
): Generator<NamedText> {
  for (const row of rows) yield { name: row[nameColumn] ?? '', text: row[column] ?? '' };
}

function* linesOf(text: string): Generator<string> {
  for (const found of text.matchAll(/[^\n]+/gu)) yield found[0];
}
