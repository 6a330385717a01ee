import MiniSearch from 'minisearch';
import type { NameHit, NameSearch } from '../../../core';
import { terms } from './terms';

/** The usual constants of BM25 (Robertson and Zaragoza, 2009); δ = 0, for captions are all short. */
const BM25 = { k: 1.2, b: 0.75, d: 0 };

interface Caption {
  readonly id: number;
  readonly text: string;
}

/** Stands between a term and how often it came before; part of no term. */
const NUMBER = '#';

/**
 * The terms of a caption, each later one of a kind with a number: the library takes the number of different terms for a caption's length,
 * and BM25 has all of them.
 */
function numbered(text: string): string[] {
  const seen = new Map<string, number>();
  return terms(text).map((term) => {
    const before = seen.get(term) ?? 0;
    seen.set(term, before + 1);
    return before === 0 ? term : `${term}${NUMBER}${before}`;
  });
}

function withoutNumber(term: string): string {
  const at = term.indexOf(NUMBER);
  return at < 0 ? term : term.slice(0, at);
}

/** The words of captions, searched by BM25. Captions are added as they come; scores are of those added so far. */
export class CaptionWords implements NameSearch {
  readonly #index = new MiniSearch<Caption>({
    fields: ['text'],
    tokenize: numbered,
    processTerm: withoutNumber,
  });

  get captions(): number {
    return this.#index.documentCount;
  }

  add(id: number, text: string): void {
    this.#index.add({ id, text });
  }

  /**
   * The k captions with the highest BM25 among those that hold any word of the query, best first; equal scores by rising
   * id. A word that the query repeats counts once.
   */
  search(query: string, k: number): NameHit[] {
    return this.#index
      .search(query, { bm25: BM25, tokenize: (text) => [...new Set(terms(text))] })
      .map(({ id, score, queryTerms }): NameHit => {
        // The library multiplies BM25 by the number of the query's words that were found.
        return { id, score: score / queryTerms.length };
      })
      .sort((a, b) => b.score - a.score || a.id - b.id)
      .slice(0, k);
  }
}
