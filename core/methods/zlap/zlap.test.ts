import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dot, normalise, stack } from '../../embeddings';
import { exactTopK } from '../../retrieval/retrieval';
import { classify, TASK_VECTORS, taskOf } from '../../testing/tasks';
import { paperValues } from '../values';
import { zlap } from '.';
import { propagate } from './conjugate-gradients';
import { normalisedGraph } from './graph';
import { nearestAmong, nearestWithin } from './neighbours';

const direction = fc
  .array(fc.noBias(fc.integer({ min: -999, max: 999 })), { minLength: 5, maxLength: 5 })
  .filter((v) => dot(v, v) > 0.01)
  .map((v) => normalise(v));
const task = fc
  .array(direction, { minLength: TASK_VECTORS, maxLength: TASK_VECTORS })
  .map((vectors) => taskOf(vectors, { photos: 9 }));
const options = { numRuns: 30, seed: 8 };

/** Solves A x = b by elimination with pivots: apart from the code under test. */
function solve(a: number[][], b: number[]): number[] {
  const rows = a.map((line, i) => [...line, b[i]!]);
  const n = b.length;
  for (let p = 0; p < n; p++) {
    const best = rows
      .slice(p)
      .reduce((top, line, i) => (Math.abs(line[p]!) > Math.abs(rows[top]![p]!) ? p + i : top), p);
    [rows[p], rows[best]] = [rows[best]!, rows[p]!];
    for (let i = 0; i < n; i++) {
      if (i === p) continue;
      const factor = rows[i]![p]! / rows[p]![p]!;
      for (let j = p; j <= n; j++) rows[i]![j]! -= factor * rows[p]![j]!;
    }
  }
  return rows.map((line, i) => line[n]! / line[i]!);
}

describe('ZLaP', () => {
  it('agrees with a dense solution of its equation', () => {
    fc.assert(
      fc.property(
        task,
        fc.integer({ min: 1, max: 9 }),
        fc.double({ min: 1, max: 8, noNaN: true }),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        (input, k, gamma, alpha) => {
          const classes = input.classes.map(({ atoms }) => atoms.own);
          const photos = input.photos.map(({ atoms }) => atoms.own);
          const C = classes.length;
          const order = C + photos.length;
          const W = Array.from({ length: order }, () => new Array<number>(order).fill(0));
          const top = (cosines: number[]) =>
            cosines
              .map((cosine, i) => ({ cosine, i }))
              .sort((a, b) => b.cosine - a.cosine || a.i - b.i)
              .slice(0, k);
          photos.forEach((z, i) => {
            for (const { cosine, i: j } of top(photos.map((other) => dot(z, other))))
              W[C + i]![C + j] = Math.max(0, cosine);
            for (const { cosine, i: c } of top(classes.map((cls) => dot(z, cls))))
              W[C + i]![c] = Math.max(0, cosine) ** gamma;
          });
          const A = W.map((line, i) => line.map((value, j) => (i === j ? 0 : value + W[j]![i]!)));
          const degree = A.map((line) => line.reduce((total, value) => total + value, 0));
          const system = A.map((line, i) =>
            line.map((value, j) => {
              const s = value === 0 ? 0 : value / Math.sqrt(degree[i]! * degree[j]!);
              return (i === j ? 1 : 0) - alpha * s;
            }),
          );
          const { scores } = classify(zlap, input, { k, gamma, alpha });
          classes.forEach((_, c) => {
            const column = solve(
              system,
              system.map((_, i) => (i === c ? 1 : 0)),
            );
            photos.forEach((_, i) => {
              expect(scores[i]![c]).toBeCloseTo(column[C + i]!, 6);
            });
          });
        },
      ),
      options,
    );
  });

  it('does not depend on the order of the photos', () => {
    fc.assert(
      fc.property(task, (input) => {
        const { scores } = classify(zlap, input, paperValues(zlap));
        const turned = classify(zlap, { ...input, photos: input.photos.toReversed() }, paperValues(zlap));
        turned.scores.toReversed().forEach((line, i) => {
          line.forEach((value, c) => {
            expect(value).toBeCloseTo(scores[i]![c]!, 7);
          });
        });
      }),
      options,
    );
  });

  it('gives its photos as evidence the ties of the graph', () => {
    fc.assert(
      fc.property(task, (input) => {
        classify(zlap, input, paperValues(zlap)).evidence.forEach(({ lists }, i) => {
          for (const { index, weight } of lists[0]!.items) {
            expect(index).not.toBe(i);
            expect(weight).toBeGreaterThan(0);
          }
        });
      }),
      options,
    );
  });

  it('refuses a photo that was not prepared, and an α at which nothing ends', () => {
    const vectors = Array.from({ length: TASK_VECTORS }, (_, i) => normalise([1, Math.sin(i), Math.cos(i)]));
    const input = taskOf(vectors);
    const stranger = { ...input.photos[0]!, id: 'stranger' };
    expect(() => zlap.prepare(input).measure(stranger).next()).not.toThrow();
    const measuring = zlap.prepare(input).measure(stranger);
    measuring.next();
    expect(() => measuring.next()).toThrow(/stranger is not in the set/);
    expect(() => propagate(normalisedGraph([], 2, 1, 1), 1, [1, 0])).toThrow(RangeError);
  });
});

describe('nearest within a set', () => {
  it('agrees with sorting, the vector itself first among different ones', () => {
    fc.assert(
      fc.property(
        fc.array(direction, { minLength: 1, maxLength: 14 }),
        fc.integer({ min: 1, max: 6 }),
        (vectors, k) => {
          nearestWithin(vectors, k).forEach((found, i) => {
            const expected = vectors
              .map((other) => dot(vectors[i]!, other))
              .sort((a, b) => b - a)
              .slice(0, k);
            expect(found.length).toBe(expected.length);
            found.forEach(({ similarity }, place) => {
              expect(similarity).toBeCloseTo(expected[place]!, 12);
            });
            if (k >= vectors.length)
              expect(found.map(({ index }) => index).sort()).toEqual(vectors.map((_, j) => j).sort());
          });
        },
      ),
      options,
    );
  });

  it('is nearest among others, where these are the set itself, and the earlier of equals comes first', () => {
    const few = fc.constantFrom(...[0, 1, 2, 3].map((i) => normalise([1, i, i % 2, 0, 2])));
    fc.assert(
      fc.property(
        fc.array(few, { minLength: 1, maxLength: 14 }),
        fc.integer({ min: 1, max: 6 }),
        (set, k) => {
          expect(nearestWithin(set, k)).toEqual(nearestAmong(set, set, k));
          const matrix = stack(set);
          nearestAmong(set, set, k).forEach((found, i) => {
            expect(found).toEqual(exactTopK(matrix, set[i]!, k));
          });
        },
      ),
      options,
    );
  });
});
