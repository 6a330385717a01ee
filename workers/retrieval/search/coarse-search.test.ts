import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../core';
import { upperTail } from '../kernels';
import { CoarseSearch } from './coarse-search';
import { rankAll } from './list-ranking';

/** A query's scores over lists whose means fall: normal within each list, so that the truth is known. */
function world(lists: number, size: number, step: number, spread: number, seed: number) {
  const uniform = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const means = Float32Array.from({ length: lists }, (_, i) => 0.4 - i * step);
  const scores = Array.from(means, (mean) => Array.from({ length: size }, () => mean + spread * normal()));
  return { means, scores, sizes: new Uint32Array(lists).fill(size) };
}

/** Probes until `target` is expected; the part of the true k best that was seen, and the part of the lists. */
function probed({ means, scores, sizes }: ReturnType<typeof world>, k: number, target: number, unit = 1) {
  const probe = new CoarseSearch(
    rankAll(
      means.map((x) => x * unit),
      Uint32Array.from(sizes.keys()),
    ),
    sizes,
  );
  const truth = scores.flat().sort((a, b) => b - a)[k - 1]!;
  const seen: number[] = [];
  let lists = 0;
  let expected = 0;
  while (!probe.exhausted && expected < target) {
    const next = probe.next().slice();
    const outcomes = Array.from(next).flatMap((list) => {
      const its = scores[list]!;
      seen.push(...its);
      return [its.reduce((sum, x) => sum + x, 0), its.reduce((sum, x) => sum + x * x, 0)];
    });
    probe.record(next, outcomes);
    lists += next.length;
    seen.sort((a, b) => b - a);
    expected = probe.expectedRecall(k, seen[k - 1] ?? -2);
  }
  return { recall: seen.filter((x) => x >= truth).length / k, part: lists / means.length, expected };
}

/** A ranking of the first lists only, and one in `weight` of the rest to stand for it. */
function firstRanked(order: Uint32Array, count: number, weight: number) {
  const middle = Math.floor(weight / 2);
  const sample = order.subarray(count).filter((_, i) => i % weight === middle);
  return { order: order.subarray(0, count), sample, weight, isComplete: false };
}

describe('probing', () => {
  test.each([
    ['easy', 0.01, 0.02],
    ['middling', 0.002, 0.04],
    ['hard', 0.0002, 0.06],
  ])('%s: the recall asked for is reached on average, in any unit of closeness', (_, step, spread) => {
    let recall = 0;
    for (let seed = 1; seed <= 20; seed++)
      recall += probed(world(200, 60, step, spread, seed), 10, 0.95, seed).recall / 20;
    expect(recall).toBeGreaterThanOrEqual(0.95);
  });

  test('easy queries stop early, hard ones look further, and more is looked at for more recall', () => {
    const easy = probed(world(200, 60, 0.01, 0.02, 1), 10, 0.95);
    const hard = probed(world(200, 60, 0.0002, 0.06, 1), 10, 0.95);
    expect(easy.part).toBeLessThan(0.2);
    expect(hard.part).toBeGreaterThan(2 * easy.part);
    const middling = world(200, 60, 0.002, 0.04, 2);
    expect(probed(middling, 10, 0.99).part).toBeGreaterThan(probed(middling, 10, 0.8).part);
  });

  test('when every list was seen nothing is missing; lists out of reach are not asked for', () => {
    const closeness = Float32Array.of(0.1, 0.3, 0.2, 0.4);
    const probe = new CoarseSearch(rankAll(closeness, Uint32Array.of(0, 1)), Uint32Array.of(5, 5, 0, 5));
    expect(Array.from(probe.next())).toEqual([1, 0]);
    probe.record(probe.next().slice(), [1, 1, 1, 1]);
    expect(probe.exhausted).toBe(true);
    expect(probe.expectedRecall(10, -2)).toBe(1);
    expect(probe.captions).toBe(10);
  });

  test('lists of equal closeness come by their number', () => {
    const lists = Uint32Array.of(0, 1, 2, 3);
    const probe = new CoarseSearch(
      rankAll(Float32Array.of(0.2, 0.3, 0.3, 0.2), lists),
      new Uint32Array(4).fill(5),
    );
    expect(Array.from(probe.next())).toEqual([1, 2, 0, 3]);
  });

  test('lists that are not ranked are expected to bring what their sample says', () => {
    const { means, scores, sizes } = world(400, 60, 0.002, 0.03, 3);
    const whole = rankAll(means, Uint32Array.from(sizes.keys()));
    const expected = [whole, { ...whole, ...firstRanked(whole.order, 8, 4) }].map((ranking) => {
      const probe = new CoarseSearch(ranking, sizes);
      const next = probe.next().slice();
      const seen = Array.from(next, (list) => scores[list]!);
      const sums = seen.flatMap((its) => [1, 2].map((power) => its.reduce((sum, x) => sum + x ** power, 0)));
      probe.record(next, sums);
      return probe.expectedRecall(10, seen.flat().sort((a, b) => b - a)[9]!);
    });
    expect(expected[0]).toBeGreaterThan(0.01);
    expect(expected[0]).toBeLessThan(0.9);
    expect(expected[1]! / expected[0]!).toBeCloseTo(1, 1);
  });

  test('other lists than were next are refused', () => {
    const probe = new CoarseSearch(
      rankAll(Float32Array.of(0.1, 0.3), Uint32Array.of(0, 1)),
      Uint32Array.of(5, 5),
    );
    expect(() => probe.record(Uint32Array.of(0), [0, 0])).toThrow(RangeError);
  });
});

test('the upper tail of the normal distribution', () => {
  expect(upperTail(0)).toBeCloseTo(0.5, 6);
  expect(upperTail(1)).toBeCloseTo(0.158655, 6);
  expect(upperTail(-1)).toBeCloseTo(0.841345, 6);
  expect(upperTail(3)).toBeCloseTo(0.00135, 6);
});
