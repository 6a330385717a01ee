import { type PartName, parts, withKinds } from '../knowledge/parts.ts';
import type { Random } from '../random.ts';
import type { Claim } from './claims.ts';

const numerals = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** Capitals that are spoken as a word, not letter by letter: "a NAND gate", but "an NPN transistor". */
const spokenAsWords = new Set(['FET', 'MEMS', 'MOSFET', 'NAND', 'NASA', 'NOR', 'NOT', 'RAM', 'ROM', 'SIM']);

/** Nouns that are not counted: "the symbol of ground", "bracken with a tall stalk". */
const uncounted = /^(?:bracken|fairy moss|floating watermoss|Venus hair|protective earth|(?:\w+ )?ground)$/;

/** Whether the noun's first sound is a vowel, as far as our words need. */
function startsWithVowelSound(noun: string): boolean {
  const first = noun.split(/[\s-]/)[0]!;
  // A letter's name begins with a vowel for these: "an H-bridge", "an SCR", but "a UJT".
  if (/^[A-Z][A-Z0-9]*s?$/.test(first) && !spokenAsWords.has(first)) return /^[AEFHILMNORSX]/.test(first);
  if (/^\d/.test(first)) return /^(8|11\b|18\b)/.test(first);
  if (/^(hour|honest|honour|heir)/i.test(first)) return true;
  if (/^(one|once|eu|ewe|us[aeu]|ut[ei]|ura|ukulele|unan|uni(?![dmn]))/i.test(first)) return false;
  return /^[aeiou]/i.test(first);
}

/** The noun with "a" or "an" before it, if it is one that is counted; what comes in pairs is counted as a pair. */
export function withArticle(noun: string): string {
  if (uncounted.test(noun)) return noun;
  if (/phones$/.test(noun)) return `a pair of ${noun}`;
  return `${startsWithVowelSound(noun) ? 'an' : 'a'} ${noun}`;
}

/** The text as a sentence begins: its first letter a capital. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Words joined as English does: "a, b and c". */
function list(items: readonly string[]): string {
  return items.length < 2
    ? (items[0] ?? '')
    : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

/** Lower-case letters and digits alone: texts that agree in these count as the same. */
export function normalised(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Names one of the drawn parts, sometimes with how many there are ("three resistors"). */
function partPhrase(
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
