import type { Content, Knowledge, WorldClass } from '../domain.ts';
import type { Random } from '../random.ts';
import { type Claim, claimOf, factsIn } from './claims.ts';
import { circuitForms } from './grammars/circuits.ts';
import { componentForms } from './grammars/components.ts';
import { fernForms } from './grammars/ferns.ts';
import { someParts } from './wording.ts';

/** A sentence and what it claims. */
export interface Description {
  readonly text: string;
  readonly claims: readonly Claim[];
}

/** A form of a sentence, and how many facts of each sort it has room for. */
interface Form {
  readonly text: string;
  readonly shapes: number;
  readonly uses: number;
  readonly parts: boolean;
}

const readForm = (text: string): Form => ({
  text,
  shapes: text.split('{shape}').length - 1,
  uses: text.split('{use}').length - 1,
  parts: text.includes('{parts}'),
});

const grammars: Readonly<Record<Knowledge['slug'], readonly Form[]>> = {
  circuits: circuitForms.map(readForm),
  components: componentForms.map(readForm),
  ferns: fernForms.map(readForm),
};

/** The keys of what holds of a class and a picture, of one sort. */
export function factsOf(
  knowledge: Knowledge,
  cls: WorldClass,
  content: Content,
  sort: 'shape' | 'use',
): string[] {
  return factsIn(cls, content).filter((key) => knowledge.facts[key]?.[0] === sort);
}

/** One of the wordings of a fact; throws a `RangeError` for a key that the domain does not know. */
export function worded(knowledge: Knowledge, key: string, random: Random): string {
  const wordings = knowledge.facts[key]?.slice(1) ?? [];
  return random.pick(wordings);
}

/**
 * A sentence about a class: its subject, and parts, shapes or uses as one of the domain's forms takes them. Throws a `RangeError` for
 * a class of which nothing is known.
 * @param subject how the class is called, article included
 */
export function describe(
  knowledge: Knowledge,
  cls: WorldClass,
  subject: string,
  content: Content,
  random: Random,
): Description {
  const shapes = factsOf(knowledge, cls, content, 'shape');
  const uses = factsOf(knowledge, cls, content, 'use');
  const form = random.pick(
    grammars[knowledge.slug].filter(
      (form) =>
        form.shapes <= shapes.length && form.uses <= uses.length && (!form.parts || content.parts.size > 0),
    ),
  );
  const claims = new Set<Claim>([claimOf.domain(knowledge)]);
  const chosen = { shape: random.sample(shapes, form.shapes), use: random.sample(uses, form.uses) };
  const text = form.text.replace(/\{(\w+)\}/g, (_, slot: 'subject' | 'shape' | 'use' | 'parts') => {
    if (slot === 'subject') return subject;
    if (slot === 'parts') {
      const some = someParts(content.parts, random.whole(1, 3), random);
      for (const claim of some.claims) claims.add(claim);
      return some.text;
    }
    const key = chosen[slot].pop()!;
    claims.add(claimOf.fact(knowledge, key));
    return worded(knowledge, key, random);
  });
  return { text, claims: [...claims] };
}
