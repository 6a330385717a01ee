import type { ClassNames } from '../../../core';
import type { Answer } from '../../engine';

/** The names that an answer's ranking points at: the method's own, or those of the class list. */
export function rankedNames(
  answer: Pick<Answer, 'names'>,
  classes: readonly Pick<ClassNames, 'name'>[],
): readonly string[] {
  return answer.names ?? classes.map(({ name }) => name);
}
