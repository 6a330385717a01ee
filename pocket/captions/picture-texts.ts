import type { Circuit } from '../knowledge/circuits.ts';
import type { PartName } from '../knowledge/parts.ts';
import type { Random } from '../random.ts';
import { type Description, describeCircuit, namelessSubjects } from './describe.ts';
import { withArticle } from './wording.ts';

const namings: readonly ((name: string) => string)[] = [
  (name) => `a circuit diagram of ${withArticle(name)}`,
  (name) => `a circuit diagram of a ${name}`,
  (name) => `a photo of a ${name}`,
  (name) => `a schematic of ${withArticle(name)}`,
  (name) => `a drawing of ${withArticle(name)}`,
  (name) => name,
  (name) => `${name} schematic`,
  (name) => `${name} circuit`,
];

/**
 * Texts to train with for one picture. A named picture has its class's name in about half of them; any other is only
 * described, so that its name is learnt nowhere else.
 */
export function textsFor(
  circuit: Circuit,
  drawn: ReadonlyMap<PartName, number>,
  named: boolean,
  count: number,
  random: Random,
): Description[] {
  return Array.from({ length: count }, () => {
    if (!named || random.chance(0.5))
      return describeCircuit(random.pick(namelessSubjects), circuit.facts, drawn, random);
    const name = random.chance(0.7) ? circuit.name : random.pick([circuit.name, ...circuit.synonyms]);
    const claim = `name:${circuit.name}`;
    if (random.chance(0.7)) return { text: random.pick(namings)(name), claims: [claim] };
    const { text, claims } = describeCircuit(withArticle(name), circuit.facts, drawn, random);
    return { text, claims: [claim, ...claims] };
  });
}
