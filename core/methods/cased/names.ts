/** A word of a text and what it is in it. */
export interface TaggedWord {
  /** As it stands, lower case, without punctuation. */
  readonly word: string;
  /** Its singular where it is a plural noun, else the word. */
  readonly singular: string;
  readonly isNoun: boolean;
  /** Whether punctuation follows, so that no compound goes on beyond it. */
  readonly endsPhrase: boolean;
}

/** Tells the parts of speech of an English text. */
export type Tagger = (text: string) => readonly TaggedWord[];

/** What is named where captions name nothing (CaSED). */
export const NO_NAME = 'object';

const SHORTEST = 3;

/** Nouns that captions use for the picture, not for what it shows, and words that stand for a noun. */
const META_WORDS = new Set(
  `background camera clipart closeup copy copyright design detail drawing file footage gallery graphic graphics
  icon illustration image isolated logo macro number page photo photograph photographer photography pic pics picture
  portrait poster preview print render rendering screenshot set shot sketch snapshot stock template texture thing
  thumbnail type vector version video view wallpaper website
  all another any both each everything nothing one other others some someone something that these this those`.split(
    /\s+/,
  ),
);

/**
 * A caption without what is no language: URLs, markup, file extensions and digits go, separators become spaces, the
 * rest is lower case.
 */
export function cleanCaption(caption: string): string {
  return caption
    .normalize('NFC')
    .replace(/(?:https?:\/\/|www\.)\S+/giu, ' ')
    .replace(/<[^<>]*>|&#?\w+;/gu, ' ')
    .replace(/\.(?:jpe?g|png|gif|webp|svg|bmp|tiff?|pdf|html?|php|eps)\b/giu, ' ')
    .replace(/[\p{N}]+/gu, '')
    .replace(/[_/|~*#+=\\\-–—]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLocaleLowerCase('en');
}

/**
 * Names that the captions give to what a photo shows: nouns, and compounds of adjacent nouns with each shorter compound
 * that keeps the head ("wave bridge rectifier", "bridge rectifier"), singular and plural as one. Those in the most
 * captions first, then in order of appearance. `NO_NAME` where there are none (CaSED).
 */
export function candidateNames(captions: readonly string[], tag: Tagger): string[] {
  const counts = new Map<string, number>();
  for (const caption of captions)
    for (const name of new Set(namesIn(tag(cleanCaption(caption)))))
      counts.set(name, (counts.get(name) ?? 0) + 1);
  if (counts.size === 0) return [NO_NAME];
  return [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name);
}

function namesIn(words: readonly TaggedWord[]): string[] {
  const names: string[] = [];
  let run: TaggedWord[] = [];
  const close = () => {
    run.forEach((noun, at) => {
      names.push(noun.singular);
      const head = run[run.length - 1]!;
      if (noun !== head) names.push([...run.slice(at, -1).map(({ word }) => word), head.singular].join(' '));
    });
    run = [];
  };
  for (const word of words) {
    if (isName(word)) run.push(word);
    else close();
    if (word.endsPhrase) close();
  }
  close();
  return names;
}

function isName({ word, singular, isNoun }: TaggedWord): boolean {
  return isNoun && [...word].length >= SHORTEST && !META_WORDS.has(word) && !META_WORDS.has(singular);
}
