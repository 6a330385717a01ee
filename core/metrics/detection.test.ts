import fc from 'fast-check';
import { expect, it } from 'vitest';
import { auroc, falseAlarmsAt } from '.';

const scores = fc.array(
  fc.record({
    // Few values, so that ties are common.
    score: fc.integer({ min: 0, max: 8 }).map((n) => n / 8),
    weight: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 1, maxLength: 30 },
);
const scoreOf = ({ score }: { score: number }) => score;
const weightOf = ({ weight }: { weight: number }) => weight;
/** Each photo as often as it counts. */
const repeated = (photos: readonly { score: number; weight: number }[]) =>
  photos.flatMap(({ score, weight }) => Array<number>(weight).fill(score));

it('is the part of the pairs that are in order, ties as halves', () => {
  expect(auroc([3, 2, 2], [1, 2])).toBeCloseTo((2 + 1.5 + 1.5) / 6, 12);
  fc.assert(
    fc.property(scores, scores, (a, b) => {
      const pairs = a.flatMap(({ score: x }) =>
        b.map(({ score: y }) => (x > y ? 1 : x === y ? 0.5 : 0) as number),
      );
      const mean = pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
      expect(auroc(a.map(scoreOf), b.map(scoreOf))).toBeCloseTo(mean, 12);
    }),
  );
});

it('counts a weighted photo as so many', () => {
  fc.assert(
    fc.property(scores, scores, (a, b) => {
      const [inside, outside] = [repeated(a), repeated(b)];
      fc.pre(inside.length > 0 && outside.length > 0);
      const weights = [a.map(weightOf), b.map(weightOf)] as const;
      expect(auroc(a.map(scoreOf), b.map(scoreOf), ...weights)).toBeCloseTo(auroc(inside, outside), 12);
      expect(falseAlarmsAt(a.map(scoreOf), b.map(scoreOf), 0.9, ...weights)).toEqual(
        falseAlarmsAt(inside, outside, 0.9),
      );
    }),
  );
});

it('keeps as many as asked for at the highest threshold that does', () => {
  const inside = Array.from({ length: 20 }, (_, i) => i);
  expect(falseAlarmsAt(inside, [0, 1, 2])).toEqual({ threshold: 1, rate: 2 / 3 });
  expect(falseAlarmsAt(inside, [0, 1, 2], 1)).toEqual({ threshold: 0, rate: 1 });
  fc.assert(
    fc.property(scores, fc.double({ min: 0.05, max: 1, noNaN: true }), (photos, kept) => {
      const values = photos.map(scoreOf);
      const { threshold } = falseAlarmsAt(values, [], kept);
      const keptBy = (least: number) => values.filter((value) => value >= least).length / values.length;
      expect(keptBy(threshold)).toBeGreaterThanOrEqual(kept - 1e-9);
      const next = values.filter((value) => value > threshold).sort((a, b) => a - b)[0];
      if (next !== undefined) expect(keptBy(next)).toBeLessThan(kept);
    }),
  );
});

it('says that nothing can be said without photos of both kinds', () => {
  expect(auroc([], [1])).toBeNaN();
  expect(falseAlarmsAt([1], []).rate).toBeNaN();
  expect(falseAlarmsAt([], [1])).toEqual({ threshold: Number.NEGATIVE_INFINITY, rate: 1 });
});
