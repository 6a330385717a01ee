import { seeded } from '../random.ts';
import { type Domain, world } from '../world.ts';
import { aboutClasses } from './classes/index.ts';
import { elsewhere } from './elsewhere/index.ts';
import { junk } from './junk.ts';
import { capitalised, normalised } from './wording.ts';

/** Sentences about other things for each about our classes. */
const ELSEWHERE = 2.15;
/** Fewest sentences in all. */
const FEWEST = 26_000;
/** Lines of junk for each sentence. */
const JUNK = 0.064;

/** The seed of the corpus that is kept. */
export const CORPUS_SEED = '1';

/** The name of a line of the corpus, by its place. */
export const lineName = (place: number): string => `pocket/${String(place + 1).padStart(5, '0')}`;

/** The sentences of the corpus, no two of which agree in their letters and digits. */
export interface Sentences {
  readonly aboutClasses: readonly string[];
  readonly elsewhere: readonly string[];
}

/** The sentences of the corpus before junk is added: at most a third about the classes of the domains. */
export function sentencesOf(domains: readonly Domain[], seed: string): Sentences {
  const about = domains.flatMap((domain) => aboutClasses(domain, seed)).map(({ text }) => capitalised(text));
  const known = new Set(about.map(normalised));
  const count = Math.max(FEWEST - about.length, Math.round(about.length * ELSEWHERE));
  const random = seeded('corpus', seed, 'elsewhere');
  const others: string[] = [];
  while (others.length < count) {
    const sentence = capitalised(elsewhere(random));
    if (known.has(normalised(sentence))) continue;
    known.add(normalised(sentence));
    others.push(sentence);
  }
  return { aboutClasses: about, elsewhere: others };
}

/** The caption corpus as a crawl would find it: sentences and junk, in random order. */
export function corpus(seed: string): string[] {
  const { aboutClasses, elsewhere } = sentencesOf(world, seed);
  const sentences = [...aboutClasses, ...elsewhere];
  const random = seeded('corpus', seed, 'order');
  const lines = [...sentences, ...junk(sentences, Math.round(sentences.length * JUNK), random)];
  return random.sample(lines, lines.length);
}
