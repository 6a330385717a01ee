import { beforeAll, describe, expect, test } from 'vitest';
import { type Embeddings, exactTopK, recall, row, stack } from '../../../core';
import type { Hit, SearchResult } from '../../protocol';
import { AllowedCaptions } from '../cache/allowed-captions';
import { totalBytes } from '../cache/residency';
import { DEFAULT_SEARCH_PARAMETERS, type SearchParameters } from '../cache/search-parameters';
import { kernelsInNode } from '../kernels/node';
import { type IndexFixture, makeIndex } from '../testing/index-fixture';
import { inResidualCodes } from '../testing/residual-fixture';
import { storedFiles } from '../testing/stored-files';
import { textFilter } from './caption-filter';
import { SearchableIndex } from './searchable-index';

const width = 24;
const captions = 1200;
const indexes = new Map<string, IndexFixture>();
let queries: Embeddings;

beforeAll(async () => {
  const fixture = await makeIndex({ captions, width, lists: 60, shards: 6, seed: 1 });
  indexes.set('i8', fixture);
  indexes.set('residual', await inResidualCodes(fixture));
  // Shards large enough for the first pass to be learnt from one.
  indexes.set(
    'large',
    await inResidualCodes(await makeIndex({ captions: 3600, width, lists: 180, shards: 6, seed: 1 })),
  );
  queries = stack(Array.from({ length: 24 }, (_, i) => row(fixture.embeddings, 50 * i)));
});

async function opened(codec: string, parameters: Partial<SearchParameters> = {}): Promise<SearchableIndex> {
  const { manifest, files } = indexes.get(codec)!;
  const index = new SearchableIndex(manifest, await kernelsInNode(width), {
    ...DEFAULT_SEARCH_PARAMETERS,
    ...parameters,
  });
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

/** Of captions of which only the first pass is in memory a few that hardly belong to the best are not read. */
function expectSame(found: SearchResult['hits'], expected: SearchResult['hits']): void {
  let same = 0;
  found.forEach((hits, q) => {
    const theirs = new Map(expected[q]!.map((hit) => [hit.id, hit]));
    for (const { id, text, similarity } of hits) {
      const other = theirs.get(id);
      if (other === undefined) continue;
      same++;
      expect(text).toBe(other.text);
      // What was read again gives the last digit otherwise.
      expect(similarity).toBeCloseTo(other.similarity, 5);
    }
    expect(hits).toHaveLength(expected[q]!.length);
  });
  expect(same / expected.flat().length).toBeGreaterThanOrEqual(0.99);
}

describe.each(['i8', 'residual'])('an index in %s codes', (codec) => {
  test('compared whole, it finds what exact search finds, and says that it saw everything', async () => {
    const index = await opened(codec);
    const result = await index.search(queries, 10);
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
    const together = await index.search(queries, 10);
    for (let q = 0; q < queries.count; q++) {
      const alone = await index.search(stack([row(queries, q)]), 10);
      expect(alone.hits[0]).toEqual(together.hits[q]);
      expect(alone.captionsCompared[0]).toBe(together.captionsCompared[q]);
    }
  });

  test('the order in which files come does not matter', async () => {
    const { manifest, files } = indexes.get(codec)!;
    const index = new SearchableIndex(manifest, await kernelsInNode(width));
    for (const entry of index.missing().toReversed()) index.add(entry, files.get(entry.name)!);
    expect(index.missing()).toEqual([]);
    expect(index).toMatchObject({ captionsPresent: captions, bytesPresent: totalBytes(manifest) });
    expect((await index.search(queries, 10)).hits).toEqual(
      (await (await opened(codec)).search(queries, 10)).hits,
    );
  });

  test('beyond its memory, stored shards leave and are read again: the same captions are found', async () => {
    const { manifest, files } = indexes.get(codec)!;
    const whole = await opened(codec, { exactUpTo: 0 });
    const memoryBytes = Math.ceil(whole.memoryBytes / 2);
    const index = new SearchableIndex(manifest, await kernelsInNode(width), {
      ...DEFAULT_SEARCH_PARAMETERS,
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
    const stored = storedFiles(files, ({ name }, what) => {
      if (what === 'read') read.push(name);
      return undefined;
    });
    const result = await index.search(queries, 10, { files: stored });
    expectSame(result.hits, (await whole.search(queries, 10)).hits);
    expect(Math.min(...result.expectedRecall)).toBeGreaterThanOrEqual(0.95);
    expect(index.memoryBytes).toBeLessThanOrEqual(memoryBytes);
    // In residual codes the first pass of all shards fits.
    if (codec === 'i8') expect(read.length).toBeGreaterThan(0);
    expect(new Set(read).size).toBe(read.length);
    await expect(index.search(queries, 10)).rejects.toThrow(RangeError);
  });

  test('a shard that cannot be read again is missing, and the result says so', async () => {
    const { manifest, files } = indexes.get(codec)!;
    const index = new SearchableIndex(manifest, await kernelsInNode(width), {
      ...DEFAULT_SEARCH_PARAMETERS,
      memoryBytes: 0,
    });
    for (const entry of index.missing()) {
      index.add(entry, files.get(entry.name)!);
      index.noteStored(entry.name);
    }
    const lost = manifest.shards[2]!;
    const stored = storedFiles(files, ({ name }) => (name === lost.name ? 'gone' : undefined));
    const result = await index.search(queries, 10, { files: stored });
    expect(result.captionsSearched).toBe(captions - lost.captions);
    expect(index.missing()).toEqual([lost]);
    index.add(lost, files.get(lost.name)!);
    expect(index.captionsPresent).toBe(captions);
  });

  test('cleared while a shard is read again, the search says so instead of reading freed memory', async () => {
    const { manifest, files } = indexes.get(codec)!;
    const index = new SearchableIndex(manifest, await kernelsInNode(width), {
      ...DEFAULT_SEARCH_PARAMETERS,
      memoryBytes: 0,
    });
    for (const entry of index.missing()) {
      index.add(entry, files.get(entry.name)!);
      index.noteStored(entry.name);
    }
    let reads = 0;
    const stored = storedFiles(files, () => {
      if (++reads === 3) index.clear();
      return undefined;
    });
    const searching = index.search(queries, 10, { files: stored });
    await expect(searching).rejects.toMatchObject({ code: 'index-not-found' });
    expect(index.memoryBytes).toBe(0);
    expect(reads).toBe(3);
  });

  test('a filter loses no captions as long as there are enough others', async () => {
    const index = await opened(codec);
    // Each text names its shard; the query's own is refused.
    const filter = { allowed: null, accepts: textFilter(['shard 0'])! };
    const { hits } = await index.search(queries, 10, { filter });
    for (const its of hits) {
      expect(its).toHaveLength(10);
      for (const { text } of its) expect(text).not.toMatch(/shard 0/);
    }
    const all = (await index.search(queries, captions)).hits[0]!.filter(({ text }) => !/shard 0/.test(text));
    expect(hits[0]).toEqual(all.slice(0, 10));
    const none = await index.search(queries, 10, { filter: { allowed: null, accepts: () => false } });
    expect(none.hits.every((its) => its.length === 0)).toBe(true);
  });
});

test('routed in i8 codes, it looks at a part, says how large a part, and reaches the recall asked for', async () => {
  const index = await opened('i8', { exactUpTo: 0 });
  const result = await index.search(queries, 10);
  expect(recallOf(result.hits)).toBeGreaterThan(0.93);
  result.expectedRecall.forEach((expected, q) => {
    expect(expected).toBeGreaterThanOrEqual(0.95);
    expect(result.captionsCompared[q]).toBeLessThanOrEqual(captions);
  });
  expect(Math.min(...result.captionsCompared)).toBeLessThan(captions / 2);
  const everything = await (await opened('i8', { exactUpTo: 0, recall: 1 })).search(queries, 10);
  expect(everything.captionsCompared).toEqual(new Array(queries.count).fill(captions));
});

test('residual codes that left memory but for the first pass are read again list by list, where candidates are', async () => {
  const { manifest, files } = indexes.get('residual')!;
  const whole = await opened('residual', { exactUpTo: 0 });
  const memoryBytes = 0.96 * whole.memoryBytes;
  const index = await opened('residual', { exactUpTo: 0, memoryBytes });
  for (const { name } of manifest.shards) index.noteStored(name);
  const expected = await whole.search(queries, 10);
  const found: (readonly Hit[])[] = [];
  let reads = 0;
  const stored = storedFiles(files, (_, what) => {
    // Lists alone: no shard is read again.
    expect(what).toBe('readParts');
    reads++;
    return undefined;
  });
  for (let round = 0; round < 3; round++)
    for (let q = 0; q < queries.count; q++) {
      const result = await index.search(stack([row(queries, q)]), 10, { files: stored });
      found[q] = result.hits[0]!;
      expect(result.captionsCompared).toEqual([expected.captionsCompared[q]]);
      expect(result.expectedRecall[0]).toBeGreaterThan(0.97);
      expect(index.memoryBytes).toBeLessThanOrEqual(memoryBytes);
    }
  expectSame(found, expected.hits);
  expect(reads).toBeGreaterThan(0);
  expect(reads).toBeLessThan(3 * queries.count * (manifest.shards.length / 2));
});

describe('where shards do not fit', () => {
  /** An index of which everything is stored; the first shard alone comes in whole, for the codes to be known. */
  async function away(
    memoryBytes: number,
    recall = DEFAULT_SEARCH_PARAMETERS.recall,
  ): Promise<SearchableIndex> {
    const { manifest, files } = indexes.get('large')!;
    const index = new SearchableIndex(manifest, await kernelsInNode(width), {
      ...DEFAULT_SEARCH_PARAMETERS,
      exactUpTo: 0,
      recall,
      memoryBytes,
    });
    index.add(manifest.router, files.get(manifest.router.name)!);
    for (const entry of manifest.shards) index.addStored(entry);
    return index;
  }

  test('lists are read singly, and the same captions are found', async () => {
    const { files, manifest } = indexes.get('large')!;
    const expected = await (await opened('large', { exactUpTo: 0 })).search(queries, 10);
    const index = await away(0);
    const reads = { read: 0, readParts: 0 };
    const stored = storedFiles(files, (_, what) => {
      reads[what]++;
      return undefined;
    });
    for (let round = 0; round < 2; round++) {
      const found: (readonly Hit[])[] = [];
      for (let q = 0; q < queries.count; q++) {
        const result = await index.search(stack([row(queries, q)]), 10, { files: stored });
        found.push(result.hits[0]!);
        expect(result.captionsSearched).toBe(manifest.captions);
        expect(result.captionsCompared[0]).toBeGreaterThan(0);
      }
      expectSame(found, expected.hits);
    }
    expect(reads.read).toBe(1);
    expect(reads.readParts).toBeGreaterThan(queries.count);
  });

  test('lists stay in memory within the budget, and hardly any is read again for the same query', async () => {
    const { files } = indexes.get('large')!;
    const whole = await opened('large', { exactUpTo: 0 });
    const memoryBytes = 0.3 * whole.memoryBytes;
    // Few lists are enough for so little.
    const index = await away(memoryBytes, 0.2);
    let reads = 0;
    const stored = storedFiles(files, () => {
      reads++;
      return undefined;
    });
    const one = stack([row(queries, 3)]);
    const before = await index.search(one, 10, { files: stored });
    const first = reads;
    reads = 0;
    expect((await index.search(one, 10, { files: stored })).hits).toEqual(before.hits);
    expect(reads).toBeLessThan(first / 4);
    for (let q = 0; q < queries.count; q++) {
      await index.search(stack([row(queries, q)]), 10, { files: stored });
      expect(index.memoryBytes).toBeLessThanOrEqual(memoryBytes);
    }
  });

  test('what is asked for again and again comes in as a whole where there is room', async () => {
    const { files, manifest } = indexes.get('large')!;
    const index = await away(DEFAULT_SEARCH_PARAMETERS.memoryBytes);
    const read = new Set<string>();
    const stored = storedFiles(files, ({ name }, what) => {
      if (what === 'read') read.add(name);
      return undefined;
    });
    const expected = await (await opened('large', { exactUpTo: 0 })).search(queries, 10);
    for (let round = 0; round < 4; round++)
      for (let q = 0; q < queries.count; q++) {
        const result = await index.search(stack([row(queries, q)]), 10, { files: stored });
        expectSame(result.hits, [expected.hits[q]!]);
      }
    expect(read.size).toBe(manifest.shards.length);
  });

  test('a filter passes captions over in single lists as well', async () => {
    const { files } = indexes.get('large')!;
    const index = await away(0);
    const { manifest } = indexes.get('large')!;
    const flags = manifest.shards.map(({ captions }) =>
      Uint8Array.from({ length: captions }, (_, i) => i % 2),
    );
    const filter = { allowed: new AllowedCaptions(manifest.shards, flags), accepts: () => true };
    const expected = await (await opened('large', { exactUpTo: 0 })).search(queries, 10, { filter });
    const result = await index.search(queries, 10, { files: storedFiles(files), filter });
    expectSame(result.hits, expected.hits);
    expect(result.captionsSearched).toBe(expected.captionsSearched);
  });

  test('a shard that is gone when a list of it is read is missing, and the result says so', async () => {
    const { files, manifest } = indexes.get('large')!;
    const index = await away(0);
    let lost = '';
    const stored = storedFiles(files, ({ name }, what) => {
      if (what === 'readParts') lost ||= name;
      return name === lost ? 'gone' : undefined;
    });
    const result = await index.search(queries, 10, { files: stored });
    const its = manifest.shards.find(({ name }) => name === lost)!;
    expect(result.captionsSearched).toBe(manifest.captions - its.captions);
    expect(index.missing()).toEqual([its]);
    for (const hits of result.hits) expect(hits).toHaveLength(10);
  });
});

test('lists that cannot be read again are passed over with their shard, and the result says so', async () => {
  const { manifest, files } = indexes.get('residual')!;
  const whole = await opened('residual', { exactUpTo: 0 });
  const index = await opened('residual', { exactUpTo: 0, memoryBytes: 0.7 * whole.memoryBytes });
  for (const { name } of manifest.shards) index.noteStored(name);
  let lost = '';
  const stored = storedFiles(files, ({ name }) => {
    lost ||= name;
    return name === lost ? 'gone' : undefined;
  });
  const result = await index.search(queries, 10, { files: stored });
  const its = manifest.shards.find(({ name }) => name === lost)!;
  expect(result.captionsSearched).toBe(captions - its.captions);
  expect(index.missing()).toEqual([its]);
  for (const hits of result.hits) {
    expect(hits).toHaveLength(10);
    for (const { id, text } of hits) expect(text).toBe(indexes.get('i8')!.texts[id]);
  }
});

test('a codec of other bytes than the manifest says is refused', async () => {
  const { manifest, files } = indexes.get('residual')!;
  const lying = { ...manifest, codec: { kind: 'residual', bytes: 8 } } as const;
  const index = new SearchableIndex(lying, await kernelsInNode(width));
  expect(() => index.add(manifest.router, files.get(manifest.router.name)!)).toThrow(
    expect.objectContaining({ code: 'shard-corrupt' }),
  );
});
