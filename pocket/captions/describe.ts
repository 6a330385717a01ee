import { type FactName, kindOf, wordings } from '../knowledge/facts.ts';
import type { PartName } from '../knowledge/parts.ts';
import type { Random } from '../random.ts';
import { type Claim, someParts } from './wording.ts';

/** A sentence and what it claims. */
export interface Description {
  readonly text: string;
  readonly claims: readonly Claim[];
}

/** The slots of a sentence about a circuit. Reading one draws a wording and records the claim. */
interface Slots {
  readonly subject: string;
  readonly shape: string;
  readonly shapes: string;
  readonly use: string;
  readonly parts: string;
}

const sentences: readonly ((slots: Slots) => string)[] = [
  (s) => `${s.subject} with ${s.shape}`,
  (s) => `${s.subject} with ${s.shapes}`,
  (s) => `${s.subject} that ${s.use}`,
  (s) => `${s.subject} made of ${s.parts}`,
  (s) => `${s.subject} with ${s.shape}, it ${s.use}`,
  (s) => `${s.subject} with ${s.parts}, it ${s.use}`,
  (s) => `${s.subject} ${s.use} with ${s.parts}`,
  (s) => `${s.subject}: ${s.parts}, ${s.shape}`,
  (s) => `in ${s.subject} you find ${s.shape}`,
  (s) => `in ${s.subject} you find ${s.shape}; it ${s.use}`,
  (s) => `why does ${s.subject} need ${s.shape}?`,
  (s) => `I built ${s.subject} from ${s.parts} and it ${s.use}`,
  (s) => `note: ${s.subject} ${s.use} because of ${s.shape}`,
  (s) => `drawing of ${s.subject} showing ${s.shapes}`,
  (s) => `schematic of ${s.subject} with ${s.parts} and ${s.shape}`,
  (s) => `${s.subject}, recognised by ${s.shapes}, ${s.use}`,
  (s) => `the teacher drew ${s.subject}, ${s.shape}, which ${s.use}`,
  (s) => `${s.shapes}: that is ${s.subject}`,
  (s) => `what ${s.use} here is ${s.subject} with ${s.shape}`,
  (s) => `fig. ${s.subject}, ${s.parts}`,
];

/** Subjects that give no name away. */
export const namelessSubjects = [
  'a circuit',
  'a diagram',
  'a schematic',
  'this circuit',
  'a drawing',
  'an electronic circuit',
  'a sketch',
  'a small board',
] as const;

/**
 * A sentence about a circuit: its subject, and parts, shape or use as the grammar takes them.
 * @param subject how the circuit is called, article included
 */
export function describeCircuit(
  subject: string,
  known: readonly FactName[],
  drawn: ReadonlyMap<PartName, number>,
  random: Random,
): Description {
  const claims: Claim[] = [];
  const factsOf = (kind: 'shape' | 'use', count: number) => {
    const chosen = random.sample(
      known.filter((fact) => kindOf(fact) === kind),
      count,
    );
    claims.push(...chosen);
    return chosen.map((fact) => random.pick(wordings(fact)));
  };
  const text = random.pick(sentences)({
    subject,
    get shape() {
      return factsOf('shape', 1)[0]!;
    },
    get shapes() {
      return factsOf('shape', 2).join(' and ');
    },
    get use() {
      return factsOf('use', 1)[0]!;
    },
    get parts() {
      const some = someParts(drawn, random.whole(1, 3), random);
      claims.push(...some.claims);
      return some.text;
    },
  });
  return { text, claims: [...new Set(claims)] };
}
