import type { Knowledge, WorldClass } from '../domain.ts';
import { parts } from '../knowledge/parts.ts';
import type { Random } from '../random.ts';
import { withArticle } from './wording.ts';

type Frame = (name: string) => string;

/** How a sentence calls what it is about, by its name or its kind; the plain way first. */
const frames: Readonly<Record<Knowledge['slug'], readonly Frame[]>> = {
  circuits: [
    withArticle,
    (name) => `the ${name}`,
    (name) => `a basic ${name}`,
    (name) => (name.endsWith('circuit') ? withArticle(name) : `${withArticle(name)} circuit`),
    (name) => `a simple ${name}`,
    (name) => `a hand-built ${name}`,
  ],
  components: [
    withArticle,
    (name) => `the symbol of ${withArticle(name)}`,
    (name) => `the symbol for ${withArticle(name)}`,
    (name) => `the ${name} symbol`,
    (name) => `the sign for ${withArticle(name)}`,
    (name) => `the schematic symbol of ${withArticle(name)}`,
  ],
  ferns: [
    withArticle,
    (name) => `the ${name}`,
    (name) => `a frond of the ${name}`,
    (name) => `the ${name} frond`,
    (name) => `a young ${name}`,
    (name) => `a specimen of the ${name}`,
  ],
};

/** For species by their scientific names, which take no article. */
const speciesFrames: readonly Frame[] = [
  (name) => name,
  (name) => `a frond of ${name}`,
  (name) => `a specimen of ${name}`,
  (name) => `${name} from the wild`,
];

/** What English names of ferns end in, which a capital may begin too ("Boston fern"). */
const english = / (?:fern|brake|bracken|clover|hair|maidenhair|moss|polypody|spleenwort|tongue)$/;

/** Whether a name is a scientific one: a genus with its capital and an epithet. */
export function isScientific(knowledge: Knowledge, name: string): boolean {
  return (
    knowledge.slug === 'ferns' &&
    /^[A-Z][a-z]+ (?:[x×] )?[a-z]+(?:-[a-z]+)*$/.test(name) &&
    !english.test(name)
  );
}

/** Something called by a name, as the subject of a sentence: half the time in the plainest way. */
export function subjectOf(knowledge: Knowledge, name: string, random: Random): string {
  const ways = isScientific(knowledge, name) ? speciesFrames : frames[knowledge.slug];
  return (random.chance(0.5) ? ways[0]! : random.pick(ways))(name);
}

/** A name inside a sentence, in the plainest way: with its article, or bare when it is scientific. */
export function plainly(knowledge: Knowledge, name: string): string {
  return isScientific(knowledge, name) ? name : withArticle(name);
}

/** Whether some class of the domain has this name. */
function isName(knowledge: Knowledge, word: string): boolean {
  return knowledge.classes.some(({ name, synonyms }) => name === word || synonyms.includes(word));
}

/**
 * A class's kind as the subject of a sentence, or nothing where the kind would give the name away because no other class has it.
 * A kind that is another class's name too ("diode") is marked as a kind.
 */
export function kindOf(knowledge: Knowledge, cls: WorldClass): string | undefined {
  if (knowledge.classes.filter(({ kind }) => kind === cls.kind).length < 2) return undefined;
  return isName(knowledge, cls.kind) ? `kind of ${cls.kind}` : cls.kind;
}

/** A pattern that finds any of some words, in the plural too. */
function anyOf(words: readonly string[]): RegExp {
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join('|')})(?:e?s)?(?![\\p{L}\\p{N}])`, 'iu');
}

/** A pattern that finds a class's name or synonyms in a text, as whole words, in the plural too. */
export function namesOf({ name, synonyms }: WorldClass): RegExp {
  return anyOf([name, ...synonyms]);
}

const wordsOf = (texts: readonly string[]): Set<string> =>
  new Set(texts.flatMap((text) => text.toLowerCase().match(/\p{L}{5,}/gu) ?? []));

const partWords = wordsOf(Object.values(parts).flatMap(({ one, many }) => [...one, ...many]));
const vocabularies = new WeakMap<WorldClass, Set<string>>();
const telling = new WeakMap<WorldClass, RegExp>();

/** The words of a class's names, kind and facts. */
function vocabularyOf(knowledge: Knowledge, cls: WorldClass): Set<string> {
  let words = vocabularies.get(cls);
  if (!words) {
    const wordings = cls.facts.flatMap((key) => knowledge.facts[key]?.slice(1) ?? []);
    words = wordsOf([cls.name, ...cls.synonyms, cls.kind, ...wordings]);
    vocabularies.set(cls, words);
  }
  return words;
}

/**
 * A pattern that finds what would tell a class's name: the name, its synonyms, and those of their words that no other class of the domain
 * has in its names, kind or facts ("crocodile"). Names of parts tell nothing: a crystal oscillator has a crystal.
 */
export function tellingOf(knowledge: Knowledge, cls: WorldClass): RegExp {
  let pattern = telling.get(cls);
  if (!pattern) {
    const others = knowledge.classes.filter((other) => other !== cls);
    const names = [cls.name, ...cls.synonyms];
    const own = [...wordsOf(names)].filter(
      (word) => !partWords.has(word) && !others.some((other) => vocabularyOf(knowledge, other).has(word)),
    );
    pattern = anyOf([...names, ...own]);
    telling.set(cls, pattern);
  }
  return pattern;
}
