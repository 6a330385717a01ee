import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalise, row, stack } from '../../../core';
import { sampleIndices, seededRandom } from '../random';
import { divideIntoLists, listMeans } from './split';

/** `clusters` far-apart groups of `each` vectors, dealt out in turn. */
function groups(clusters: number, each: number, width: number, seed: number) {
  const random = seededRandom(seed);
  const centres = Array.from({ length: clusters }, () => Array.from({ length: width }, () => random() - 0.5));
  return stack(
    Array.from({ length: clusters * each }, (_, i) =>
      normalise(centres[i % clusters]!.map((x) => x + (random() - 0.5) * 0.05)),
    ),
  );
}

describe('divideIntoLists', () => {
  test('every vector is in one list, and no list is more than twice as long as asked for', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer(),
        async (clusters, each, listSize, seed) => {
          const lists = await divideIntoLists(groups(clusters, each, 8, seed), listSize, seededRandom(seed));
          expect(lists.flat().toSorted((a, b) => a - b)).toEqual(
            Array.from({ length: clusters * each }, (_, i) => i),
          );
          for (const list of lists) {
            expect(list.length).toBeGreaterThan(0);
            expect(list.length).toBeLessThanOrEqual(2 * listSize);
            expect(list).toEqual(list.toSorted((a, b) => a - b));
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test('groups that lie apart become lists of their own', async () => {
    const lists = await divideIntoLists(groups(8, 50, 16, 3), 50, seededRandom(1));
    for (const list of lists) expect(new Set(list.map((i) => i % 8)).size).toBe(1);
  });

  test('captions that all look alike are cut into lists as they come', async () => {
    const same = stack(Array.from({ length: 25 }, () => [1, 0]));
    const lists = await divideIntoLists(same, 10, seededRandom(1));
    expect(lists.map((list) => list.length)).toEqual([10, 10, 5]);
  });

  test('lists that follow each other lie nearer than lists taken at random', async () => {
    const embeddings = groups(40, 20, 3, 5);
    const means = listMeans(embeddings, await divideIntoLists(embeddings, 20, seededRandom(2)));
    const distance = (a: number, b: number) =>
      Math.hypot(...row(means, a).map((x, j) => x - row(means, b)[j]!));
    let next = 0;
    let any = 0;
    for (let i = 0; i + 1 < means.count; i++) next += distance(i, i + 1) / (means.count - 1);
    for (let i = 0; i < means.count; i++) any += distance(i, (i * 17 + 7) % means.count) / means.count;
    expect(next).toBeLessThan(any / 2);
  });
});

test('samples are of the size asked for, different, rising and within bounds', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 100 }),
      fc.integer({ min: 0, max: 120 }),
      fc.integer(),
      (limit, count, seed) => {
        const sample = sampleIndices(limit, count, seededRandom(seed));
        expect(sample).toHaveLength(Math.min(limit, count));
        expect(new Set(sample).size).toBe(sample.length);
        expect(sample).toEqual(sample.toSorted((a, b) => a - b));
        expect(sample.every((i) => i >= 0 && i < limit)).toBe(true);
      },
    ),
  );
});
