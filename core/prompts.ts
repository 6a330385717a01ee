import { withoutInvisible } from './classes/clean';
import { linesOf } from './classes/syntax';
import { FernglassError } from './errors';

/** Where the class name goes in a template. */
const PLACE = '{}';

/**
 * Reads prompt templates, one a line; blank and repeated lines and those without `{}` are left out.
 */
export function parseTemplates(text: string): string[] {
  const lines = linesOf(withoutInvisible(text).text).map((line) => line.trim());
  return [...new Set(lines)].filter((line) => line.includes(PLACE));
}

/**
 * Puts a class name where the template says `{}`.
 * @throws FernglassError `prompt-invalid` when the template has no `{}`.
 */
export function fillPrompt(template: string, name: string): string {
  validatePrompt(template);
  // A function, for a `$` in a name would be read as a pattern.
  return template.replaceAll(PLACE, () => name);
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
