import { fillPrompt, foldName } from '../../../core';
import type { Knowledge } from '../../domain.ts';

/**
 * Sentences on what a class looks like, for CuPL: its prompt with each wording of each shape that is true of the whole class
 * ("a circuit diagram of a bridge rectifier with four diodes in a ring"). None for a class of no domain.
 * @param prompt zero-shot template of its list
 */
export function descriptionsOf(name: string, prompt: string, domains: readonly Knowledge[]): string[] {
  return domains.flatMap(({ classes, facts }) =>
    classes
      .filter((cls) => foldName(cls.name) === foldName(name))
      .flatMap((cls) => cls.facts.map((key) => facts[key]!))
      .flatMap(([sort, ...wordings]) => (sort === 'shape' ? wordings : []))
      .map((shape) => `${fillPrompt(prompt, name)} with ${shape}`),
  );
}
