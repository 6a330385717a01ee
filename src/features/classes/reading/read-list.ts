import {
  addRemoved,
  cleanName,
  foldName,
  linesOf,
  type Removed,
  readLine,
  wordsOfRemoved,
  writeClasses,
} from '../../../../core';
import { counted } from '../../common/text/formats';
import { type Column, isNameHeader, nameColumns, readTable, type Table } from './columns';
import { rowsOfJson } from './json';
import { betweenSeparators, type FoundNames, inBrackets, withoutMarks } from './lines';
import { cellsOf, findTable } from './tables';

/** One way of taking a class list from what came. */
export interface ListChoice {
  /** Names the choice among others: “column “name””. */
  readonly label: string;
  /** What was done, in a line: “42 names from column “name”; header left out”. */
  readonly words: string;
  /** Names of each class, its first one first. */
  readonly classes: readonly (readonly string[])[];
}

/** A class list as it came, read. */
export interface ListReading {
  /**
   * `plain`: it is a list as the box takes it, there is nothing to choose. `sure`: it is something else, the first choice
   * is what is meant. `perhaps`: it may be something else, or a list as it stands.
   */
  readonly certainty: 'plain' | 'sure' | 'perhaps';
  /** The list as it stands, every line end a `\n`, for the box. */
  readonly plain: string;
  /** The likeliest first; empty for a plain list. */
  readonly choices: readonly ListChoice[];
  /** Whether it has several columns. */
  readonly isTable: boolean;
}

/** First line of a saved list that would be read as something else without it: what follows is plain. */
export const PLAIN_HEADER = 'Fernglass class list';

/**
 * Reads a class list as what it is: one name a line, a table in CSV or TSV, a list on one line, numbered or with bullets,
 * in brackets as Python has it, or in JSON.
 * @param fileName its ending tells tables in doubtful cases
 */
export function readList(text: string, fileName = ''): ListReading {
  const plain = linesOf(text.replace(/^\ufeff/, '')).join('\n');
  const lines = plain
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const asIs: ListReading = { certainty: 'plain', plain, choices: [], isTable: false };
  if (lines.length === 0) return asIs;
  if (lines[0] === PLAIN_HEADER) return { ...asIs, plain: plain.slice(plain.indexOf('\n') + 1) };
  if (lines.some((line) => line.startsWith('>') && readLine(line).kind === 'description')) return asIs;

  const rows = rowsOfJson(plain);
  if (rows?.some(({ length }) => length > 1)) return ofTable(asIs, readTable(rows), 'sure');
  const found =
    rows === null
      ? inBrackets(plain)
      : ({ names: rows.flat(), note: 'read as JSON', certainty: 'sure' } satisfies FoundNames);
  if (found !== null) return ofNames(asIs, found, []);

  const table = findTable(plain, /\.(?:csv|tsv|tab)$/i.test(fileName));
  if (table !== null) return ofTable(asIs, table.table, table.certainty);
  return ofLines(asIs, lines, plain);
}

/** The class list of a choice, in the syntax of the box. */
export function textOf({ classes }: ListChoice): string {
  return writeClasses(classes.map((names) => ({ name: names[0]!, names, descriptions: [] })));
}

/** A list of one column: its header, quotes, numbers and separators. */
function ofLines(asIs: ListReading, lines: readonly string[], plain: string): ListReading {
  // A quoted cell may go over several lines.
  const isBroken = lines.some((line) => (line.split('"').length - 1) % 2 === 1 && /^"|"$/.test(line));
  const cells = isBroken ? cellsOf(plain, '\u001f').flat() : lines;
  const [first = '', ...rest] = cells;
  const hasHeader = cells.length > 2 && isNameHeader(first);
  const body = hasHeader ? rest : cells;
  const notes = hasHeader ? [`header “${first.replace(/:$/, '')}” left out`] : [];
  const found = withoutMarks(body) ?? betweenSeparators(body);
  if (found !== null) return ofNames(asIs, found, notes);
  const isQuoted = cells.length !== lines.length || body.some((line) => readLine(line).unquoted);
  if (!hasHeader && !isQuoted) return asIs;
  return ofNames(asIs, { names: body, note: isQuoted ? 'quotes left out' : '', certainty: 'sure' }, notes);
}

function ofNames(
  asIs: ListReading,
  { names, note, certainty }: FoundNames,
  notes: readonly string[],
): ListReading {
  const choice = choose('as names', () => names.map((name) => [name]), '', [...notes, note]);
  return choice.classes.length === 0 ? asIs : { ...asIs, certainty, choices: [choice] };
}

function ofTable(asIs: ListReading, table: Table, certainty: 'sure' | 'perhaps'): ListReading {
  const candidates = nameColumns(table).slice(0, 6);
  const notes = table.hasHeader ? ['header left out'] : [];
  const of = (columns: readonly Column[]) => {
    const titles = columns
      .map(({ title, at }) => (title === null ? `${at + 1}` : `“${title}”`))
      .join(' and ');
    const label = `${columns.length === 1 ? 'column' : 'columns'} ${titles}`;
    const cells = () => table.rows.map((row) => columns.map(({ at }) => row[at] ?? ''));
    return choose(label, cells, ` from ${label}`, notes);
  };
  const sets = candidates.map((column) => [column]);
  // Names of different kinds, or of no kind that is known, may be two names of one thing.
  const [best, second] = candidates;
  if (best !== undefined && second !== undefined && (best.kind === null || best.kind !== second.kind))
    sets.push([best, second]);
  const choices = sets.map(of);
  // Of several columns of names nobody knows which is meant.
  const isOpen = choices.length > 1 && !isFirstOfItsKind(candidates);
  if ((choices[0]?.classes.length ?? 0) === 0) return asIs;
  return { ...asIs, certainty: isOpen ? 'perhaps' : certainty, choices, isTable: true };
}

/** Whether the first column alone is said to hold classes. */
function isFirstOfItsKind([best, second]: readonly Column[]): boolean {
  return best?.kind === 'class' && second?.kind !== 'class';
}

/** A choice from cells `[rows][names]`, read when it is first looked at: a large table has several choices. */
function choose(
  label: string,
  cells: () => readonly (readonly string[])[],
  from: string,
  notes: readonly string[],
): ListChoice {
  let read: ReturnType<typeof readCells> | undefined;
  const made = () => {
    read ??= readCells(cells());
    return read;
  };
  return {
    label,
    get classes() {
      return made().classes;
    },
    get words() {
      const { classes, done } = made();
      const all = [...notes, ...done].filter((note) => note !== '');
      return [`${counted(classes.length, 'name')}${from}`, ...all].join('; ');
    },
  };
}

/** The classes in cells `[rows][names]`, each once, and what was left out for that. */
function readCells(cells: readonly (readonly string[])[]) {
  const classes = new Map<string, readonly string[]>();
  let removed: Removed | null = null;
  let repeated = 0;
  for (const row of cells) {
    const names = row.flatMap((cell) => {
      const clean = cleanName(cell);
      removed = addRemoved(removed, clean.removed);
      return namesIn(clean.text);
    });
    const [name] = names;
    if (name === undefined) continue;
    const key = foldName(name);
    if (classes.has(key)) repeated++;
    else classes.set(key, names);
  }
  const done = [
    ...(repeated > 0 ? [`${counted(repeated, 'repeated line')} left out`] : []),
    ...(removed === null ? [] : [`${wordsOfRemoved(removed)} left out`]),
  ];
  return { classes: [...classes.values()], done };
}

/** The names in a clean cell: synonyms between bars, without quotes. What looks like syntax is none in a table. */
function namesIn(cell: string): readonly string[] {
  if (/^[>\\]/.test(cell)) return [cell.replaceAll('|', '/')];
  if (cell === '') return [];
  return /[|"“„«]/.test(cell) ? readLine(cell).texts : [cell];
}
