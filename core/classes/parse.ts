import { type ErrorCode, FernglassError } from '../errors';
import { addRemoved, type Removed, wordsOfRemoved } from './clean';
import { foldName } from './fold-name';
import { type ListLine, linesOf, readLine, writeLines } from './syntax';

/** A class as the user typed it: the first name is shown, all names make the prototype ("merged names"). */
export interface ClassNames {
  readonly name: string;
  readonly names: readonly string[];
}

/** A class with all that the user typed of it. */
export interface TypedClass extends ClassNames {
  /** What it looks like, in sentences of the user's own (CuPL). */
  readonly descriptions: readonly string[];
}

/** What `parseClasses` found: the usable classes, and what the user should know about the rest. */
export interface ParsedClasses {
  readonly classes: readonly TypedClass[];
  readonly problems: readonly FernglassError[];
}

/** Repeated lines that are told one by one. */
const TOLD = 20;

/**
 * Reads a class list: one class a line, `name | other name | …` for synonyms, `> …` below it for a sentence that
 * describes it, blank lines ignored; `readLine` says what escapes. Names are read without what cannot be seen and without
 * quotes around them. A repeated class is kept once and reported; what was left out of names, an empty list, a single
 * class and a description without a class are reported too.
 */
export const parseClasses = (text: string): ParsedClasses => finished(parse(linesOf(text), knownLine));

/** Lines that are read between two chances to stop. */
const LINES_AT_ONCE = 250;

/** What work done in steps comes to, with all of them done at once. */
export function finished<T>(steps: Generator<void, T>): T {
  for (;;) {
    const { value, done } = steps.next();
    if (done) return value;
  }
}

/** A line as it was read, with what else is made of it. */
interface KnownLine {
  readonly line: ListLine;
  /** Its names as they are compared. */
  readonly keys: readonly string[];
  /** The class that it is by itself; the same object in every list that has it so. */
  readonly alone: TypedClass;
}

/**
 * Reads a class list again and again as `parseClasses` reads it, in steps of some hundred lines. Lines that were there
 * before are not read anew, and a class whose line is the same is the same object: a change of one line among ten thousand
 * costs little more than that. A reading that is left before its end is as if it had never begun.
 */
export function classListReader(): (text: string) => Generator<void, ParsedClasses> {
  let known: ReadonlyMap<string, KnownLine> = new Map();
  return function* (text) {
    const lines = new Map<string, KnownLine>();
    const parsed = yield* parse(linesOf(text), (line) => {
      const read = known.get(line) ?? lines.get(line) ?? knownLine(line);
      lines.set(line, read);
      return read;
    });
    known = lines;
    return parsed;
  };
}

function knownLine(text: string): KnownLine {
  const line = readLine(text);
  const { texts: names } = line;
  return { line, keys: names.map(foldName), alone: { name: names[0] ?? '', names, descriptions: [] } };
}

function* parse(lines: readonly string[], read: (line: string) => KnownLine): Generator<void, ParsedClasses> {
  const classes: TypedClass[] = [];
  const problems: FernglassError[] = [];
  const left = new LeftOut();
  const owner = new Map<string, string>();
  let repeated = 0;
  /** Whose the next description is: nobody's before the first class; below a repeated one it is left out. */
  let above: 'nothing' | 'a class' | 'a repeated class' = 'nothing';
  for (const [at, text] of lines.entries()) {
    if (at > 0 && at % LINES_AT_ONCE === 0) yield;
    const { line, keys, alone } = read(text);
    const { kind, texts: names } = line;
    const name = names[0];
    if (kind === 'blank' || name === undefined) continue;
    left.add(name, line);
    if (kind === 'description') {
      if (above === 'nothing')
        problems.push(
          new FernglassError(
            'class-description-alone',
            `“${name}” describes no class. Put it below the class's line, or a backslash before the > if it is a name.`,
          ),
        );
      else if (above === 'a class' && name !== '') {
        const last = classes.pop()!;
        classes.push({ ...last, descriptions: [...last.descriptions, name] });
      }
      continue;
    }
    const taken = owner.get(keys[0]!);
    above = taken === undefined ? 'a class' : 'a repeated class';
    if (taken !== undefined) {
      if (++repeated <= TOLD)
        problems.push(
          new FernglassError(
            'class-duplicate',
            `“${name}” is listed more than once${taken === name ? '' : ` (also a name of “${taken}”)`}; it counts once. Remove the repeated line.`,
          ),
        );
      continue;
    }
    const own: string[] = [];
    for (const [i, candidate] of names.entries()) {
      const key = keys[i]!;
      if (owner.has(key)) continue;
      owner.set(key, name);
      own.push(candidate);
    }
    classes.push(own.length === names.length ? alone : { name, names: own, descriptions: [] });
  }
  if (repeated > TOLD)
    problems.push(
      new FernglassError(
        'class-duplicate',
        `${(repeated - TOLD).toLocaleString('en')} more lines repeat a class; each class counts once.`,
      ),
    );
  if (classes.length === 0)
    problems.push(
      new FernglassError(
        'classes-empty',
        'No classes yet. Type one class name per line, or choose a preset.',
      ),
    );
  if (classes.length === 1)
    problems.push(
      new FernglassError(
        'classes-too-few',
        'One class is always the answer. Add at least a second class to compare it with.',
      ),
    );
  return { classes, problems: [...problems, ...left.told()] };
}

/** What reading left out of names, line by line. */
class LeftOut {
  #removed: Removed | null = null;
  readonly #cleaned: string[] = [];
  readonly #unquoted: string[] = [];
  readonly #comparisons: string[] = [];

  add(
    name: string,
    { removed, unquoted, comparison }: Pick<ListLine, 'removed' | 'unquoted' | 'comparison'>,
  ) {
    if (removed !== null) this.#cleaned.push(name);
    this.#removed = addRemoved(this.#removed, removed);
    if (unquoted) this.#unquoted.push(name);
    if (comparison) this.#comparisons.push(name);
  }

  told(): FernglassError[] {
    const told: FernglassError[] = [];
    const lines = (names: readonly string[]) =>
      names.length === 1 ? `“${names[0]}”` : `${names.length} lines, such as “${names[0]}”`;
    if (this.#removed !== null)
      told.push(
        new FernglassError(
          'class-name-cleaned',
          `Left out of ${lines(this.#cleaned)}: ${wordsOfRemoved(this.#removed)}, which nobody sees and the model would read.`,
        ),
      );
    if (this.#unquoted.length > 0)
      told.push(
        new FernglassError(
          'class-name-unquoted',
          `Left out of ${lines(this.#unquoted)}: the quotes around the name. A backslash before them keeps them.`,
        ),
      );
    if (this.#comparisons.length > 0)
      told.push(
        new FernglassError(
          'class-name-comparison',
          `${this.#comparisons.length === 1 ? `“${this.#comparisons[0]}” is a class` : `${lines(this.#comparisons)}, are classes`}: a number follows the >. Begin a description with a word.`,
        ),
      );
    return told;
  }
}

/** Codes of `parseClasses` that say how a list was read, and not that something is wrong with it. */
export const READING_NOTES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'class-name-cleaned',
  'class-name-unquoted',
  'class-name-comparison',
]);

/** A class list as text that `parseClasses` reads as the same classes. */
export function writeClasses(classes: readonly TypedClass[]): string {
  return classes.flatMap(({ names, descriptions }) => writeLines(names, descriptions)).join('\n');
}

/** The class list with more classes at its end: those whose names it does not hold yet. */
export function withClasses(text: string, names: readonly string[]): string {
  const known = new Set(parseClasses(text).classes.flatMap((entry) => entry.names.map(foldName)));
  const fresh = names.filter((name) => !known.has(foldName(name)));
  if (fresh.length === 0) return text;
  return [text.trimEnd(), ...fresh.flatMap((name) => writeLines([name], []))]
    .filter((line) => line !== '')
    .join('\n');
}
