/** What one of several indexes found for a query, best first. */
export interface RankedList {
  /** `[n]`, falling. */
  readonly similarities: ArrayLike<number>;
  /** What the index's similarities are multiplied by, ≥ 0: how much its captions count beside others'. */
  readonly weight: number;
}

/** One place of a merged ranking. */
export interface MergedHit {
  /** Which list it is of. */
  readonly list: number;
  /** Its place in that list. */
  readonly place: number;
  /** Its similarity times the list's weight. */
  readonly similarity: number;
}

/**
 * Merges what several indexes found by similarity: the `k` best of all, best first. A caption that several lists hold
 * counts once, from where it is most similar; equal ones keep the order of the lists. What one list holds twice stays
 * twice, as in a search of that index alone.
 * @param identityOf what is the same for the same caption in any list
 */
export function mergeRankings(
  lists: readonly RankedList[],
  k: number,
  identityOf: (list: number, place: number) => string,
): MergedHit[] {
  const next = lists.map(() => 0);
  const heldBy = new Map<string, number>();
  const merged: MergedHit[] = [];
  while (merged.length < k) {
    let best: MergedHit | null = null;
    lists.forEach(({ similarities, weight }, list) => {
      const place = next[list]!;
      if (place >= similarities.length) return;
      const similarity = similarities[place]! * weight;
      if (best === null || similarity > best.similarity) best = { list, place, similarity };
    });
    if (best === null) break;
    const { list, place }: MergedHit = best;
    next[list]!++;
    const identity = identityOf(list, place);
    const holder = heldBy.get(identity) ?? list;
    heldBy.set(identity, holder);
    if (holder === list) merged.push(best);
  }
  return merged;
}
