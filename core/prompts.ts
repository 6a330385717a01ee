import { FernglassError } from './errors';

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

/** Where the class name goes in a template. */
const PLACE = '{}';

const folded = (name: string) => name.normalize('NFC').toLocaleLowerCase('en');

/** Begins a line that describes the class above it. */
const DESCRIPTION = '>';

/**
 * Reads a class list: one class a line, `name | other name | …` for synonyms, `> …` below it for a sentence that
 * describes it, blank lines ignored. A repeated class is kept once and reported; an empty list, a single class and a
 * description without a class are reported too.
 */
export function parseClasses(text: string): ParsedClasses {
  const classes: TypedClass[] = [];
  const problems: FernglassError[] = [];
  const owner = new Map<string, string>();
  /** Where a description goes; null before the first class, a list of no class below a repeated one. */
  let descriptions: string[] | null = null;
  for (const line of text.split(/\r?\n/)) {
    const described = descriptionIn(line);
    if (described !== null) {
      if (descriptions === null)
        problems.push(
          new FernglassError(
            'class-description-alone',
            `“${described}” describes no class. Put it below the class's line.`,
          ),
        );
      else if (described !== '') descriptions.push(described);
      continue;
    }
    const names = line
      .split('|')
      .map((name) => name.trim().replace(/\s+/g, ' '))
      .filter((name) => name !== '');
    const name = names[0];
    if (name === undefined) continue;
    const taken = owner.get(folded(name));
    descriptions = [];
    if (taken !== undefined) {
      problems.push(
        new FernglassError(
          'class-duplicate',
          `“${name}” is listed more than once${taken === name ? '' : ` (also a name of “${taken}”)`}; it counts once. Remove the repeated line.`,
        ),
      );
      continue;
    }
    const own: string[] = [];
    for (const candidate of names) {
      const key = folded(candidate);
      if (owner.has(key)) continue;
      owner.set(key, name);
      own.push(candidate);
    }
    classes.push({ name, names: own, descriptions });
  }
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
  return { classes, problems };
}

function descriptionIn(line: string): string | null {
  const text = line.trim();
  return text.startsWith(DESCRIPTION) ? text.slice(DESCRIPTION.length).trim().replace(/\s+/g, ' ') : null;
}

/**
 * Reads prompt templates, one a line; blank and repeated lines and those without `{}` are left out.
 */
export function parseTemplates(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return [...new Set(lines)].filter((line) => line.includes(PLACE));
}

/** The class list with more classes at its end: those whose names it does not hold yet. */
export function withClasses(text: string, names: readonly string[]): string {
  const known = new Set(parseClasses(text).classes.flatMap((entry) => entry.names.map(folded)));
  const fresh = names.filter((name) => !known.has(folded(name)));
  if (fresh.length === 0) return text;
  return [text.trimEnd(), ...fresh].filter((line) => line !== '').join('\n');
}

/**
 * Puts a class name where the template says `{}`.
 * @throws FernglassError `prompt-invalid` when the template has no `{}`.
 */
export function fillPrompt(template: string, name: string): string {
  validatePrompt(template);
  return template.replaceAll(PLACE, name);
}

/**
 * Checks a prompt template.
 * @throws FernglassError `prompt-invalid` when it has no `{}`.
 */
export function validatePrompt(template: string): void {
  if (!template.includes(PLACE))
    throw new FernglassError(
      'prompt-invalid',
      'The prompt template needs {} where the class name goes, for example “a photo of a {}”.',
    );
}
