import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise } from '../embeddings';
import { alike } from './alike';

function run(vectors: readonly Float32Array[], count: number): readonly number[] {
  const steps = alike(vectors, count);
  for (;;) {
    const step = steps.next();
    if (step.done) return [...step.value];
  }
}

const vector = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 })
  .filter((of) => Math.hypot(...of) > 0.1)
  .map((of) => normalise(of));

describe('grouping alike', () => {
  it('finds groups that lie apart, the largest first', () => {
    const near = (x: number, y: number, z: number, i: number) =>
      normalise([x + 0.01 * Math.sin(i), y + 0.01 * Math.cos(i), z]);
    const vectors = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((i) =>
      i < 2 ? near(1, 0, 0, i) : i < 6 ? near(0, 1, 0, i) : near(0, 0, 1, i),
    );
    expect(run(vectors, 3)).toEqual([2, 2, 0, 0, 0, 0, 1, 1, 1]);
  });

  it('gives every vector a group, numbers without gaps, no more than asked for, and the same each time', () => {
    fc.assert(
      fc.property(fc.array(vector, { maxLength: 40 }), fc.integer({ min: 1, max: 12 }), (vectors, count) => {
        const groups = run(vectors, count);
        expect(groups).toHaveLength(vectors.length);
        const used = new Set(groups);
        expect(used.size).toBeLessThanOrEqual(Math.min(count, vectors.length));
        expect([...used].sort((a, b) => a - b)).toEqual([...used].map((_, i) => i).sort((a, b) => a - b));
        const sizes = [...used].sort((a, b) => a - b).map((g) => groups.filter((of) => of === g).length);
        expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
        expect(run(vectors, count)).toEqual(groups);
      }),
    );
  });

  it('has vectors that are the same in one group, however many groups are asked for', () => {
    const same = normalise([1, 2, 3]);
    expect(run([same, same.slice(), normalise([-1, 0, 0]), same.slice()], 4)).toEqual([0, 0, 1, 0]);
  });
});
