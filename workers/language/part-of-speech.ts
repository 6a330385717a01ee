import nlp from 'compromise/two';
import type { TaggedWord } from '../../core';

interface Term {
  readonly normal: string;
  readonly pre: string;
  readonly post: string;
  readonly tags: readonly string[];
  readonly root?: string;
}

/** Nouns by part of speech that name nothing one could see. */
const NO_NAMES = ['Pronoun', 'Date', 'Value', 'Url', 'Email'];

/** Singular nouns that end as plurals do: the library takes the s away from them, as from Latin names in -us and -is. */
const SINGULAR = /(?:[iu]s|^(?:atlas|cosmos|lens|pancreas|rhinoceros|thermos))$/u;

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
    terms.map(({ normal, post, tags, root }, i) => {
      const word = tags.includes('Possessive') ? (root ?? normal) : normal;
      const isPlural = tags.includes('Plural') && !SINGULAR.test(word);
      return {
        word,
        singular: isPlural ? (root ?? word) : word,
        isNoun: tags.includes('Noun') && !NO_NAMES.some((tag) => tags.includes(tag)),
        endsPhrase: i === terms.length - 1 || /\S/u.test(post + terms[i + 1]!.pre),
      };
    }),
  );
}
