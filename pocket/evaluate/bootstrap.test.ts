import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapMeans, middle } from './bootstrap.ts';

const hits = fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 200 });
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('bootstrap intervals', () => {
  it('contain the mean', () => {
    fc.assert(
      fc.property(hits, (values) => {
        const [low, high] = middle(bootstrapMeans([values], 'seed')[0]!);
        expect(low).toBeLessThanOrEqual(mean(values) + 1e-12);
        expect(high).toBeGreaterThanOrEqual(mean(values) - 1e-12);
      }),
      { seed: 7, numRuns: 40 },
    );
  });

  it('are the same for the same seed, and others for another', () => {
    const values = Array.from({ length: 50 }, (_, i) => i % 3);
    expect(bootstrapMeans([values], 'a')).toEqual(bootstrapMeans([values], 'a'));
    expect(bootstrapMeans([values], 'a')).not.toEqual(bootstrapMeans([values], 'b'));
  });

  it('have the width of the normal approximation', () => {
    const values = Array.from({ length: 400 }, (_, i) => (i % 4 === 0 ? 1 : 0));
    const [low, high] = middle(bootstrapMeans([values], 'seed', 4000)[0]!);
    const half = 1.96 * Math.sqrt((0.25 * 0.75) / 400);
    expect(low).toBeCloseTo(0.25 - half, 2);
    expect(high).toBeCloseTo(0.25 + half, 2);
  });

  it('become narrower with more data', () => {
    const width = (n: number) => {
      const values = Array.from({ length: n }, (_, i) => i % 2);
      const [low, high] = middle(bootstrapMeans([values], 'seed')[0]!);
      return high - low;
    };
    expect(width(40)).toBeGreaterThan(1.5 * width(160));
    expect(width(160)).toBeGreaterThan(1.5 * width(640));
  });

  it('resample columns alike: what two columns always differ by has no spread', () => {
    const better = Array.from({ length: 60 }, (_, i) => Number(i % 2 === 0) + 0.25);
    const worse = better.map((value) => value - 0.25);
    const [a, b] = bootstrapMeans([better, worse], 'seed');
    for (const difference of a!.map((value, i) => value - b![i]!)) expect(difference).toBeCloseTo(0.25, 12);
  });
});
