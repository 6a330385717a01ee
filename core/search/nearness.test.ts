import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mixedNearness, RunningMoments } from './nearness';

const values = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 40 });

function momentsOf(of: readonly number[]) {
  const sums = new RunningMoments();
  for (const value of of) sums.add(value);
  return sums.moments;
}

describe('moments', () => {
  it('are those of all values', () => {
    fc.assert(
      fc.property(values, (of) => {
        const mean = of.reduce((sum, value) => sum + value, 0) / of.length;
        const variance = of.reduce((sum, value) => sum + (value - mean) ** 2, 0) / of.length;
        const { mean: got, deviation } = momentsOf(of);
        expect(got).toBeCloseTo(mean, 10);
        expect(deviation).toBeCloseTo(Math.sqrt(variance), 10);
      }),
    );
  });

  it('of nothing are zeros', () => expect(momentsOf([])).toEqual({ mean: 0, deviation: 0 }));
});

describe('nearness to words and a photo', () => {
  it('ranks as the words alone at one end, as the photo alone at the other', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer(), fc.integer()), { minLength: 2, maxLength: 20 }), (of) => {
        const sides = of.map(([a, b]) => [a / 2 ** 31, b / 2 ** 31] as const);
        const moments = {
          words: momentsOf(sides.map(([words]) => words)),
          photo: momentsOf(sides.map(([, photo]) => photo)),
        };
        for (const [share, side] of [
          [1, 0],
          [0, 1],
        ] as const)
          for (const a of sides)
            for (const b of sides)
              if (a[side] - b[side] > 1e-6)
                expect(mixedNearness(...a, share, moments)).toBeGreaterThan(
                  mixedNearness(...b, share, moments),
                );
      }),
    );
  });

  it('does not let the side whose cosines lie farther apart have its way', () => {
    // Photos are far nearer to photos than to words; halfway, a lead in either counts by how rare it is.
    const words = [0.1, 0.11, 0.12, 0.19];
    const photo = [0.9, 0.5, 0.6, 0.55];
    const moments = { words: momentsOf(words), photo: momentsOf(photo) };
    const at = (i: number, share: number) => mixedNearness(words[i]!, photo[i]!, share, moments);
    expect(at(3, 0.6)).toBeGreaterThan(at(0, 0.6));
    expect(at(0, 0.4)).toBeGreaterThan(at(3, 0.4));
  });

  it('is nothing of a side that is the same for all', () => {
    const flat = { mean: 0.3, deviation: 0 };
    expect(mixedNearness(0.3, 0.8, 1, { words: flat, photo: flat })).toBe(0);
  });
});
