import type { Content, Knowledge, WorldClass } from '../domain.ts';
import { type PartName, withKinds } from '../knowledge/parts.ts';

/**
 * What a text claims of a picture: its domain ("domain:ferns"), a fact ("ferns:feathery"), a part ("part:diode"), how many of it
 * ("count:diode:4"), the kind of its class ("kind:ferns:spleenwort") or its name ("name:bridge rectifier").
 */
export type Claim = string;

/** The claims of the domain, of facts, of a kind and of a name. */
export const claimOf = {
  domain: (knowledge: Knowledge): Claim => `domain:${knowledge.slug}`,
  fact: (knowledge: Knowledge, key: string): Claim => `${knowledge.slug}:${key}`,
  kind: (knowledge: Knowledge, cls: WorldClass): Claim => `kind:${knowledge.slug}:${cls.kind}`,
  name: (cls: WorldClass): Claim => `name:${cls.name}`,
} as const;

/** Everything about parts that is true of a drawing, as claims. */
function partClaims(drawn: ReadonlyMap<PartName, number>): Claim[] {
  return [...withKinds(drawn)].flatMap(([name, count]) => [`part:${name}`, `count:${name}:${count}`]);
}

/** Keys of what holds of a picture: of its class, as far as its hand drew it so, and of itself. */
export function factsIn(cls: WorldClass, { facts, lacks = [] }: Content): string[] {
  return [...new Set([...cls.facts.filter((key) => !lacks.includes(key)), ...facts])];
}

/** Everything that is true of a picture: its domain, facts, parts and their counts, kind and name. */
export function allClaims(knowledge: Knowledge, cls: WorldClass, content: Content): Claim[] {
  return [
    ...new Set([
      claimOf.domain(knowledge),
      ...factsIn(cls, content).map((key) => claimOf.fact(knowledge, key)),
      ...partClaims(content.parts),
      claimOf.kind(knowledge, cls),
      claimOf.name(cls),
    ]),
  ];
}
