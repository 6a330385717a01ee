import { CsvError, parse } from 'csv-parse/sync';
import { type ClassNames, FernglassError, foldName, parseClasses } from '../../core';

/** A line of a file of labels. */
interface LabelRow {
  readonly filename: string;
  /** Place in `Labels.classes`. */
  readonly label: number;
  /** What its `part` column says; null where that is empty or missing. */
  readonly part: string | null;
}

/** A file of labels: its usable rows, the classes in order of appearance, and what is wrong with the rest. */
export interface Labels {
  readonly rows: readonly LabelRow[];
  readonly classes: readonly ClassNames[];
  readonly problems: readonly string[];
}

const COLUMNS = ['filename', 'class', 'part'];

/**
 * Reads labels as CSV (RFC 4180; a byte order mark and any line ends will do) with the columns `filename`, `class` and perhaps `part`.
 * A class is written as in a class list, `name | other name`; names that several rows give a class are put together.
 * @throws FernglassError `input-invalid` when the file has no column `filename` or `class`
 */
export function readLabels(text: string): Labels {
  const { cells, problems } = readCells(text);
  const heading = (cells.shift()?.values ?? []).map((name) => name.toLocaleLowerCase('en'));
  const [filenameAt, classAt, partAt] = COLUMNS.map((name) => heading.indexOf(name)) as [
    number,
    number,
    number,
  ];
  if (filenameAt < 0 || classAt < 0)
    throw new FernglassError(
      'input-invalid',
      `The labels' first line must name the columns filename and class, separated by a comma; it reads “${heading.join(',')}”.`,
    );
  heading.forEach((name, at) => {
    if (!COLUMNS.includes(name) || heading.indexOf(name) < at)
      problems.push(`column “${name}” is not read (there are filename, class and part)`);
  });
  const classes = new GrowingClasses(problems);
  const labelOf = new Map<string, number>();
  const rows: LabelRow[] = [];
  for (const { line, values } of cells) {
    const filename = values[filenameAt] ?? '';
    const label = classes.labelOf(values[classAt] ?? '', line);
    const part = (partAt < 0 ? '' : (values[partAt] ?? '')) || null;
    if (filename === '') problems.push(`line ${line}: no filename`);
    else if (label === null) problems.push(`line ${line}: no class for ${filename}`);
    else if (labelOf.has(filename))
      problems.push(
        `line ${line}: ${filename} is listed a second time${labelOf.get(filename) === label ? '' : ', with another class; the first one counts'}`,
      );
    else {
      labelOf.set(filename, label);
      rows.push({ filename, label, part });
    }
  }
  return { rows, classes: classes.list, problems };
}

/** The lines that are CSV, with their numbers, and what is wrong with those that are not. */
function readCells(text: string): { cells: { line: number; values: string[] }[]; problems: string[] } {
  const errors: CsvError[] = [];
  const records = parse(text, {
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    trim: true,
    on_skip: (error) => {
      // A line may be wrong in several ways; the first one does.
      if (error instanceof CsvError && errors.at(-1)?.lines !== error.lines) errors.push(error);
    },
  }) as unknown as { info: { lines: number }; record: string[] }[];
  const problems = errors.map(({ code, lines, message }) =>
    code === 'CSV_QUOTE_NOT_CLOSED'
      ? `after line ${records.at(-1)?.info.lines ?? 0}: not read, as a quote that begins there is never closed`
      : `line ${lines}: not read (${message})`,
  );
  return { cells: records.map(({ info, record }) => ({ line: info.lines, values: record })), problems };
}

/** The classes met so far. A name belongs to the class that was first to bear it. */
class GrowingClasses {
  readonly #names: string[][] = [];
  readonly #owner = new Map<string, number>();

  constructor(private readonly problems: string[]) {}

  get list(): ClassNames[] {
    return this.#names.map((names) => ({ name: names[0]!, names }));
  }

  /** Place of the class that a cell names, a new one if need be; null for an empty cell. */
  labelOf(cell: string, line: number): number | null {
    const names = parseClasses(cell.replaceAll(/[\r\n]+/g, ' ')).classes[0]?.names;
    if (names === undefined) return null;
    let label = this.#owner.get(foldName(names[0]!));
    if (label === undefined) {
      label = this.#names.length;
      this.#names.push([]);
    }
    for (const name of names) {
      const owner = this.#owner.get(foldName(name));
      if (owner === undefined) {
        this.#owner.set(foldName(name), label);
        this.#names[label]!.push(name);
      } else if (owner !== label)
        this.problems.push(
          `line ${line}: “${name}” is already a name of “${this.#names[owner]![0]}”, and stays it`,
        );
    }
    return label;
  }
}
