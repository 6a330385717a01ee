import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dot, type Embeddings, exactTopK, fineRetrieval, row, stack, unwrap } from '../../../core';
import { loadNodeEncoder } from '../../../workers/encoder/node';
import { type Host, startHost } from '../../../workers/net/testing/host';
import type { SpaceProgress } from '../../../workers/protocol';
import { newTab, noNetwork } from '../../../workers/retrieval/testing/tab';
import { MemoryStore } from '../../../workers/storage';
import type { Manifest } from '../../format';
import { buildIndex } from '../build';
import { openSentenceEncoder, type TextEncoder } from '../embed/encoders';
import { npyBytes } from '../embed/npy';
import { SILENT } from '../stages/progress';
import { someCaptions } from '../testing/captions';
import { TINY_MODEL } from '../testing/cli';
import { randomRows } from '../testing/random-rows';
import { sentenceModel } from '../testing/sentence-model';
import { indexSettings, inputOf } from '../testing/settings';

const COUNT = 400;
const captions = someCaptions(COUNT);
/** Pictures' vectors: every tenth caption has none. */
const pictures = randomRows(COUNT, 64, 7);
for (let id = 0; id < COUNT; id += 10) pictures.data.fill(0, id * 64, (id + 1) * 64);

let second: TextEncoder;
let texts: Embeddings;
let inSecond: Embeddings;
let manifest: Manifest;
let host: Host;
const store = new MemoryStore();

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fernglass-searched-'));
  second = openSentenceEncoder({
    folder: await sentenceModel(folder),
    revision: 'main',
    precision: 'fp32',
    pooling: 'mean',
    prefix: 'query: ',
  });
  const file = join(folder, 'pictures.npy');
  await writeFile(file, npyBytes(pictures));
  const settings = indexSettings(folder, { second: { encoder: second }, images: { embeddings: [file] } });
  manifest = (await buildIndex(settings, await inputOf(folder, captions), SILENT))!;
  const encoder = await loadNodeEncoder(TINY_MODEL, { precision: 'fp32', threads: 1 });
  texts = await encoder.embedTexts(captions);
  await encoder.dispose();
  inSecond = await second.embedTexts(captions);
  const names = await readdir(settings.out);
  const files = names.map(
    async (name) => [name, new Uint8Array(await readFile(join(settings.out, name)))] as const,
  );
  host = await startHost(new Map(await Promise.all(files)));
});
afterAll(async () => {
  await second.dispose();
  await host.close();
});

const tab = async (parts: Parameters<typeof newTab>[0] = {}) => {
  const worker = newTab({ openShardStore: async () => ({ store, notice: null }), ...parts });
  unwrap(await worker.open(`${host.url}manifest.json`));
  unwrap(await worker.download(() => {}));
  return worker;
};

const ids = (hits: readonly { readonly id: number }[]) => hits.map(({ id }) => id);

describe('a second text encoder’s space', () => {
  test('is fetched when asked for, and its nearest captions bring the classifier’s vectors', async () => {
    const worker = await tab();
    expect(await worker.searchTexts(ask('second', [3]), 5)).toMatchObject({
      value: { captionsSearched: 0, hits: [[]] },
    });
    const progress: SpaceProgress[] = [];
    unwrap(await worker.fetchSpace('text', (step) => progress.push(step)));
    expect(progress.at(-1)!.bytesLoaded).toBe(progress.at(-1)!.bytesTotal);
    const result = unwrap(await worker.searchTexts(ask('second', [3, 77, 200]), 5));
    expect(result).toMatchObject({ captionsSearched: COUNT, captionsTotal: COUNT });
    [3, 77, 200].forEach((id, q) => {
      const truth = exactTopK(inSecond, row(inSecond, id), 5);
      const hits = result.hits[q]!;
      expect(hits).toHaveLength(5);
      for (const hit of hits) {
        const exact = dot(row(inSecond, hit.id), row(inSecond, id));
        expect(hit).toMatchObject({ text: captions[hit.id], foundBy: ['meaning'] });
        expect(hit.similarity).toBeCloseTo(exact, 2);
        // The index keeps eight bits of each component.
        expect(exact).toBeGreaterThan(truth[4]!.similarity - 0.01);
      }
    });
    Array.from(result.vectors.ids).forEach((id, i) => {
      expect(dot(row(result.vectors.embeddings, i), row(texts, id))).toBeGreaterThan(0.98);
    });
  });

  test('stays for a tab without a network, and survives the dropping of unnamed files', async () => {
    const before = await tab();
    unwrap(await before.fetchSpace('text', () => {}));
    const offline = newTab({ fetch: noNetwork, openShardStore: async () => ({ store, notice: null }) });
    unwrap(await offline.open(`${host.url}manifest.json`));
    unwrap(await offline.fetchSpace('text', () => {}));
    const { hits } = unwrap(await offline.searchTexts(ask('second', [42]), 1));
    expect(ids(hits[0]!)).toEqual([42]);
  });
});

describe('by name', () => {
  test('the captions that hold the name come first, scores as parts of the best', async () => {
    const worker = await tab();
    const { hits, captionsSearched } = unwrap(
      await worker.searchTexts(
        { mode: 'name', meaning: null, second: null, names: ['violins', 'number 17'] },
        8,
      ),
    );
    expect(captionsSearched).toBe(COUNT);
    expect(hits[0]).toHaveLength(8);
    for (const hit of hits[0]!)
      expect(hit).toMatchObject({ text: expect.stringContaining('violin'), foundBy: ['name'] });
    expect(hits[1]![0]).toMatchObject({ id: 17, similarity: 1 });
    for (const { similarity } of hits[1]!) expect(similarity > 0 && similarity <= 1).toBe(true);
  });

  test('rules pass captions over, and others take their place', async () => {
    const worker = await tab();
    const { hits } = unwrap(
      await worker.searchTexts({ mode: 'name', meaning: null, second: null, names: ['violin'] }, 8, {
        without: ['rain', 'night', 'wall'],
      }),
    );
    expect(hits[0]).toHaveLength(8);
    for (const { text } of hits[0]!) expect(text).not.toMatch(/rain|night|wall/);
  });

  test('names are counted in all captions', async () => {
    const worker = await tab();
    expect(unwrap(await worker.countNames(['VIOLIN', 'violin in the rain', 'oboe']))).toMatchObject({
      counts: ['violin', 'violin in the rain', 'oboe'].map(
        (name) => captions.filter((caption) => caption.includes(name)).length,
      ),
      captionsSearched: COUNT,
      captionsTotal: COUNT,
    });
  });
});

test('hybrid joins both, says which found what, and asks the second encoder where it is given', async () => {
  const worker = await tab();
  unwrap(await worker.fetchSpace('text', () => {}));
  for (const mode of ['second', 'meaning'] as const) {
    const queries = { ...ask(mode, [17]), mode: 'hybrid' as const, names: ['number 17'] };
    const { hits, vectors } = unwrap(await worker.searchTexts(queries, 10));
    expect(hits[0]![0]).toMatchObject({ id: 17, similarity: 1, foundBy: ['name', 'meaning'] });
    expect(hits[0]).toHaveLength(10);
    expect(new Set(vectors.ids)).toEqual(new Set(ids(hits[0]!)));
  }
});

describe('pairs', () => {
  const photos = randomRows(3, 64, 11);

  test('are those whose pictures are nearest, of which the nearest captions come', async () => {
    const worker = await tab();
    unwrap(await worker.fetchSpace('image', () => {}));
    const result = unwrap(await worker.searchPairs(photos, 40, 6));
    expect(result.captionsCompared).toEqual([0, 1, 2].map(() => COUNT - COUNT / 10));
    result.hits.forEach((hits, q) => {
      const photo = row(photos, q);
      const near = exactTopK(pictures, photo, 46).map(({ index }) => index);
      expect(ids(hits).every((id) => near.includes(id) && id % 10 !== 0)).toBe(true);
      const exact = fineRetrieval(near.slice(0, 40), (id) => row(texts, id), photo, 6);
      const common = exact.filter(({ index }) => ids(hits).includes(index));
      expect(common.length).toBeGreaterThanOrEqual(5);
      for (const { index, similarity } of common)
        expect(hits.find(({ id }) => id === index)!.similarity).toBeCloseTo(similarity, 1);
    });
  });

  test('come from nowhere where the index has no pictures’ vectors', async () => {
    const plain = await startHost(new Map([['manifest.json', bytesOf({ ...manifest, spaces: [] })]]));
    const worker = newTab();
    unwrap(await worker.open(`${plain.url}manifest.json`));
    expect(await worker.searchPairs(photos, 40, 6)).toMatchObject({ error: { code: 'input-invalid' } });
    const queries = { mode: 'second' as const, meaning: null, second: inSecond, names: [] };
    expect(await worker.searchTexts(queries, 6)).toMatchObject({ error: { code: 'input-invalid' } });
    await plain.close();
  });
});

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** Queries that are captions themselves, by meaning in one of the spaces. */
function ask(mode: 'meaning' | 'second', which: readonly number[]) {
  const of = (space: Embeddings) => stack(which.map((id) => row(space, id)));
  return {
    mode,
    meaning: mode === 'meaning' ? of(texts) : null,
    second: mode === 'second' ? of(inSecond) : null,
    names: which.map(() => ''),
  };
}
