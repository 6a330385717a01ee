import { beforeAll, describe, expect, test } from 'vitest';
import { type Embeddings, exactTopK, recall, row, stack } from '../../src/core';
import { textFilter } from './caption-filter';
import { type Effort, SearchableIndex, totalBytes, USUAL_EFFORT } from './searchable-index';
import { type IndexFixture, makeIndex } from './testing/index-fixture';
import { inResidualCodes } from './testing/residual-fixture';
import { usearchInNode } from './usearch/node';

const width = 24;
const captions = 1200;
const indexes = new Map<string, IndexFixture>();
let queries: Embeddings;

beforeAll(async () => {
  const fixture = await makeIndex({ captions, width, lists: 60, shards: 6, seed: 1 });
  indexes.set('i8', fixture);
  indexes.set('residual', await inResidualCodes(fixture));
  queries = stack(Array.from({ length: 24 }, (_, i) => row(fixture.embeddings, 50 * i)));
});

async function opened(codec: string, effort: Partial<Effort> = {}): Promise<SearchableIndex> {
  const { manifest, files } = indexes.get(codec)!;
  const index = new SearchableIndex(manifest, await usearchInNode(width), { ...USUAL_EFFORT, ...effort });
  for (const entry of index.missing()) index.add(entry, files.get(entry.name)!);
  return index;
}

/** Mean part of the exact top 10 that was found. */
function recallOf(hits: readonly (readonly { readonly id: number }[])[]): number {
  const { embeddings } = indexes.get('i8')!;
  const parts = hits.map((its, q) =>
    recall(
      its.map(({ id }) => id),
      exactTopK(embeddings, row(queries, q), 10).map(({ index }) => index),
    ),
  );
  return parts.reduce((sum, part) => sum + part, 0) / parts.length;
}

describe.each(['i8', 'residual'])('an index in %s codes', (codec) => {
  test('compared whole, it finds what exact search finds, and says that it saw everything', async () => {
    const index = await opened(codec);
    const result = index.search(queries, 10);
    expect(recallOf(result.hits)).toBeGreaterThan(0.95);
    expect(result.captionsCompared).toEqual(new Array(queries.count).fill(captions));
    // Residual codes are compared in part first, which makes it nearly certain.
    expect(Math.min(...result.expectedRecall)).toBeGreaterThan(codec === 'i8' ? 0.999999 : 0.999);
    result.hits.forEach((hits, q) => {
      expect(hits[0]!.id).toBe(50 * q);
      for (const { id, text, similarity } of hits) {
        expect(text).toBe(indexes.get('i8')!.texts[id]);
        const vector = row(result.vectors.embeddings, Array.from(result.vectors.ids).indexOf(id));
        expect(exactTopK(stack([vector]), row(queries, q), 1)[0]!.similarity).toBeCloseTo(similarity, 4);
      }
    });
  });

  test('queries searched together find what each finds alone', async () => {
    const index = await opened(codec, { exactUpTo: 0 });
    const together = index.search(queries, 10);
    for (let q = 0; q < queries.count; q++) {
      const alone = index.search(stack([row(queries, q)]), 10);
      expect(alone.hits[0]).toEqual(together.hits[q]);
      expect(alone.captionsCompared[0]).toBe(together.captionsCompared[q]);
    }
  });

  test('the order in which files come does not matter', async () => {
    const { manifest, files } = indexes.get(codec)!;
    const index = new SearchableIndex(manifest, await usearchInNode(width));
    for (const entry of index.missing().toReversed()) index.add(entry, files.get(entry.name)!);
    expect(index.missing()).toEqual([]);
    expect(index).toMatchObject({ captionsPresent: captions, bytesPresent: totalBytes(manifest) });
    expect(index.search(queries, 10).hits).toEqual((await opened(codec)).search(queries, 10).hits);
  });

  test('beyond its memory, stored shards leave and are read again: the same captions are found', async () => {
    const { manifest, files } = indexes.get(codec)!;
    const whole = await opened(codec, { exactUpTo: 0 });
    const memoryBytes = Math.ceil(whole.memoryBytes / 2);
    const index = new SearchableIndex(manifest, await usearchInNode(width), {
      ...USUAL_EFFORT,
      exactUpTo: 0,
      memoryBytes,
    });
    for (const entry of index.missing()) {
      index.add(entry, files.get(entry.name)!);
      index.noteStored(entry.name);
      expect(index.memoryBytes).toBeLessThanOrEqual(memoryBytes);
    }
    expect(index.missing()).toEqual([]);
    expect(index.captionsPresent).toBe(captions);
    const read: string[] = [];
    const result = await index.searchStored(queries, 10, async (entry) => {
      read.push(entry.name);
      return files.get(entry.name);
    });
    expect(result.hits).toEqual(whole.search(queries, 10).hits);
    expect(Math.min(...result.expectedRecall)).toBeGreaterThanOrEqual(0.95);
    expect(index.memoryBytes).toBeLessThanOrEqual(memoryBytes);
    expect(read.length).toBeGreaterThan(0);
    expect(new Set(read).size).toBe(read.length);
    expect(() => index.search(queries, 10)).toThrow(RangeError);
  });

  test('a shard that cannot be read again is missing, and the result says so', async () => {
    const { manifest, files } = indexes.get(codec)!;
    const index = new SearchableIndex(manifest, await usearchInNode(width), {
      ...USUAL_EFFORT,
      memoryBytes: 0,
    });
    for (const entry of index.missing()) {
      index.add(entry, files.get(entry.name)!);
      index.noteStored(entry.name);
    }
    const lost = manifest.shards[2]!;
    const result = await index.searchStored(queries, 10, async ({ name }) =>
      name === lost.name ? undefined : files.get(name),
    );
    expect(result.captionsSearched).toBe(captions - lost.captions);
    expect(index.missing()).toEqual([lost]);
    index.add(lost, files.get(lost.name)!);
    expect(index.captionsPresent).toBe(captions);
  });

  test('cleared while a shard is read again, the search says so instead of reading freed memory', async () => {
    const { manifest, files } = indexes.get(codec)!;
    const index = new SearchableIndex(manifest, await usearchInNode(width), {
      ...USUAL_EFFORT,
      memoryBytes: 0,
    });
    for (const entry of index.missing()) {
      index.add(entry, files.get(entry.name)!);
      index.noteStored(entry.name);
    }
    let reads = 0;
    const searching = index.searchStored(queries, 10, async ({ name }) => {
      if (++reads === 3) index.clear();
      return files.get(name);
    });
    await expect(searching).rejects.toMatchObject({ code: 'index-not-found' });
    expect(index.memoryBytes).toBe(0);
    expect(reads).toBe(3);
  });

  test('a filter loses no captions as long as there are enough others', async () => {
    const index = await opened(codec);
    // Each text names its shard; the query's own is refused.
    const filter = { allowed: null, accepts: textFilter(['shard 0'])! };
    const { hits } = index.search(queries, 10, filter);
    for (const its of hits) {
      expect(its).toHaveLength(10);
      for (const { text } of its) expect(text).not.toMatch(/shard 0/);
    }
    const all = index.search(queries, captions).hits[0]!.filter(({ text }) => !/shard 0/.test(text));
    expect(hits[0]).toEqual(all.slice(0, 10));
    const none = index.search(queries, 10, { allowed: null, accepts: () => false });
    expect(none.hits.every((its) => its.length === 0)).toBe(true);
  });
});

test('routed in i8 codes, it looks at a part, says how large a part, and reaches the recall asked for', async () => {
  const index = await opened('i8', { exactUpTo: 0 });
  const result = index.search(queries, 10);
  expect(recallOf(result.hits)).toBeGreaterThan(0.93);
  result.expectedRecall.forEach((expected, q) => {
    expect(expected).toBeGreaterThanOrEqual(0.95);
    expect(result.captionsCompared[q]).toBeLessThanOrEqual(captions);
  });
  expect(Math.min(...result.captionsCompared)).toBeLessThan(captions / 2);
  const everything = (await opened('i8', { exactUpTo: 0, recall: 1 })).search(queries, 10);
  expect(everything.captionsCompared).toEqual(new Array(queries.count).fill(captions));
});

test('residual codes that left memory but for the first pass are read again only where candidates are', async () => {
  const { manifest, files } = indexes.get('residual')!;
  const whole = await opened('residual', { exactUpTo: 0 });
  const index = await opened('residual', { exactUpTo: 0, memoryBytes: 0.95 * whole.memoryBytes });
  for (const { name } of manifest.shards) index.noteStored(name);
  const expected = whole.search(queries, 10);
  let reads = 0;
  for (let round = 0; round < 3; round++)
    for (let q = 0; q < queries.count; q++) {
      const result = await index.searchStored(stack([row(queries, q)]), 10, async ({ name }) => {
        reads++;
        return files.get(name);
      });
      expect(result.hits[0]).toEqual(expected.hits[q]);
      expect(result.captionsCompared).toEqual([expected.captionsCompared[q]]);
      expect(result.expectedRecall[0]).toBeGreaterThan(0.97);
      expect(index.memoryBytes).toBeLessThanOrEqual(0.95 * whole.memoryBytes);
    }
  expect(reads).toBeGreaterThan(0);
  expect(reads).toBeLessThan(3 * queries.count * (manifest.shards.length / 2));
});

test('a codec of other bytes than the manifest says is refused', async () => {
  const { manifest, files } = indexes.get('residual')!;
  const lying = { ...manifest, codec: { kind: 'residual', bytes: 8 } } as const;
  const index = new SearchableIndex(lying, await usearchInNode(width));
  expect(() => index.add(manifest.router, files.get(manifest.router.name)!)).toThrow(
    expect.objectContaining({ code: 'shard-corrupt' }),
  );
});
