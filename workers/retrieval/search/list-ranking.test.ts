import { beforeAll, describe, expect, test } from 'vitest';
import { normalise, seededRandom } from '../../../core';
import type { Router } from '../kernels';
import { kernelsInNode } from '../kernels/node';
import { rankAll, rankLists } from './list-ranking';

const LISTS = 6000;
const WIDTH = 64;
const SUBJECT = 60;

describe('lists ranked by the graph', () => {
  let router: Router;
  /** Pictures of what a list is about: most of them lies in a direction that no list has. */
  let queries: Float32Array[];
  const all = Uint32Array.from({ length: LISTS }, (_, list) => list);

  beforeAll(async () => {
    const uniform = seededRandom(5);
    const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
    const draw = (size: number) => Float32Array.from({ length: WIDTH }, () => size * normal());
    const plus = (a: Float32Array, b: Float32Array) => a.map((x, j) => x + b[j]!);
    const subjects = Array.from({ length: LISTS / SUBJECT }, () => draw(0.5));
    const centres = Array.from({ length: LISTS }, (_, list) => {
      const centre = plus(subjects[Math.floor(list / SUBJECT)]!, draw(0.4));
      centre[WIDTH - 1] = 0;
      return centre;
    });
    queries = Array.from({ length: 40 }, (_, q) => {
      const query = plus(centres[(q * 149) % LISTS]!, draw(0.4));
      query[WIDTH - 1] = 8;
      return normalise(query);
    });
    const codes = new Int8Array(LISTS * WIDTH);
    for (const [list, centre] of centres.entries())
      codes.set(
        centre.map((x) => Math.max(-127, Math.min(127, Math.round(x * 40)))),
        list * WIDTH,
      );
    const kernels = await kernelsInNode(WIDTH);
    router = kernels.openRouter(kernels.buildRouter(codes), LISTS);
  });

  test('its first lists are those of the scan across a modality gap, its closeness that of the scan exactly', () => {
    let found = 0;
    for (const query of queries) {
      const truth = router.closeness(query);
      const nearest = new Set(rankAll(truth, all).order.subarray(0, 64));
      const ranking = rankLists(router, query, all);
      ranking.extend(64, 0);
      expect(ranking.isComplete).toBe(false);
      for (const list of [...ranking.order, ...ranking.sample])
        expect(ranking.closeness[list]).toBe(truth[list]);
      for (const list of ranking.order.subarray(0, 64)) if (nearest.has(list)) found++;
    }
    expect(found / (64 * queries.length)).toBeGreaterThan(0.97);
  });

  test('beyond what the graph is good for every list is ranked; those that were looked into stay, each comes once', () => {
    const truth = router.closeness(queries[0]!);
    const ranking = rankLists(router, queries[0]!, all);
    let seen: number[] = [];
    for (const count of [4, 50, 200, LISTS]) {
      ranking.extend(count, seen.length);
      expect(ranking.isComplete).toBe(count > 64);
      expect(ranking.order.length).toBeGreaterThanOrEqual(count);
      expect(Array.from(ranking.order.subarray(0, seen.length))).toEqual(seen);
      const rest = Array.from(ranking.order.subarray(seen.length), (list) => truth[list]!);
      expect(rest).toEqual(rest.toSorted((a, b) => b - a));
      expect(new Set(ranking.order).size).toBe(ranking.order.length);
      seen = Array.from(ranking.order.subarray(0, count));
    }
    expect(ranking.order).toHaveLength(LISTS);
    expect(ranking.sample).toHaveLength(0);
  });

  test('the sample stands for what is not ranked', () => {
    for (const query of queries) {
      const ranking = rankLists(router, query, all);
      ranking.extend(4, 0);
      const ranked = new Set(ranking.order);
      const truth = router.closeness(query);
      const rest = all.filter((list) => !ranked.has(list));
      expect(ranking.weight * ranking.sample.length).toBeCloseTo(rest.length, 6);
      const mean = (lists: Uint32Array) => lists.reduce((sum, list) => sum + truth[list]!, 0) / lists.length;
      const spread = Math.sqrt(rest.reduce((sum, list) => sum + truth[list]! ** 2, 0) / rest.length);
      expect(Math.abs(mean(ranking.sample) - mean(rest))).toBeLessThan(0.2 * spread);
    }
  });

  test('lists that are not there are passed over', () => {
    const there = all.filter((list) => list % 10 < 8);
    const ranking = rankLists(router, queries[1]!, there);
    ranking.extend(50, 0);
    expect(ranking.isComplete).toBe(false);
    for (const list of [...ranking.order, ...ranking.sample]) expect(list % 10).toBeLessThan(8);
    ranking.extend(there.length, 50);
    expect(ranking.order.toSorted()).toEqual(there);
  });
});
