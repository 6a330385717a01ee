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

const syllables = [
  'al',
  'ber',
  'cor',
  'den',
  'el',
  'fen',
  'gar',
  'hol',
  'is',
  'kel',
  'lin',
  'mar',
  'nor',
  'ost',
  'per',
  'ron',
];

/** A name nobody has heard of, as captions are full of: people, firms, projects. */
function inventedName(random: Random): string {
  const word = random.sample(syllables, random.whole(2, 3)).join('');
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** How a text calls a circuit without its name: some circuit, one of its kind, or one of its kind under an invented name. */
function namelessSubject(circuit: Circuit, random: Random): Description {
  const choice = random.next();
  if (choice < 0.45) return { text: random.pick(namelessSubjects), claims: [] };
  const kind = choice < 0.7 ? circuit.kind : `${inventedName(random)} ${circuit.kind}`;
  return { text: withArticle(kind), claims: [`kind:${circuit.kind}`] };
}

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
    if (!named || random.chance(0.5)) {
      const subject = namelessSubject(circuit, random);
      const { text, claims } = describeCircuit(subject.text, circuit.facts, drawn, random);
      return { text, claims: [...subject.claims, ...claims] };
    }
    const name = random.chance(0.7) ? circuit.name : random.pick([circuit.name, ...circuit.synonyms]);
    const claim = `name:${circuit.name}`;
    if (random.chance(0.7)) return { text: random.pick(namings)(name), claims: [claim] };
    const { text, claims } = describeCircuit(withArticle(name), circuit.facts, drawn, random);
    return { text, claims: [claim, ...claims] };
  });
}
