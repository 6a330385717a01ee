/** Ends that a segmenter takes for the end of a sentence although one goes on: ranks, figures and measures. */
const ABBREVIATED =
  /(?:^|[\s([])(?:[A-Z]|subsp|ssp|var|subvar|cv|sp|spp|f|fo|gen|fam|syn|auct|cf|aff|ca|c|approx|fig|figs|pl|tab|no|nos|vol|ed|eds|al|diam|alt|cm|mm|dm|ft|in|max|min|St|Dr|Mt|vs|e\.g|i\.e|bzw|z\.B|d\.h|ca|Abb|Nr)\.$/;

/** Where a long sentence may be cut, the strongest first. */
const CUTS = [/;\s+/gu, /:\s+|\s[–—]\s/gu, /,\s+/gu, /\s+/gu] as const;

/**
 * The sentences of a text in their order, each within `longest` characters. A longer one, as floras write them, is cut
 * into clauses: at semicolons, else colons and dashes, else commas, else between words. An abbreviation (“subsp.”,
 * “diam.”, an initial) does not end a sentence. Line ends within a paragraph are spaces; an empty line ends a sentence.
 * @param language a BCP 47 tag; one that the runtime does not know falls back to its own
 * @param longest characters (UTF-16) a sentence may have
 */
export function sentencesOf(text: string, language: string | undefined, longest: number): string[] {
  const segmenter = segmenterOf(language);
  const sentences: string[] = [];
  for (const paragraph of text.split(/\r?\n[^\S\n]*(?:\r?\n\s*)+/u)) {
    let open = '';
    for (const { segment } of segmenter.segment(paragraph.replace(/\s+/gu, ' '))) {
      open += segment;
      if (ABBREVIATED.test(open.trimEnd())) continue;
      sentences.push(...clausesOf(open.trim(), longest));
      open = '';
    }
    sentences.push(...clausesOf(open.trim(), longest));
  }
  return sentences.filter((sentence) => /\p{L}/u.test(sentence));
}

function clausesOf(sentence: string, longest: number, cut = 0): string[] {
  const mark = CUTS[cut];
  if (sentence.length <= longest || mark === undefined) return sentence === '' ? [] : [sentence];
  const clauses: string[] = [];
  let open = '';
  for (const clause of splitAfter(sentence, mark)) {
    // Clauses are as few as may be: one that still fits joins those before it.
    if (open !== '' && (open + clause).trimEnd().length > longest) {
      clauses.push(open);
      open = '';
    }
    open += clause;
  }
  clauses.push(open);
  return clauses.flatMap((clause) => clausesOf(clause.trim().replace(/[;,:]$/u, ''), longest, cut + 1));
}

/** The parts of a text, each with the mark that ends it. */
function splitAfter(text: string, mark: RegExp): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const found of text.matchAll(mark)) {
    const end = found.index + found[0].length;
    parts.push(text.slice(start, end));
    start = end;
  }
  return [...parts, text.slice(start)];
}

function segmenterOf(language: string | undefined): Intl.Segmenter {
  try {
    return new Intl.Segmenter(language, { granularity: 'sentence' });
  } catch {
    return new Intl.Segmenter(undefined, { granularity: 'sentence' });
  }
}
