import { describe, expect, it } from 'vitest';
import { normalise } from '../embeddings';
import { rankCorrelation, ranksOf } from '../metrics';
import type { Progressing } from '../plane';
import { PAPER_SETTINGS } from '../settings';
import { type CoveredClass, coverageOf, namedPart } from '.';

function done<T>(steps: Progressing<T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

const unit = (...v: number[]) => normalise(Float64Array.from(v));
const cls = (
  own: Float32Array,
  captions: readonly Float32Array[],
  named: number | null = 1,
): CoveredClass => ({
  atoms: { own, captions, similarities: captions.map((_, i) => 0.9 - i / 10) },
  counts: [captions.length],
  named,
});

describe('coverage', () => {
  it('tells a class with captions of its own from one whose captions are others’', () => {
    const [x, y, z] = [unit(1, 0, 0, 0), unit(0, 1, 0, 0), unit(0, 0, 1, 0)];
    const [own, poor, bare] = done(
      coverageOf([cls(x, [x, unit(1, 0.1, 0, 0)]), cls(y, [unit(1, 0.2, 0, 0), z], 0.5), cls(z, [], null)], {
        ...PAPER_SETTINGS,
        alpha: 0.5,
      }),
    );
    expect([own!.mixed, poor!.mixed, bare!.mixed]).toEqual([0, 1, null]);
    expect([own!.nearest, bare!.nearest]).toEqual([0.9, null]);
    expect(own!.agreement).toBeGreaterThan(poor!.agreement!);
    expect([bare!.named, bare!.agreement]).toEqual([null, null]);
    // Half of its prototype is a caption that speaks of the first class, and one of the third.
    expect(own!.rival!.index).toBe(1);
    expect(own!.strength).toBeGreaterThan(poor!.strength);
    for (const { strength } of [own!, poor!, bare!]) {
      expect(strength).toBeGreaterThanOrEqual(0);
      expect(strength).toBeLessThanOrEqual(1);
    }
  });

  it('calls a quarter of a list weak at most, and none of a class alone', () => {
    const classes = Array.from({ length: 8 }, (_, i) => cls(unit(1, i, i * i, 1), [unit(1, i, 0, 1)], i / 8));
    const found = done(coverageOf(classes, PAPER_SETTINGS));
    expect(found.filter(({ weak }) => weak).length).toBeLessThanOrEqual(2);
    expect(found.filter(({ weak }) => weak).length).toBeGreaterThan(0);
    const [alone] = done(coverageOf(classes.slice(0, 1), PAPER_SETTINGS));
    expect([alone!.weak, alone!.rival, alone!.mixed]).toEqual([false, null, null]);
  });

  it('finds names in captions whatever their case, and none without captions', () => {
    expect(namedPart(['A Royal Fern by a pond', 'osmunda regalis', 'moss'], ['royal fern', 'Osmunda'])).toBe(
      2 / 3,
    );
    expect(namedPart([], ['fern'])).toBeNull();
  });
});

describe('rank correlation', () => {
  it('shares the ranks of equal values, and goes by order alone', () => {
    expect([...ranksOf([3, 1, 3, 2])]).toEqual([2.5, 0, 2.5, 1]);
    expect(rankCorrelation([1, 2, 3, 4], [1, 4, 9, 16])).toBeCloseTo(1, 12);
    expect(rankCorrelation([1, 2, 3, 4], [4, 3, 2, 1])).toBeCloseTo(-1, 12);
    expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBe(0);
    // scipy.stats.spearmanr([1, 2, 2, 4, 5], [2, 1, 3, 3, 5])
    expect(rankCorrelation([1, 2, 2, 4, 5], [2, 1, 3, 3, 5])).toBeCloseTo(0.7631578947368421, 12);
  });
});
