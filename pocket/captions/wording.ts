import { type PartName, parts, withKinds } from '../knowledge/parts.ts';
import type { Random } from '../random.ts';

const numerals = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** The noun with "a" or "an" before it, by sound as far as our words need. */
export function withArticle(noun: string): string {
  const vowel =
    /^([aeio]|u(?!n[ia])|[FHLMNRSX](?=[A-Z0-9-]|C\b))/.test(noun) || /^(H-bridge|R-2R|RC|SR|LED)/.test(noun);
  return `${vowel ? 'an' : 'a'} ${noun}`;
}

/** Words joined as English does: "a, b and c". */
export function list(items: readonly string[]): string {
  return items.length < 2
    ? (items[0] ?? '')
    : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

/** What a text claims: keys of facts, parts ("part:diode"), counts ("count:diode:4") and names ("name:bridge rectifier"). */
export type Claim = string;

/** Everything about parts that is true of a drawing, as claims. */
export function partClaims(drawn: ReadonlyMap<PartName, number>): Claim[] {
  return [...withKinds(drawn)].flatMap(([name, count]) => [`part:${name}`, `count:${name}:${count}`]);
}

/** Names one of the drawn parts, sometimes with how many there are ("three resistors"). */
export function partPhrase(
  drawn: ReadonlyMap<PartName, number>,
  name: PartName,
  random: Random,
): { text: string; claims: Claim[] } {
  const count = withKinds(drawn).get(name) ?? 0;
  const { one, many } = parts[name];
  if (count === 1) return { text: withArticle(random.pick<string>(one)), claims: [`part:${name}`] };
  if (random.chance(0.3)) return { text: random.pick<string>(many), claims: [`part:${name}`] };
  return {
    text: `${numerals[count] ?? 'many'} ${random.pick<string>(many)}`,
    claims: [`part:${name}`, `count:${name}:${count}`],
  };
}

/** Names up to `count` different drawn parts. */
export function someParts(
  drawn: ReadonlyMap<PartName, number>,
  count: number,
  random: Random,
): { text: string; claims: Claim[] } {
  const chosen = random.sample([...drawn.keys()], count).map((name) => partPhrase(drawn, name, random));
  return { text: list(chosen.map(({ text }) => text)), claims: chosen.flatMap(({ claims }) => claims) };
}
