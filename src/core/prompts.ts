import { FernglassError } from './errors';

/** A class as the user typed it: the first name is shown, all names make the prototype ("merged names"). */
export interface ClassNames {
  readonly name: string;
  readonly names: readonly string[];
}

/** What `parseClasses` found: the usable classes, and what the user should know about the rest. */
export interface ParsedClasses {
  readonly classes: readonly ClassNames[];
  readonly problems: readonly FernglassError[];
}

const folded = (name: string) => name.normalize('NFC').toLocaleLowerCase('en');

/**
 * Reads a class list: one class a line, `name | other name | …` for synonyms, blank lines ignored.
 * A repeated class is kept once and reported; an empty list and a single class are reported too.
 */
export function parseClasses(text: string): ParsedClasses {
  const classes: ClassNames[] = [];
  const problems: FernglassError[] = [];
  const owner = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const names = line
      .split('|')
      .map((name) => name.trim().replace(/\s+/g, ' '))
      .filter((name) => name !== '');
    const name = names[0];
    if (name === undefined) continue;
    const taken = owner.get(folded(name));
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
    classes.push({ name, names: own });
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

/**
 * Puts a class name where the template says `{}`.
 * @throws FernglassError `prompt-invalid` when the template has no `{}`.
 */
export function fillPrompt(template: string, name: string): string {
  validatePrompt(template);
  return template.replaceAll('{}', name);
}

/**
 * Checks a prompt template.
 * @throws FernglassError `prompt-invalid` when it has no `{}`.
 */
export function validatePrompt(template: string): void {
  if (!template.includes('{}'))
    throw new FernglassError(
      'prompt-invalid',
      'The prompt template needs {} where the class name goes, for example “a photo of a {}”.',
    );
}
