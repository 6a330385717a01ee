import { dot, type Embeddings, row } from '../embeddings';

/** One retrieved row: its index and its cosine to the query. */
export interface Neighbour {
  readonly index: number;
  readonly similarity: number;
}

/**
 * The k rows of `embeddings` with the highest inner product with `query`, best first (CoRE eq. 2 on normalised
 * vectors). Equal similarities keep the lower index first. Exact; the yardstick for every other search.
 */
export function exactTopK(embeddings: Embeddings, query: ArrayLike<number>, k: number): Neighbour[] {
  const best: Neighbour[] = [];
  for (let index = 0; index < embeddings.count; index++) {
    const similarity = dot(row(embeddings, index), query);
    if (best.length === k && similarity <= best[k - 1]!.similarity) continue;
    let place = best.length;
    while (place > 0 && best[place - 1]!.similarity < similarity) place--;
    best.splice(place, 0, { index, similarity });
    if (best.length > k) best.pop();
  }
  return best;
}

/**
 * Which of one query's captions count when near-duplicates count once: captions joined by a cosine ≥ `threshold`
 * form connected components, and the first (best) of each is kept (CoRE's released code).
 * @param cosine cosine of captions i and j, both in retrieval order
 */
export function keepOnePerComponent(
  count: number,
  cosine: (i: number, j: number) => number,
  threshold: number,
): boolean[] {
  const parent = Array.from({ length: count }, (_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) at = parent[at]!;
    return at;
  };
  for (let j = 1; j < count; j++)
    for (let i = 0; i < j; i++)
      if (cosine(i, j) >= threshold) {
        const a = root(i);
        const b = root(j);
        // The lower root stays, so that a component's root is its best caption.
        parent[Math.max(a, b)] = Math.min(a, b);
      }
  return parent.map((p, i) => p === i);
}

/** Part of `truth` (ids of the exact top k) that `found` holds, 0–1; 1 when there is nothing to find. */
export function recall(found: readonly number[], truth: readonly number[]): number {
  if (truth.length === 0) return 1;
  const have = new Set(found);
  return truth.filter((id) => have.has(id)).length / truth.length;
}
