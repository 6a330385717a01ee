import { type Embeddings, recall } from '../../../core';
import { routedRecall } from '../../../workers/retrieval/cache/search-parameters';
import type { SearchableIndex } from '../../../workers/retrieval/search/searchable-index';

/**
 * What is tried, least first. Queries of another kind than those tried, such as pictures, need more, so that the first is
 * above 1, which takes lists to be as they look; the last compares most of an index.
 */
const MARGINS = [1.6, 1.8, 2, 2.2, 2.4, 2.7, 3, 3.5, 4];
/** What may be less where queries of several kinds are tried. */
const LESS = 1.4;
/** What an index gets whose lists hide nothing. */
export const LEAST_MARGIN = MARGINS[0]!;
const K = 10;

/**
 * The least margin with which routed searches find as much of what comparing every list finds as the usual search
 * parameters ask for, in every set of queries; the most there is where none does.
 * @param index all of it in memory
 * @param sets queries, `[n, d]` each; those that the recall is stated of must not be among them
 */
export async function leastMargin(index: SearchableIndex, sets: readonly Embeddings[]): Promise<number> {
  const { parameters } = index;
  const enough = routedRecall(index.manifest.codec, parameters.recall);
  const idsOf = async (queries: Embeddings) =>
    (await index.search(queries, K)).hits.map((its) => its.map(({ id }) => id));
  try {
    index.parameters = { ...parameters, exactUpTo: Number.POSITIVE_INFINITY };
    const truth: number[][][] = [];
    for (const queries of sets) truth.push(await idsOf(queries));
    const isEnough = async (queries: Embeddings, s: number) => {
      const found = await idsOf(queries);
      const sum = found.reduce((all, ids, q) => all + recall(ids, truth[s]![q]!), 0);
      return sum >= enough * found.length;
    };
    for (const margin of sets.length > 1 ? [LESS, ...MARGINS] : MARGINS) {
      index.parameters = { ...parameters, exactUpTo: 0, margin };
      let every = true;
      for (const [s, queries] of sets.entries()) every &&= await isEnough(queries, s);
      if (every) return margin;
    }
    return MARGINS.at(-1)!;
  } finally {
    index.parameters = parameters;
  }
}
