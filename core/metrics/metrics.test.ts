import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accuracyAt,
  balancedAccuracy,
  bootstrapInterval,
  countByClass,
  expectedCalibrationError,
  figuresOf,
  groupResamples,
  macroF1,
  reliabilityBins,
} from '.';
import { confusionMatrix } from './testing/confusion-matrix';

/** A source of chance that tests can repeat (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const CLASSES = 4;
const photos = fc
  .array(
    fc.record({
      label: fc.integer({ min: 0, max: CLASSES - 1 }),
      answer: fc.integer({ min: -1, max: CLASSES - 1 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      weight: fc.integer({ min: 0, max: 3 }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((rows) => ({
    labels: rows.map(({ label }) => label),
    answers: rows.map(({ answer }) => answer),
    shares: rows.map(({ share }) => share),
    weights: rows.map(({ weight }) => weight),
    right: rows.map(({ label, answer }) => label === answer),
  }));
const counted = (labels: readonly number[], answers: readonly number[]) =>
  countByClass(labels, answers, CLASSES);

describe('figures by class', () => {
  it('are means of the classes’ recalls and F1', () => {
    const counts = counted([0, 0, 0, 0, 1, 1, 2, 2, 2], [0, 0, 0, 1, 1, 2, 2, 2, 0]);
    expect(balancedAccuracy(counts)).toBeCloseTo((3 / 4 + 1 / 2 + 2 / 3) / 3, 12);
    expect(macroF1(counts)).toBeCloseTo((0.75 + 0.5 + 2 / 3) / 3, 12);
  });

  it('reward “always the commonest” with no more than one class of many', () => {
    const labels = [...Array(97).fill(0), 1, 2, 3];
    const counts = counted(
      labels,
      labels.map(() => 0),
    );
    expect(balancedAccuracy(counts)).toBe(1 / CLASSES);
    expect(macroF1(counts)).toBeCloseTo((2 * 97) / (97 + 100) / CLASSES, 12);
  });

  it('leave out classes without a photo, and are 0 without any', () => {
    expect(balancedAccuracy(counted([2, 2], [2, 3]))).toBe(0.5);
    expect(balancedAccuracy(counted([], []))).toBe(0);
    expect(macroF1(counted([], []))).toBe(0);
  });

  it('are those of the confusion matrix', () => {
    fc.assert(
      fc.property(photos, ({ labels, answers }) => {
        const matrix = confusionMatrix(labels, answers, CLASSES);
        const present = matrix.flatMap((row, c) => {
          const all = row.reduce((sum, n) => sum + n, 0);
          if (all === 0) return [];
          const answered = matrix.reduce((sum, other) => sum + other[c]!, 0);
          const recall = row[c]! / all;
          const precision = answered === 0 ? 0 : row[c]! / answered;
          return [
            { recall, f1: recall + precision === 0 ? 0 : (2 * recall * precision) / (recall + precision) },
          ];
        });
        const mean = (of: 'recall' | 'f1') => present.reduce((sum, one) => sum + one[of], 0) / present.length;
        expect(balancedAccuracy(counted(labels, answers))).toBeCloseTo(mean('recall'), 12);
        expect(macroF1(counted(labels, answers))).toBeCloseTo(mean('f1'), 12);
        expect(matrix.flatMap((row) => [...row]).reduce((sum, n) => sum + n, 0)).toBe(labels.length);
      }),
      { seed: 11, numRuns: 60 },
    );
  });
});

describe('weights', () => {
  it('count a photo as often as it says', () => {
    fc.assert(
      fc.property(photos, ({ labels, answers, shares, weights, right }) => {
        const repeat = <T>(values: readonly T[]) =>
          values.flatMap((value, i) => Array<T>(weights[i]!).fill(value));
        const placesOf = (hits: readonly boolean[]) => hits.map((hit) => (hit ? 0 : 3));
        const once = figuresOf(
          {
            labels: repeat(labels),
            answers: repeat(answers),
            shares: repeat(shares),
            places: placesOf(repeat(right)),
          },
          CLASSES,
        );
        const weighted = figuresOf({ labels, answers, shares, places: placesOf(right) }, CLASSES, weights);
        for (const [name, value] of Object.entries(once))
          expect(weighted[name as keyof typeof once]).toBeCloseTo(value, 12);
      }),
      { seed: 5, numRuns: 60 },
    );
  });
});

it('Acc@k counts places below k, and no infinite ones', () => {
  const places = [0, 4, 5, Number.POSITIVE_INFINITY];
  expect([1, 5, 6].map((k) => accuracyAt(places, k))).toEqual([0.25, 0.5, 0.75]);
  expect(accuracyAt([], 1)).toBe(0);
});

describe('calibration', () => {
  it('is an error of nothing where shares are the part that is right', () => {
    const shares = [...Array(10).fill(0.7), ...Array(4).fill(0.25)];
    const right = [...Array(10)].map((_, i) => i < 7).concat([true, false, false, false]);
    expect(expectedCalibrationError(reliabilityBins(shares, right))).toBeCloseTo(0, 12);
    expect(expectedCalibrationError([])).toBe(0);
  });

  it('is the mean gap, bin by bin', () => {
    // Two bins: (0, ½] has a mean share of 0.3 and half of it right, (½, 1] 0.9 and a quarter.
    const bins = reliabilityBins([0.2, 0.4, 0.8, 0.9, 0.9, 1], [1, 0, 0, 0, 0, 1], 2);
    expect(bins.map(({ count }) => count)).toEqual([2, 4]);
    expect(bins[0]).toMatchObject({ low: 0, high: 0.5, accuracy: 0.5 });
    expect(bins[0]!.share).toBeCloseTo(0.3, 12);
    expect(expectedCalibrationError(bins)).toBeCloseTo((2 * 0.2 + 4 * 0.65) / 6, 12);
  });

  it('puts a share at a bin’s end into that bin, and 0 into the first', () => {
    const bins = reliabilityBins([0, 0.2, 0.21, 1], [0, 0, 0, 0], 5);
    expect(bins.map(({ count }) => count)).toEqual([2, 1, 0, 0, 1]);
  });

  it('lies between the gap of all photos together and 1', () => {
    fc.assert(
      fc.property(photos, ({ shares, right }) => {
        const mean = (values: readonly number[]) =>
          values.reduce((sum, value) => sum + value, 0) / values.length;
        const gap = Math.abs(mean(shares) - mean(right.map(Number)));
        const error = expectedCalibrationError(reliabilityBins(shares, right));
        expect(error).toBeGreaterThanOrEqual(gap - 1e-12);
        expect(error).toBeLessThanOrEqual(1);
      }),
      { seed: 9, numRuns: 60 },
    );
  });
});

describe('bootstrap', () => {
  const meansOf = (values: readonly number[], groups: readonly number[], resamples = 1000) =>
    Float64Array.from(groupResamples(groups, chance(3), resamples), (weights) => {
      const all = weights.reduce((sum, weight) => sum + weight, 0);
      return values.reduce((sum, value, i) => sum + value * weights[i]!, 0) / all;
    });
  const alone = (n: number) => Array.from({ length: n }, (_, i) => i);

  it('takes as many groups as there are, each whole', () => {
    const groups = [7, 7, 7, -2, 5, 5];
    for (const weights of groupResamples(groups, chance(1), 50)) {
      expect(weights[0]! + weights[3]! + weights[4]!).toBe(3);
      expect([weights[1], weights[2], weights[5]]).toEqual([weights[0], weights[0], weights[4]]);
    }
  });

  it('has the width of the normal approximation, for photos and for groups of them', () => {
    const values = Array.from({ length: 400 }, (_, i) => (i % 4 === 0 ? 1 : 0));
    const half = 1.96 * Math.sqrt((0.25 * 0.75) / 400);
    const [low, high] = bootstrapInterval(meansOf(values, alone(400), 4000), 0.25);
    expect(low).toBeCloseTo(0.25 - half, 2);
    expect(high).toBeCloseTo(0.25 + half, 2);
    // Four drawings of each of 400 symbols know no more than one of each.
    const drawn = values.flatMap((value) => [value, value, value, value]);
    const symbols = alone(1600).map((i) => Math.floor(i / 4));
    const grouped = bootstrapInterval(meansOf(drawn, symbols, 4000), 0.25);
    expect(grouped[0]).toBeCloseTo(low, 2);
    expect(grouped[1]).toBeCloseTo(high, 2);
  });

  it('moves the interval by the bias of its resamples, and keeps it within bounds and around the figure', () => {
    const resampled = Float64Array.from(alone(101), (i) => 0.2 + i / 1000);
    const [low, high] = bootstrapInterval(resampled, 0.1);
    expect((low + high) / 2).toBeCloseTo(0.1, 2);
    expect(high - low).toBeCloseTo(0.095, 2);
    expect(bootstrapInterval(resampled, 0)[0]).toBe(0);
    expect(bootstrapInterval(resampled, 1)[1]).toBe(1);
    expect(bootstrapInterval(new Float64Array(0), 0.4)).toEqual([0.4, 0.4]);
    const lopsided = Float64Array.from(alone(101), (i) => (i === 0 ? 1 : 0));
    const [bottom, top] = bootstrapInterval(lopsided, 0.5);
    expect(bottom).toBeLessThanOrEqual(0.5);
    expect(top).toBeGreaterThanOrEqual(0.5);
  });
});
