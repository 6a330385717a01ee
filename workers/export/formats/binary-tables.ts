import { FernglassError } from '../../../core';
import type { ExportRequest, PhotoResult } from '../../protocol';
import { type Cell, columnsOf } from '../columns';
import type { Format } from './format';

/** Rows of a table that can only be written once all of them are there. */
abstract class WholeTable implements Format {
  readonly archive = false;
  readonly leftOut = 0;
  protected readonly columns;
  protected readonly rows: Cell[][] = [];

  constructor(private readonly request: ExportRequest) {
    this.columns = columnsOf(request);
  }

  begin() {
    return [];
  }

  photo(photo: PhotoResult) {
    const { head, options } = this.request;
    this.rows.push(this.columns.map(({ of }) => of(photo, head, options) ?? null));
    return [];
  }

  abstract end(): ReturnType<Format['end']>;
}

/** Characters that a cell of Excel holds at most. */
const LONGEST_CELL = 32_767;
/** Columns and rows of a sheet: it opens none with more. */
const MOST_COLUMNS = 16_384;
const MOST_ROWS = 1_048_576;

/** The table of CSV as a sheet of Excel: text stays text, whatever it begins with. */
export class Spreadsheet extends WholeTable {
  /** @throws FernglassError `input-invalid` where a sheet has not as many columns */
  constructor(request: ExportRequest) {
    super(request);
    if (this.columns.length > MOST_COLUMNS)
      throw tooLarge(`${MOST_COLUMNS.toLocaleString('en')} columns`, 'the ten best classes alone');
  }

  override photo(photo: PhotoResult) {
    if (this.rows.length === MOST_ROWS - 1)
      throw tooLarge(`${MOST_ROWS.toLocaleString('en')} rows`, 'CSV or Parquet');
    return super.photo(photo);
  }

  async end() {
    // Only those who ask for a sheet load what writes it.
    const { default: writeXlsxFile } = await import('write-excel-file/universal');
    const cell = (value: Cell) => {
      if (value === null || value === undefined || value === '') return null;
      if (typeof value === 'number')
        return Number.isFinite(value) ? { value, type: Number } : { value: String(value), type: String };
      return { value: sheetText(value), type: String };
    };
    const heading = this.columns.map(({ name }) => ({
      value: sheetText(name),
      type: String,
      fontWeight: 'bold' as const,
    }));
    const data = [heading, ...this.rows.map((row) => row.map(cell))];
    const content = await writeXlsxFile(data, { sheet: 'Photos', stickyRowsCount: 1 }).toBlob();
    return [{ path: 'photos.xlsx', content }];
  }
}

const tooLarge = (most: string, instead: string) =>
  new FernglassError('input-invalid', `A sheet of Excel has ${most} at most. Choose ${instead}.`);

/**
 * What the XML of a sheet cannot hold as it is, and what begins like the escape that stands for it there (ECMA-376, ST_Xstring).
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones.
const ESCAPED = /[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd-\uffff]|_(?=x[\da-f]{4}_)/giu;

/** A text as a cell holds it: exactly, but that one which is cut ends in “…”. */
export function sheetText(text: string): string {
  // A line ends in one sign in a cell.
  const lines = text.replace(/\r\n?/g, '\n');
  const whole = lines.length > LONGEST_CELL ? `${lines.slice(0, LONGEST_CELL - 1)}…` : lines;
  return whole
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(ESCAPED, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`);
}

/** The table of CSV with the photos' embeddings, as a Parquet file. */
export class Parquet extends WholeTable {
  readonly #embeddings: (readonly number[] | null)[] = [];

  override photo(photo: PhotoResult) {
    this.#embeddings.push(photo.embedding === undefined ? null : Array.from(photo.embedding));
    return super.photo(photo);
  }

  async end() {
    const { parquetWriteBuffer } = await import('hyparquet-writer');
    const columns = this.columns.map(({ name, isNumber: isAlways }, at) => {
      const cells = this.rows.map((row) => row[at] ?? null);
      // A parameter may be a word with some methods.
      const isNumber =
        isAlways || (cells.some((cell) => cell !== null) && cells.every((cell) => typeof cell !== 'string'));
      return {
        name,
        isNumber,
        data: isNumber ? cells : cells.map((cell) => (cell === null ? null : String(cell))),
      };
    });
    const content = parquetWriteBuffer({
      columnData: [
        ...columns.map(({ name, data }) => ({ name, data })),
        { name: 'embedding', data: this.#embeddings },
      ],
      schema: [
        { name: 'root', num_children: columns.length + 1 },
        ...columns.map(({ name, isNumber }) =>
          isNumber
            ? ({ name, type: 'DOUBLE', repetition_type: 'OPTIONAL' } as const)
            : ({ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' } as const),
        ),
        { name: 'embedding', repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', type: 'FLOAT', repetition_type: 'REQUIRED' },
      ],
    });
    return [{ path: 'photos.parquet', content: new Blob([content]) }];
  }
}
