import type { CsvStart, ExportRequest, PhotoResult } from '../protocol';
import type { Cell, Column } from './columns';
import { withoutFormulas } from './formulas';

/** What the file begins with: the mark of UTF-8, or the line by which spreadsheets know the separator. */
const STARTS: Readonly<Record<CsvStart, string>> = { mark: '\ufeff', separator: 'sep=,\r\n' };

/** One field of a CSV file (RFC 4180), in which no text can be run as a formula. Numbers stay numbers. */
export function csvField(cell: Cell): string {
  return typeof cell === 'string' ? plainField(withoutFormulas(cell)) : plainField(cell);
}

/** One field of a CSV file that programs read and no spreadsheet: its text is exactly what it was. */
function plainField(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  return /[",\r\n]/.test(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** A line of a table that people open in a spreadsheet: no text in it can be run. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvField).join(',')}\r\n`;

/** A line of a table that programs read. */
export const plainLine = (cells: readonly Cell[]): string => `${cells.map(plainField).join(',')}\r\n`;

/** The headings, and what stands before them. */
export function csvHead(columns: readonly Column[], start: CsvStart): string {
  return STARTS[start] + csvLine(columns.map(({ name }) => name));
}

/** A photo's line. */
export function csvPhoto(
  photo: PhotoResult,
  columns: readonly Column[],
  { head, options }: Pick<ExportRequest, 'head' | 'options'>,
): string {
  return csvLine(columns.map(({ of }) => of(photo, head, options)));
}
