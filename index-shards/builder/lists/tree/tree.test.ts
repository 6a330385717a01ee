import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Embeddings, normalise, row, stack } from '../../../../core';
import { inMemory } from '../../embed/matrix';
import { Lists } from '../../pack/leaves';
import { seededRandom } from '../../random';
import { type Progress, SILENT } from '../../stages/progress';
import { growTree, type TreeOptions } from './tree';

const newFolder = () => mkdtempSync(join(tmpdir(), 'fernglass-tree-'));

/** `clusters` groups of `each` vectors, dealt out in turn. */
function groups(clusters: number, each: number, width: number, seed: number): Embeddings {
  const random = seededRandom(seed);
  const centres = Array.from({ length: clusters }, () => Array.from({ length: width }, () => random() - 0.5));
  return stack(
    Array.from({ length: clusters * each }, (_, i) =>
      normalise(centres[i % clusters]!.map((x) => x + (random() - 0.5) * 0.3)),
    ),
  );
}

const options: TreeOptions = { listSize: 20, seed: 3, inMemory: 300 };

/** Grows a tree and reads its lists back. */
async function grown(embeddings: Embeddings, more: Partial<TreeOptions> = {}, folder = newFolder()) {
  const matrix = inMemory(embeddings);
  const leaves = await growTree(folder, matrix, { ...options, ...more }, SILENT);
  return { folder, leaves, lists: new Lists(folder, leaves, matrix) };
}

const allIds = (lists: Lists) =>
  Array.from({ length: lists.count }, (_, number) => Array.from(lists.list(number).ids));

describe('a tree of lists that do not fit in memory', () => {
  const embeddings = groups(30, 50, 16, 5);

  test('holds every row once, with its own vector, in lists of the size asked for', async () => {
    const { leaves, lists, folder } = await grown(embeddings);
    expect(leaves.length).toBeGreaterThan(4);
    expect(existsSync(join(folder, 'split.json'))).toBe(true);
    const ids = allIds(lists);
    expect(ids.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1500 }, (_, i) => i));
    ids.forEach((list, number) => {
      expect(list).toHaveLength(lists.sizes[number]!);
      expect(list.length).toBeLessThanOrEqual(40);
      const vectors = lists.vectors(number);
      list.forEach((id, i) => {
        expect(row(vectors, i)).toEqual(row(embeddings, id));
      });
      const mean = row(lists.means, number);
      const sum = list.reduce((total, id) => total + row(embeddings, id)[0]!, 0);
      expect(mean[0]).toBeCloseTo(sum / list.length, 5);
    });
  });

  test('puts near rows into one list, as a tree in memory does', async () => {
    // Mean squared distance of rows to their list's mean, against that to the mean of all.
    const spread = ({ lists }: { lists: Lists }) =>
      allIds(lists).reduce(
        (total, list, number) =>
          total +
          list.reduce(
            (sum, id) =>
              sum + row(embeddings, id).reduce((s, x, j) => s + (x - row(lists.means, number)[j]!) ** 2, 0),
            0,
          ),
        0,
      ) / 1500;
    const inPieces = spread(await grown(embeddings));
    const atOnce = spread(await grown(embeddings, { inMemory: 2000 }));
    expect(inPieces).toBeLessThan(0.5);
    expect(inPieces).toBeLessThan(1.3 * atOnce);
  });

  test('is dealt out again where a cell is too large, and cut as it comes where all rows are alike', async () => {
    const same = stack(Array.from({ length: 1000 }, () => [0.6, 0.8]));
    const { lists, leaves } = await grown(same);
    expect(leaves).toHaveLength(Math.ceil(1000 / 150));
    expect(allIds(lists).flat()).toEqual(Array.from({ length: 1000 }, (_, i) => i));

    const dense = stack([
      ...Array.from({ length: 1200 }, (_, i) => normalise([1, i / 1e5, 0])),
      ...Array.from({ length: 300 }, (_, i) => normalise([0, 1, i])),
    ]);
    const { lists: more } = await grown(dense);
    expect(
      allIds(more)
        .flat()
        .toSorted((a, b) => a - b),
    ).toEqual(Array.from({ length: 1500 }, (_, i) => i));
  });

  test('is the same wherever it was interrupted, and another for another seed', async () => {
    const whole = allIds((await grown(embeddings)).lists);
    for (let stop = 1; stop < 12; stop += 2) {
      const folder = newFolder();
      await expect(growTree(folder, inMemory(embeddings), options, interruptedAfter(stop))).rejects.toThrow(
        'interrupted',
      );
      expect(allIds((await grown(embeddings, {}, folder)).lists)).toEqual(whole);
    }
    expect(allIds((await grown(embeddings, { seed: 4 })).lists)).not.toEqual(whole);
  });
});

/** Progress that throws at its nth update, as a kill would. */
function interruptedAfter(updates: number): Progress {
  let left = updates;
  return {
    ...SILENT,
    update() {
      if (--left === 0) throw new Error('interrupted');
    },
  };
}
