import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseShards, type Shares } from './choose-shards';

/** Shares of a few shards that add up to 1. */
const shares = fc
  .uniqueArray(fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 1000 })), {
    minLength: 1,
    maxLength: 12,
    selector: ([shard]) => shard,
  })
  .map((pairs): Shares => {
    const total = pairs.reduce((sum, [, weight]) => sum + weight, 0);
    return new Map(pairs.map(([shard, weight]) => [shard, weight / total]));
  });
const within = (query: Shares, chosen: ReadonlySet<number>) =>
  [...query].reduce((sum, [shard, share]) => sum + (chosen.has(shard) ? share : 0), 0);

test('what is chosen holds enough for all together, and not too little for any', () => {
  fc.assert(
    fc.property(
      fc.array(shares, { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat(9), { minLength: 31, maxLength: 31 }),
      fc.constantFrom(0.5, 0.95, 1),
      (queries, costs, enough) => {
        const { expected, shards } = chooseShards(queries, (shard) => costs[shard]!, enough);
        const chosen = new Set(shards);
        const each = queries.map((query) => within(query, chosen));
        const mean = each.reduce((sum, its) => sum + its, 0) / each.length;
        expect(expected).toBeCloseTo(mean, 9);
        expect(mean).toBeGreaterThan(enough - 1e-6);
        for (const its of each) expect(its).toBeGreaterThan(0.8 * enough - 1e-6);
        for (const shard of shards) expect(queries.some((query) => query.has(shard))).toBe(true);
      },
    ),
  );
});

test('a shard that brings most for its bytes comes first, one that is here before all, and little crumbs are left', () => {
  const queries: Shares[] = [
    new Map([
      [1, 0.6],
      [2, 0.36],
      [3, 0.04],
    ]),
    new Map([
      [1, 0.6],
      [4, 0.36],
      [3, 0.04],
    ]),
  ];
  expect(chooseShards(queries, () => 100, 0.95).shards).toEqual([1, 2, 4]);
  // Large ones are worth less: but without 1 nothing is enough.
  expect(chooseShards(queries, (shard) => (shard === 1 ? 1 : 100), 0.6).shards).toEqual([1]);
  // What is here costs nothing, and one of the others is enough beside it.
  const here = chooseShards(queries, (shard) => (shard === 3 ? 0 : 100), 0.78);
  expect(here).toEqual({ shards: [1, 2, 3], expected: expect.closeTo(0.82, 9) });
  // A query that shares nothing with many others has its own.
  const many = [...Array.from({ length: 99 }, (): Shares => new Map([[1, 1]])), new Map([[7, 1]])];
  expect(chooseShards(many, () => 1, 0.95).shards).toEqual([1, 7]);
});
