import nlp from 'compromise/two';
import type { TaggedWord } from '../../src/core';

interface Term {
  readonly normal: string;
  readonly pre: string;
  readonly post: string;
  readonly tags: readonly string[];
  readonly root?: string;
}

/** Nouns by part of speech that name nothing one could see. */
const NO_NAMES = ['Pronoun', 'Date', 'Value', 'Url', 'Email'];

/**
 * Parts of speech of an English text (compromise: a lexicon and suffix rules, no model to load). Load this module on
 * demand: the lexicon is the larger part of its size.
 */
export function tagEnglish(text: string): TaggedWord[] {
  const document = nlp(text);
  document.compute('root');
  const sentences: readonly { readonly terms: readonly Term[] }[] = document.json({
    terms: { normal: true, whitespace: true, tags: true },
  });
  return sentences.flatMap(({ terms }) =>
    terms.map(({ normal, post, tags, root }, i) => ({
      word: tags.includes('Possessive') ? (root ?? normal) : normal,
      singular: tags.includes('Plural') || tags.includes('Possessive') ? (root ?? normal) : normal,
      isNoun: tags.includes('Noun') && !NO_NAMES.some((tag) => tags.includes(tag)),
      endsPhrase: i === terms.length - 1 || /\S/u.test(post + terms[i + 1]!.pre),
    })),
  );
}
