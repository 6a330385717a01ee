/** How a caption was found: its words hold the query's (BM25), or its embedding lies near the query's. */
export type FoundBy = 'name' | 'meaning';

/** One caption that a search by name found. */
export interface NameHit {
  /** As in a search by meaning. */
  readonly id: number;
  /** BM25; comparable within one query only. */
  readonly score: number;
}

/** A search of the captions by their words, best first. */
export interface NameSearch {
  search(query: string, k: number): readonly NameHit[];
}

/** One caption of a fused ranking. */
export interface FusedHit {
  readonly id: number;
  /** Σ 1/(constant + rank) over the searches that found it. */
  readonly score: number;
  /** Its rank in each search, from 1; null where that search did not find it. */
  readonly ranks: Readonly<Record<FoundBy, number | null>>;
}

/** The constant of Cormack, Clarke and Büttcher (SIGIR 2009). */
export const FUSION_CONSTANT = 60;

/**
 * Reciprocal rank fusion: the `k` captions with the highest Σ 1/(constant + rank), best first. Only ranks count, since
 * BM25 scores and cosines have no common scale. Equal scores: found by name first, then the lower id.
 */
export function fuseRankings(
  found: Readonly<Record<FoundBy, readonly { readonly id: number }[]>>,
  k: number,
  constant = FUSION_CONSTANT,
): FusedHit[] {
  const ranks = new Map<number, Record<FoundBy, number | null>>();
  for (const by of ['name', 'meaning'] as const)
    found[by].forEach(({ id }, i) => {
      const entry = ranks.get(id) ?? { name: null, meaning: null };
      entry[by] ??= i + 1;
      ranks.set(id, entry);
    });
  const share = (rank: number | null) => (rank === null ? 0 : 1 / (constant + rank));
  const place = (rank: number | null) => rank ?? Number.POSITIVE_INFINITY;
  return [...ranks]
    .map(([id, ofHit]) => ({ id, ranks: ofHit, score: share(ofHit.name) + share(ofHit.meaning) }))
    .sort(
      (a, b) =>
        b.score - a.score ||
        Number(place(a.ranks.name) > place(b.ranks.name)) -
          Number(place(a.ranks.name) < place(b.ranks.name)) ||
        a.id - b.id,
    )
    .slice(0, k);
}

/** The searches that found the caption. */
export function foundBy({ ranks }: FusedHit): FoundBy[] {
  return (['name', 'meaning'] as const).filter((by) => ranks[by] !== null);
}
