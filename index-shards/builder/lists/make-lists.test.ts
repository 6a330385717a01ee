import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Embeddings, exactTopK, normalise, row, stack } from '../../../core';
import { inMemory } from '../embed/matrix';
import { Lists } from '../pack/leaves';
import { seededRandom } from '../random';
import { type Progress, SILENT } from '../stages/progress';
import { makeLists } from './make-lists';
import { growTree, type TreeOptions } from './tree/tree';

const newFolder = () => mkdtempSync(join(tmpdir(), 'fernglass-lists-'));

/** `clusters` groups of `each` vectors that run into each other, dealt out in turn. */
function groups(clusters: number, each: number, width: number, seed: number): Embeddings {
  const random = seededRandom(seed);
  const centres = Array.from({ length: clusters }, () => Array.from({ length: width }, () => random() - 0.5));
  return stack(
    Array.from({ length: clusters * each }, (_, i) =>
      normalise(centres[i % clusters]!.map((x) => x + (random() - 0.5) * 0.8)),
    ),
  );
}

const options: TreeOptions = { listSize: 20, seed: 3, inMemory: 300 };

async function made(embeddings: Embeddings, more: Partial<TreeOptions> = {}, folder = newFolder()) {
  const matrix = inMemory(embeddings);
  const leaves = await makeLists(folder, matrix, { ...options, ...more }, SILENT);
  return { folder, leaves, lists: new Lists(folder, leaves, matrix) };
}

const allIds = (lists: Lists) =>
  Array.from({ length: lists.count }, (_, number) => Array.from(lists.list(number).ids));

/** Part of the pairs of a row and one of its ten nearest that share a list. */
function sharing(embeddings: Embeddings, lists: Lists): number {
  const listOf = new Map(allIds(lists).flatMap((ids, list) => ids.map((id) => [id, list] as const)));
  let shared = 0;
  let pairs = 0;
  for (let id = 0; id < embeddings.count; id += 5)
    for (const hit of exactTopK(embeddings, row(embeddings, id), 11))
      if (hit.index !== id) {
        pairs++;
        if (listOf.get(hit.index) === listOf.get(id)) shared++;
      }
  return shared / pairs;
}

/** Every file under a folder with its bytes, in base64. */
function files(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const found = names.filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(found.map((name) => [name, readFileSync(join(folder, name), 'base64')]));
}

describe('lists of embeddings that do not fit in memory', () => {
  const embeddings = groups(120, 30, 24, 5);
  let first: Awaited<ReturnType<typeof made>>;

  beforeAll(async () => {
    first = await made(embeddings);
  });

  test('hold every row once, with its own vector, in leaves that fit in memory', () => {
    const { leaves, lists, folder } = first;
    expect(leaves.length).toBeGreaterThan(8);
    const ids = allIds(lists);
    expect(ids.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 3600 }, (_, i) => i));
    ids.forEach((list, number) => {
      expect(list.length).toBeGreaterThan(0);
      expect(list).toHaveLength(lists.sizes[number]!);
      expect(list.length).toBeLessThanOrEqual(80);
      expect(list).toEqual(list.toSorted((a, b) => a - b));
      const vectors = lists.vectors(number);
      list.forEach((id, i) => {
        expect(row(vectors, i)).toEqual(row(embeddings, id));
      });
      const sum = list.reduce((total, id) => total + row(embeddings, id)[0]!, 0);
      expect(row(lists.means, number)[0]).toBeCloseTo(sum / list.length, 5);
    });
    for (const leaf of leaves)
      expect(statSync(join(folder, leaf.folder, 'ids.u32')).size).toBeLessThanOrEqual(4 * 300);
    expect(existsSync(join(folder, 'cells'))).toBe(false);
  });

  test('hold more neighbours together than those of a tree, whose cells cut through groups', async () => {
    const folder = newFolder();
    const matrix = inMemory(embeddings);
    const tree = new Lists(folder, await growTree(folder, matrix, options, SILENT), matrix);
    const before = sharing(embeddings, tree);
    const after = sharing(embeddings, first.lists);
    console.log(
      `neighbours in one list: ${before.toFixed(3)} in a tree, ${after.toFixed(3)} across its cells`,
    );
    expect(after).toBeGreaterThan(1.2 * before);
  });

  test('are the same bytes wherever they were interrupted, and others for another seed', async () => {
    const whole = files(first.folder);
    let events = 0;
    await makeLists(
      newFolder(),
      inMemory(embeddings),
      options,
      counting(() => {
        events++;
      }),
    );
    for (let stop = 5; stop < events; stop += 9) {
      const folder = newFolder();
      let left = stop;
      const interrupting = counting(() => {
        if (--left === 0) throw new Error('interrupted');
      });
      await expect(makeLists(folder, inMemory(embeddings), options, interrupting)).rejects.toThrow(
        'interrupted',
      );
      await made(embeddings, {}, folder);
      expect(files(folder)).toEqual(whole);
    }
    expect(files((await made(embeddings, { seed: 4 })).folder)).not.toEqual(whole);
  });

  test('stay as they are when nothing is left to do', async () => {
    const whole = files(first.folder);
    const { leaves } = await made(embeddings, {}, first.folder);
    expect(leaves).toEqual(first.leaves);
    expect(files(first.folder)).toEqual(whole);
  });
});

test('rows that all look alike are not heaped into one list', async () => {
  const same = stack(Array.from({ length: 1000 }, () => [0.6, 0.8]));
  const { lists, leaves, folder } = await made(same);
  expect(allIds(lists).flat()).toHaveLength(1000);
  for (const leaf of leaves)
    expect(statSync(join(folder, leaf.folder, 'ids.u32')).size).toBeLessThanOrEqual(4 * 300);
  expect(Math.max(...lists.sizes)).toBeLessThanOrEqual(20);
});

test('embeddings that fit in memory are divided as a tree of one leaf divides them', async () => {
  const embeddings = groups(10, 20, 8, 2);
  const folder = newFolder();
  expect(await growTree(folder, inMemory(embeddings), options, SILENT)).toHaveLength(1);
  expect(files((await made(embeddings)).folder)).toEqual(files(folder));
});

/** Progress that calls `each` at whatever it is told. */
const counting = (each: () => void): Progress => ({ begin: each, update: each, end: each });
