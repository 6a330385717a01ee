import { withoutInvisible } from './classes/clean';
import { linesOf } from './classes/syntax';
import { FernglassError } from './errors';

/** Where the class name goes in a template. */
const PLACE = '{}';
/** Behind it, where a class's other names go, so that all stand in one prompt: “a photo of a {} ({})”. */
const OTHERS = ' ({})';
const JOINT = `${PLACE}${OTHERS}`;

/** Whether a class's names are put together into one prompt, or each into one of its own. */
export type NamesInPrompts = 'together' | 'apart';

/**
 * Reads prompt templates, one a line; blank and repeated lines and those without `{}` are left out.
 */
export function parseTemplates(text: string): string[] {
  const lines = linesOf(withoutInvisible(text).text).map((line) => line.trim());
  return [...new Set(lines)].filter((line) => line.includes(PLACE));
}

/**
 * Puts a class name where the template says `{}`; a place for other names is left out.
 * @throws FernglassError `prompt-invalid` when the template has no `{}`.
 */
export function fillPrompt(template: string, name: string): string {
  validatePrompt(template);
  // A function, for a `$` in a name would be read as a pattern.
  return template.replaceAll(JOINT, PLACE).replaceAll(PLACE, () => name);
}

/**
 * The prompts of a class with these names: one for each of them, or one for all where the template has a place for the others,
 * “a photo of a wall-rue (Asplenium ruta-muraria)”, as CoRE's released code asks for captions.
 * @throws FernglassError `prompt-invalid` when the template has no `{}`.
 */
export function fillPrompts(template: string, names: readonly string[]): string[] {
  if (namesIn(template) === 'apart') return names.map((name) => fillPrompt(template, name));
  const [first = '', ...others] = names;
  return [fillPrompt(template, others.length === 0 ? first : `${first} (${others.join(', ')})`)];
}

/** How a template takes a class's names. */
export const namesIn = (template: string): NamesInPrompts =>
  template.includes(JOINT) ? 'together' : 'apart';

/** The template in the same words, taking names the other way if need be. */
export function withNames(template: string, names: NamesInPrompts): string {
  if (namesIn(template) === names) return template;
  return names === 'together' ? template.replace(PLACE, () => JOINT) : template.replaceAll(JOINT, PLACE);
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
