import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Embeddings, exactTopK, normalise, recall, row, stack } from '../../src/core';
import { openLocalIndex } from '../../workers/retrieval/local';
import { parseManifest } from '../format';
import { type BuildOptions, type BuiltIndex, buildIndex } from './build';
import { readQueries } from './queries';
import { seededRandom } from './random';
import { summary } from './summary';
import { writeIndex } from './write';

const WIDTH = 48;
const OBJECTS = ['fern', 'lamp', 'bridge', 'resistor', 'river', 'cat', 'chair', 'violin'];
const PLACES = ['on a wall', 'in the rain', 'beside a road', 'at night', 'in a drawer', 'under glass'];
const captions = Array.from(
  { length: 1500 },
  (_, i) =>
    `a number ${i} ${OBJECTS[i % 8]} ${PLACES[Math.floor(i / 8) % 6]} with label ${(i * 7919) % 3001}`,
);

/** A stand-in for a text tower: the normalised sum of a seeded vector per word, as a bag of words. */
async function embedTexts(texts: readonly string[]): Promise<Embeddings> {
  const word = (text: string) => {
    const random = seededRandom([...text].reduce((sum, c) => Math.imul(sum, 31) + c.codePointAt(0)!, 7));
    return Array.from({ length: WIDTH }, () => random() - 0.5);
  };
  return stack(
    texts.map((text) => {
      const sum = new Float64Array(WIDTH);
      for (const vector of text.split(' ').map(word))
        vector.forEach((x, j) => {
          sum[j]! += x;
        });
      return normalise(sum);
    }),
  );
}

const options: BuildOptions = {
  id: 'things',
  title: 'Things',
  createdBy: 'a test',
  model: { id: 'words', revision: 'main' },
  provenance: { source: 'made up', licence: 'CC0-1.0' },
  seed: 1,
  listSize: 100,
  shardBytes: 32 * 1024,
};

let built: BuiltIndex;
let directory: string;
beforeAll(async () => {
  built = await buildIndex(captions, embedTexts, options);
  directory = await mkdtemp(join(tmpdir(), 'fernglass-'));
  await writeFile(join(directory, `${'0'.repeat(64)}.bin`), 'of an earlier build');
  await writeFile(join(directory, 'notes.txt'), 'not ours');
  await writeIndex(directory, built);
});

describe('a built index', () => {
  test('is valid, and its shards keep to the size asked for', async () => {
    const manifest = parseManifest(JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8')));
    expect(manifest).toMatchObject({ captions: 1500, id: 'things', model: { id: 'words', width: WIDTH } });
    expect(manifest.shards.length).toBeGreaterThan(3);
    for (const shard of manifest.shards) expect(shard.bytes).toBeLessThanOrEqual(options.shardBytes);
  });

  test('holds every caption once', async () => {
    const index = await openLocalIndex(directory);
    const { hits } = index.search(stack([row(built.embeddings, 0)]), captions.length);
    expect(hits[0]!.map(({ text }) => text).toSorted()).toEqual(captions.toSorted());
  });

  test('finds on held-out queries what exact f32 search finds, and says how well', async () => {
    const index = await openLocalIndex(directory);
    const { hits } = index.search(built.heldOut, 10);
    const found = hits.map((list, q) =>
      recall(
        list.map(({ id }) => id),
        exactTopK(built.embeddings, row(built.heldOut, q), 10).map(({ index }) => index),
      ),
    );
    const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
    expect(mean).toBeGreaterThan(0.95);
    expect(index.manifest.recall!.value).toBeCloseTo(mean, 3);
    expect(index.manifest.recall!.queries).toBe(built.heldOut.count);
  });

  test('replaces an earlier one in its directory, and touches nothing else', async () => {
    const names = new Set(await readdir(directory));
    expect(names).toEqual(new Set([...built.files.keys(), 'manifest.json', 'notes.txt']));
  });

  test('is the same for the same input and seed, and another for another seed', async () => {
    const again = await buildIndex(captions, embedTexts, options);
    expect(again.manifest).toEqual(built.manifest);
    expect([...again.files]).toEqual([...built.files]);
    const other = await buildIndex(captions, embedTexts, { ...options, seed: 2 });
    expect(other.manifest.router.sha256).not.toBe(built.manifest.router.sha256);
  });

  test('routed through its lists it finds nearly what exact search finds', async () => {
    const exact = await openLocalIndex(directory);
    const routed = await openLocalIndex(directory, { exactUpTo: 0 });
    const truth = exact.search(built.heldOut, 10).hits;
    const found = routed.search(built.heldOut, 10).hits;
    const mean =
      found.reduce(
        (sum, list, q) =>
          sum +
          recall(
            list.map(({ id }) => id),
            truth[q]!.map(({ id }) => id),
          ),
        0,
      ) / found.length;
    expect(mean).toBeGreaterThan(0.9);
  });

  test('has a summary that names its counts and recall', () => {
    const text = summary({ ...built.manifest, recall: { at: 10, queries: 500, value: 0.9912 } });
    expect(text).toMatch(/1,500 in \d+ lists/);
    expect(text).toMatch(/recall@10 0\.9912 over 500/);
  });
});

test('one caption makes an index', async () => {
  const single = await buildIndex(['a fern'], embedTexts, options);
  const folder = await mkdtemp(join(tmpdir(), 'fernglass-'));
  const manifest = await writeIndex(folder, single);
  expect(manifest).toMatchObject({ captions: 1, lists: 1 });
});

describe('queries from a file', () => {
  const values = [3, 4, 0, 1, 0, 0];

  test('raw f32 and .npy give the same, normalised', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fernglass-'));
    const raw = new Uint8Array(Float32Array.from(values).buffer);
    await writeFile(join(folder, 'q.f32'), raw);
    const header = `${"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".padEnd(117)}\n`;
    const prefix = Uint8Array.of(0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, header.length, 0);
    await writeFile(join(folder, 'q.npy'), Buffer.concat([prefix, new TextEncoder().encode(header), raw]));
    for (const name of ['q.f32', 'q.npy']) {
      const queries = await readQueries(join(folder, name), 3);
      expect(Array.from(queries.data).map((x) => Number(x.toFixed(6)))).toEqual([0.6, 0.8, 0, 1, 0, 0]);
      await expect(readQueries(join(folder, name), 4)).rejects.toMatchObject({ code: 'input-invalid' });
    }
  });
});
