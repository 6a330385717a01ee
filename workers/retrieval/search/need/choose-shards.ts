/** What part of a query's k best is expected in each shard, by its number; 1 together. */
export type Shares = ReadonlyMap<number, number>;

/** Shards that were chosen, and what is expected in them. */
export interface ChosenShards {
  /** Rising. */
  readonly shards: readonly number[];
  /** Part of the k best, 0–1, the queries' mean. */
  readonly expected: number;
}

/** No query is left with less of what is enough, so that what is far from all else is not forgotten for the others' sake. */
const LEAST = 0.8;

/**
 * Chooses the shards in which enough of what queries seek is expected, those first that bring most for their bytes to all queries
 * together; then those that a query is short of which has too little. Shards that many queries touch for little each are left:
 * following each query to its end would take most of a large index.
 * @param cost bytes that a shard would take; 0 for one that is here
 * @param enough part of the k best, 0–1
 */
export function chooseShards(
  queries: readonly Shares[],
  cost: (shard: number) => number,
  enough: number,
): ChosenShards {
  const brings = new Map<number, number>();
  for (const shares of queries)
    for (const [shard, share] of shares) brings.set(shard, (brings.get(shard) ?? 0) + share / queries.length);
  const chosen = new Set<number>();
  let expected = 0;
  const take = (shard: number) => {
    chosen.add(shard);
    expected += brings.get(shard)!;
  };
  for (const shard of byWorth(brings, cost)) {
    // A sum of shares may fall short of 1 by what numbers cannot hold.
    if (expected >= Math.min(enough, 1 - 1e-9)) break;
    take(shard);
  }
  for (const shares of queries) {
    let its = 0;
    for (const [shard, share] of shares) if (chosen.has(shard)) its += share;
    for (const shard of byWorth(shares, cost)) {
      if (its >= LEAST * enough) break;
      if (chosen.has(shard)) continue;
      take(shard);
      its += shares.get(shard)!;
    }
  }
  return { shards: [...chosen].sort((a, b) => a - b), expected: Math.min(1, expected) };
}

/** Shards, those first that bring most for a byte; what is here costs nothing. */
function byWorth(brings: Shares, cost: (shard: number) => number): number[] {
  const worth = new Map<number, number>();
  for (const [shard, share] of brings) worth.set(shard, share / cost(shard));
  const of = (shard: number) => worth.get(shard)!;
  // Of two that are here, whose worth has no bound, the fuller comes first.
  return [...brings.keys()].sort((a, b) =>
    of(a) === of(b) ? brings.get(b)! - brings.get(a)! || a - b : of(b) - of(a),
  );
}
