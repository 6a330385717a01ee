import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lead, type Output, rank, shares } from '..';
import { fitScale } from './fit';
import { type FittedScales, fitCrowding, scaleAt, scaleOf } from './scale';

const grid = {
  axes: [
    { parameter: 'alpha', at: [0, 1] },
    { parameter: 'beta', at: [0, 0.5, 1] },
  ],
  scales: [1, 10, 100, 4, 40, 400],
};
const known: FittedScales = {
  version: 1,
  fittedOn: 'test photos',
  methods: { core: grid, 'zero-shot': { axes: [], scales: [37] } },
};

describe('the scale of a setting', () => {
  it.each([
    [0, 0, 1],
    [0, 1, 100],
    [1, 0.5, 40],
    [0.5, 0, 2],
    [0, 0.25, Math.sqrt(10)],
    [0.5, 0.75, 2 * 10 ** 1.5],
    [-3, 7, 100],
  ])('α %f, β %f: %f', (alpha, beta, expected) => {
    expect(scaleAt(grid, { alpha, beta })).toBeCloseTo(expected, 9);
  });

  it('is the checkpoint’s own, and said to be, where nobody fitted one', () => {
    const core = { id: 'core', output: 'cosine' } as const;
    const set = { photos: 3, classes: 7 };
    expect(scaleOf(core, { alpha: 1, beta: 0 }, known, 117, set)).toEqual({ value: 4, fitted: true });
    expect(scaleOf(core, {}, null, 117, set)).toEqual({ value: 117, fitted: false });
    expect(scaleOf({ id: 'toString', output: 'mass' }, {}, known, 117, set)).toEqual({
      value: 1,
      fitted: false,
    });
  });
});

it('is less in a set with few photos for each class, as two sets of different sizes say', () => {
  const transclip = { id: 'transclip', output: 'probability' } as const;
  const many = { photos: 500, classes: 100, scale: 0.25 };
  const few = { photos: 100, classes: 50, scale: 0.18 };
  const { scale, crowding } = fitCrowding(many, few);
  const fitted = { ...known, methods: { transclip: { axes: [], scales: [scale], crowding } } };
  for (const set of [many, few])
    expect(scaleOf(transclip, {}, fitted, 117, set).value).toBeCloseTo(set.scale, 12);
  const at = (photos: number) => scaleOf(transclip, {}, fitted, 117, { photos, classes: 100 }).value;
  expect(at(4000)).toBeGreaterThan(0.25);
  expect(at(4000)).toBeLessThan(scale);
  expect(at(50)).toBeLessThan(0.18);
  // A smaller set that asks for no less says nothing of crowding.
  expect(fitCrowding(many, { ...few, scale: 0.3 })).toEqual({ scale: 0.25, crowding: 0 });
});

it('moves no class in the ranking, whatever it is', () => {
  const scores = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 9 });
  const output = fc.constantFrom<Output>('cosine', 'logit', 'probability', 'mass');
  const scale = fc.double({ min: 0.1, max: 8, noNaN: true });
  fc.assert(
    fc.property(scores, output, scale, (whole, output, scale) => {
      const values = whole.map((value) => value / 40);
      const parts = shares(output, values, scale);
      expect(rank(parts).map(({ index }) => index)).toEqual(rank(values).map(({ index }) => index));
      expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 9);
      const sorted = parts.toSorted((a, b) => b - a);
      const found = lead(output, values, scale);
      expect(found.best).toBe(rank(values)[0]!.index);
      expect(found.margin).toBeCloseTo(sorted[0]! - (sorted[1] ?? 0), 9);
    }),
  );
});

describe('fitting', () => {
  /** Photos of two classes whose better one is right as often as softmax(truth · score) says. */
  const photos = (truth: number) =>
    [0.01, 0.02, 0.03, 0.05, 0.08].flatMap((gap) => {
      const right = Math.round(1000 / (1 + Math.exp(-truth * gap)));
      return Array.from({ length: 1000 }, (_, i) => ({ scores: [0.3 - gap, 0.3], right: i < right }));
    });

  it.each([12, 40, 150])('finds the scale %d that photos were made with', (truth) => {
    const fit = fitScale('cosine', photos(truth), 40)!;
    expect(Math.abs(Math.log(fit.scale / truth))).toBeLessThan(0.05);
    expect(fit.ece).toBeLessThan(0.01);
  });

  it('finds the power that probabilities are to be raised to', () => {
    const powers = photos(1).map(({ scores, right }) => ({
      scores: scores.map((score) => Math.exp(20 * score)),
      right,
    }));
    expect(fitScale('mass', powers, 1)!.scale).toBeCloseTo(1 / 20, 2);
  });

  it('says nothing where photos cannot', () => {
    const one = { scores: [0.1, 0.2], right: true };
    expect(fitScale('cosine', [], 40)).toBeNull();
    expect(fitScale('cosine', [one, one], 40)).toBeNull();
  });
});
