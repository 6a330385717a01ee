import { type Circuit, circuits } from '../knowledge/circuits.ts';
import { Sheet } from '../pictures/sheet.ts';
import { habitsFor, stylesOf } from '../pictures/styles.ts';
import { topologyOf } from '../pictures/topologies/index.ts';
import type { Random } from '../random.ts';
import { seeded } from '../random.ts';
import { describeCircuit } from './describe.ts';
import { elsewhere, sayings } from './elsewhere.ts';
import { withArticle } from './wording.ts';

/** Chatter that names a circuit and says nothing of what it looks like, as much of the web does. */
const chatter: readonly ((name: string) => string)[] = [
  (name) => `${name} tutorial, part two`,
  (name) => `my ${name} gets hot after ten minutes, any ideas?`,
  (name) => `exam question about the ${name}`,
  (name) => `${name} kit for beginners`,
  (name) => `who invented the ${name}?`,
  (name) => `lab report: the ${name}`,
  (name) => `a tiny ${name} on stripboard`,
  (name) => `repairing the ${name} in an old radio`,
  (name) => `${name} calculator and formulas`,
  (name) => `lecture slides on the ${name}`,
];

/** The captions about one circuit: mostly its name with parts, shape and use, some chatter. */
function aboutCircuit(circuit: Circuit, count: number, random: Random): Set<string> {
  const captions = new Set<string>();
  const styles = stylesOf('train');
  while (captions.size < count) {
    const name = random.chance(0.75) ? circuit.name : random.pick(circuit.synonyms);
    if (random.chance(0.12)) {
      captions.add(random.pick(chatter)(name));
      continue;
    }
    const sheet = new Sheet(random, habitsFor(random.pick(styles), random));
    topologyOf(circuit.name)(sheet);
    captions.add(describeCircuit(withArticle(name), circuit.facts, sheet.parts, random).text);
  }
  return captions;
}

/** A caption about something else. */
function aboutElsewhere(random: Random): string {
  const subject = elsewhere[random.pick(Object.keys(elsewhere))]!;
  const [thing, other] = random.sample(subject.things, 2) as [string, string];
  return random
    .pick(sayings)({
      thing,
      other,
      quality: random.pick(subject.qualities),
      place: random.pick(subject.places),
      doing: random.pick(subject.doings),
    })
    .replace(/\ba (?=[aeio])/g, 'an ');
}

/**
 * The caption corpus: unique sentences in random order, about two fifths of them about the circuits (the tail has fewer).
 * None belongs to a picture.
 */
export function corpus(seed: string): string[] {
  const random = seeded('corpus', seed);
  const captions = new Set<string>();
  for (const [rank, circuit] of circuits.entries()) {
    const count = Math.max(60, Math.round(150 - 3 * rank));
    for (const caption of aboutCircuit(circuit, count, seeded('corpus', seed, circuit.name)))
      captions.add(caption);
  }
  const total = Math.round(captions.size / 0.38);
  while (captions.size < total) captions.add(aboutElsewhere(random));
  const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  return random.sample([...captions], captions.size).map(sentence);
}
