import { type ClassNames, foldName, parseClasses } from '../../../core';
import type { Prompts } from '../../../src/engine/state/types';
import type { Knowledge } from '../../domain.ts';
import { partOf } from '../../knowledge/long-tail.ts';

/** Where a prompt has to suit everything: what the page puts to its first list, which holds all domains. */
export const ANY_PICTURE = 'a photo of a {}';
/** All classes of all domains as one list. */
const EVERY_CLASS = 'all classes';

/** Classes that pictures are ranked among, and how they are put to the text tower. */
export interface ClassList {
  /** What its rows are called. */
  readonly domain: string;
  readonly classes: readonly ClassNames[];
  readonly prompts: Prompts;
}

/** The classes of a domain with all their names, as the page's list has them. */
export function domainList(knowledge: Knowledge, retrieval: string): ClassList {
  return {
    domain: knowledge.domain,
    classes: parseClasses(linesOf(knowledge)).classes,
    prompts: { zeroShot: knowledge.zeroShotPrompt, retrieval },
  };
}

/** All classes at once, with one prompt for all; a name that two domains share is one class, as on the page. */
export function everyClassList(domains: readonly Knowledge[], retrieval: string): ClassList {
  return {
    domain: EVERY_CLASS,
    classes: parseClasses(domains.map(linesOf).join('\n')).classes,
    prompts: { zeroShot: ANY_PICTURE, retrieval },
  };
}

/** A domain's classes as one writes a list, `name | other name`. */
export const linesOf = ({ classes }: Knowledge) =>
  classes.map(({ name, synonyms }) => [name, ...synonyms].join(' | ')).join('\n');

/** Place of the class of that name in a list. @throws Error when there is none */
export function placeOf({ domain, classes }: ClassList, name: string): number {
  const place = classes.findIndex(({ names }) => names.some((one) => foldName(one) === foldName(name)));
  if (place < 0) throw new Error(`There is no class “${name}” in ${domain}.`);
  return place;
}

/** The domain that has a class of that first name, and whether it lies in its head or tail; null for a class of no domain. */
export function whereKnown(
  name: string,
  domains: readonly Knowledge[],
): { readonly knowledge: Knowledge; readonly part: 'head' | 'tail' } | null {
  for (const knowledge of domains) {
    const rank = knowledge.classes.findIndex((cls) => foldName(cls.name) === foldName(name));
    if (rank >= 0) return { knowledge, part: partOf(rank, knowledge.classes.length) };
  }
  return null;
}
