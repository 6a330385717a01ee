import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../../core';
import { packedWidth, type Run } from '../../../../index-shards/format';
import { firstPassRecall, firstView, layoutOf, type Outcome, worthReading } from './first-pass';

const runs: readonly Run[] = [
  { bits: 7, count: 16 },
  { bits: 3, count: 128 },
  { bits: 1, count: 128 },
];

describe('the order of bits', () => {
  test('every bit of a coefficient that counts is there once, the weightiest first, higher bits before lower', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 272, maxLength: 272 }),
        (steps) => {
          fc.pre(steps.some((step) => step > 0));
          const { bits, firstPairs } = layoutOf(runs, steps);
          expect(bits.length % 8).toBe(0);
          expect(firstPairs).toBeLessThanOrEqual(bits.length / 8);
          const real = bits.filter(({ coefficient }) => coefficient < packedWidth(runs));
          expect(new Set(real.map(({ coefficient, shift }) => 8 * coefficient + shift)).size).toBe(
            real.length,
          );
          expect(real.length).toBe(
            steps.reduce((sum, step, i) => sum + (step > 0 ? (i < 16 ? 7 : i < 144 ? 3 : 1) : 0), 0),
          );
          const weights = real.map(({ coefficient, shift }) => steps[coefficient]! * 2 ** shift);
          for (let i = 1; i < weights.length; i++) expect(weights[i]!).toBeLessThanOrEqual(weights[i - 1]!);
        },
      ),
    );
  });

  test('what the first bits say of whole codes is learnt: on average it is right', () => {
    const uniform = seededRandom(5);
    const width = packedWidth(runs);
    const layout = layoutOf(runs, new Float32Array(width).fill(0.1));
    const count = 500;
    const codes = Uint8Array.from({ length: count * width }, (_, i) => {
      const largest = i % width < 16 ? 127 : i % width < 144 ? 7 : 1;
      return Math.round(largest * (uniform() + uniform() + uniform())) / 3;
    });
    const { slope, intercept } = firstView(layout, codes, width);
    const masks = new Uint8Array(width + 1);
    for (const { coefficient, shift } of layout.bits.slice(0, 8 * layout.firstPairs))
      masks[coefficient]! |= 1 << shift;
    for (let coefficient = 0; coefficient < width; coefficient++) {
      let error = 0;
      for (let i = coefficient; i < codes.length; i += width)
        error +=
          codes[i]! - (slope[coefficient]! * (codes[i]! & masks[coefficient]!) + intercept[coefficient]!);
      expect(Math.abs(error / count)).toBeLessThan(1e-3);
    }
  });
});

describe('the recall that the first pass leaves', () => {
  /** Captions whose scores thin out exponentially and whose first scores are off by a normal error. */
  function measured(deviation: number, kept: number, seed: number) {
    const uniform = seededRandom(seed);
    const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
    const captions = Array.from({ length: 6000 }, () => {
      const first = -Math.log(1 - uniform()) / 20;
      return { first, exact: first + deviation * normal() };
    }).sort((a, b) => b.first - a.first);
    const refined = captions.slice(0, kept);
    const exact = refined.map((caption) => caption.exact).sort((a, b) => b - a);
    const kthOfAll = captions.map((caption) => caption.exact).sort((a, b) => b - a)[9]!;
    const errors = refined.map((caption) => caption.exact - caption.first);
    const bias = errors.reduce((sum, x) => sum + x / kept, 0);
    const cut = captions[kept]!.first;
    const outcome: Outcome = {
      refined: kept,
      cut,
      kth: exact[9]!,
      bias,
      deviation: Math.sqrt(errors.reduce((sum, x) => sum + (x - bias) ** 2 / kept, 0)),
      excess: refined.reduce((sum, { first }) => sum + (first - cut) / kept, 0),
    };
    return { expected: firstPassRecall(outcome, 10), actual: exact.filter((x) => x >= kthOfAll).length / 10 };
  }

  test.each([
    [0.02, 100],
    [0.05, 100],
    [0.08, 200],
    [0.1, 300],
  ])('with an error of %s and %s candidates it is what is expected, on average', (deviation, kept) => {
    let [expected, actual] = [0, 0];
    for (let seed = 1; seed <= 30; seed++) {
      const its = measured(deviation, kept, seed);
      expected += its.expected / 30;
      actual += its.actual / 30;
    }
    expect(Math.abs(expected - actual)).toBeLessThan(0.05);
  });

  test('nothing is hidden where everything was refined', () => {
    const outcome = { refined: 12, cut: -2, kth: 0.3, bias: 0, deviation: 0.1, excess: 0.1 };
    expect(firstPassRecall(outcome, 10)).toBe(1);
  });
});

test('of captions that are not in memory those are read that may matter, and without experience the best few', () => {
  const scores = Float32Array.from({ length: 100 }, (_, i) => 0.5 - i / 200);
  const none: Outcome = { refined: 0, cut: -2, kth: -2, bias: 0, deviation: 0, excess: 0 };
  const usual: Outcome = { refined: 200, cut: 0, kth: 0.4, bias: 0, deviation: 0.01, excess: 0.1 };
  expect(worthReading(scores, none, null, 0.45, 10)).toBe(40);
  const few = worthReading(scores, none, usual, 0.45, 10);
  expect(few).toBeGreaterThanOrEqual(10);
  expect(few).toBeLessThan(20);
  expect(worthReading(scores, { ...usual, kth: 0.6 }, usual, 0.45, 10)).toBe(0);
});
