import Papa from 'papaparse';
import { hasIdColumn, readTable, type Table } from './columns';

/** How surely a text is a table: `sure` for one that says so, `perhaps` for one that only looks like it. */
export interface FoundTable {
  readonly table: Table;
  readonly certainty: 'sure' | 'perhaps';
}

const DELIMITERS = ['\t', ';', ','] as const;
type Delimiter = (typeof DELIMITERS)[number];

/** Part of the rows that must be as wide as most. */
const AGREEING = 0.9;

/**
 * Finds a table of at least two columns in a text.
 *
 * A comma may well belong to names (“Polypodium vulgare L., 1753”), so that lines of equal numbers of commas are no table
 * yet: a header, quotes, a column of ids or the file's own word must say so, and a comma before a space says the contrary.
 * @param lineEnds the text's lines end with `\n`
 * @param isCsv whether a file's name says that it is a table
 */
export function findTable(lineEnds: string, isCsv: boolean): FoundTable | null {
  for (const delimiter of DELIMITERS) {
    if (!lineEnds.includes(delimiter)) continue;
    const rows = cellsOf(lineEnds, delimiter);
    if (rows.length < 2 || !agree(rows)) continue;
    const table = readTable(rows);
    const certainty = certaintyOf(lineEnds, delimiter, table, isCsv);
    if (certainty !== null) return { table, certainty };
  }
  return null;
}

function certaintyOf(
  text: string,
  delimiter: Delimiter,
  table: Table,
  isCsv: boolean,
): FoundTable['certainty'] | null {
  if (delimiter === '\t' || table.isNamed || hasIdColumn(table)) return 'sure';
  if (table.hasHeader && delimiter === ';') return 'sure';
  if (new RegExp(`"${delimiter}\\s*"`).test(text)) return 'sure';
  const isSpaced = !new RegExp(`${delimiter}\\S`).test(text);
  if (isSpaced) return isCsv ? 'perhaps' : null;
  return isCsv ? 'sure' : 'perhaps';
}

/** Whether nearly all rows are as wide as most are. */
function agree(rows: readonly (readonly string[])[]): boolean {
  const widths = new Map<number, number>();
  for (const { length } of rows) widths.set(length, (widths.get(length) ?? 0) + 1);
  const [width, count] = [...widths].reduce((most, next) => (next[1] > most[1] ? next : most));
  return width >= 2 && count >= rows.length * AGREEING;
}

/** A text's rows without empty ones and without columns that are empty throughout. */
export function cellsOf(text: string, delimiter: string): string[][] {
  // Spaces before a quote are no part of a cell; a quote within a name (5" pipe) is none of CSV's: then none is.
  const rows =
    parse(text, delimiter) ??
    parse(text.replaceAll(new RegExp(`(${delimiter}) +(?=")`, 'g'), '$1'), delimiter) ??
    Papa.parse<string[]>(text, { ...SETTINGS, delimiter, fastMode: true }).data;
  const filled = new Set<number>();
  for (const row of rows)
    row.forEach((cell, at) => {
      if (cell.trim() !== '') filled.add(at);
    });
  return rows.map((row) => row.filter((_, at) => filled.has(at)));
}

const SETTINGS = { newline: '\n', skipEmptyLines: 'greedy' } as const;

/** Rows of a text whose quotes are those of CSV; null where they are not. */
function parse(text: string, delimiter: string): string[][] | null {
  const { data, errors } = Papa.parse<string[]>(text, { ...SETTINGS, delimiter });
  return errors.some(({ type }) => type === 'Quotes') ? null : data;
}
