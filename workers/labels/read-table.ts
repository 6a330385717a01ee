import Papa from 'papaparse';
import { headerKey, type LabelProblem } from '../../core';

/** A table's cells, and the lines that they stand in. */
export interface LabelTable {
  /** The columns' names; where the first line is none, they are counted. */
  readonly header: readonly string[];
  /** Without empty rows. */
  readonly rows: readonly (readonly string[])[];
  /** The number of each row's line, `[rows]`; lines within quotes are not counted. */
  readonly lines: readonly number[];
  readonly problems: readonly LabelProblem[];
}

const DELIMITERS = [',', '\t', ';', '|'];
const PICTURE = /\.(?:jpe?g|png|gif|webp|tiff?|heic|heif|avif|bmp)$/i;
/** Problems of the same text that are told one by one. */
const TOLD = 20;

/**
 * Reads a table of labels: CSV (RFC 4180), or columns parted by tabs, semicolons or upright bars. A first line with the name of
 * a picture in it is a row, and no header.
 */
export function readLabelTable(text: string): LabelTable {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter: delimiterOf(text) });
  // A quote that is never closed takes in all lines after it.
  const open = errors.find(({ code }) => code === 'MissingQuotes')?.row ?? data.length;
  const kept = data
    .slice(0, open)
    .map((cells, at) => ({ cells: cells.map((cell) => cell.trim()), line: at + 1 }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const problems: LabelProblem[] = errors
    .filter(({ type, row = 0 }) => type === 'Quotes' && row < open)
    .slice(0, TOLD)
    .map(({ row, message }) => ({
      kind: 'not read',
      words: `line ${(row ?? 0) + 1}: ${message.charAt(0).toLowerCase()}${message.slice(1)}`,
    }));
  if (open < data.length)
    problems.push({
      kind: 'not read',
      words: `after line ${open}: not read, as a quote that begins there is never closed`,
    });
  const [first] = kept;
  const hasHeader = first !== undefined && !first.cells.some((cell) => PICTURE.test(cell));
  const body = hasHeader ? kept.slice(1) : kept;
  const width = kept.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const header = Array.from({ length: width }, (_, at) => {
    const own = hasHeader ? (first.cells[at] ?? '') : '';
    return headerKey(own) === '' ? `Column ${at + 1}` : own;
  });
  return {
    header,
    rows: body.map(({ cells }) => cells),
    lines: body.map(({ line }) => line),
    problems,
  };
}

/** The one that parts the first line into the most columns; the first of equals. */
function delimiterOf(text: string): string {
  const line = /^\s*([^\r\n]*)/.exec(text)![1]!;
  const widths = DELIMITERS.map(
    (delimiter) => Papa.parse<string[]>(line, { delimiter }).data[0]?.length ?? 0,
  );
  return DELIMITERS[widths.indexOf(Math.max(...widths))]!;
}
