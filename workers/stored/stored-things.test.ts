import { createStore, set } from 'idb-keyval';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { unwrap } from '../../core';
import { modelsAmong } from '../encoder/checkpoint/kept-models';
import { KeptTexts } from '../encoder/known-texts/kept-texts';
import { CacheInMemory } from '../offline/testing/cache';
import { newTab, setUpBench } from '../retrieval/testing/tab';
import { CacheFiles, KeptStore, STORES } from '../storage';
import { StoredThings } from './stored-things';

const bench = setUpBench();
const HUB = 'https://hub.example';
let caches: Map<string, CacheInMemory>;

beforeEach(() => {
  caches = new Map();
  vi.stubGlobal('caches', {
    has: async (name: string) => caches.has(name),
    keys: async () => [...caches.keys()],
    delete: async (name: string) => caches.delete(name),
    open: async (name: string) => {
      const cache = caches.get(name) ?? new CacheInMemory();
      caches.set(name, cache);
      return cache;
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

const listed = async () => unwrap(await new StoredThings().list());
const kinds = async () => (await listed()).map(({ kind }) => kind).toSorted();

test('nothing is kept at first', async () => {
  expect(await listed()).toEqual([]);
});

describe('an index', () => {
  test('is listed by its title, with its size and date, and removed with all that is its own', async () => {
    const from = Date.now();
    await bench.downloaded();
    const [index, ...others] = await listed();
    expect(others).toEqual([]);
    const { manifest } = bench.fixture;
    const bytes = [manifest.router, ...manifest.shards].reduce((sum, file) => sum + file.bytes, 0);
    const { host } = new URL(bench.manifestUrl);
    const facts = { kind: 'index', id: bench.manifestUrl, title: manifest.title, host, bytes };
    expect(index).toMatchObject(facts);
    expect(index!.keptAt).toBeGreaterThanOrEqual(from);

    unwrap(await new StoredThings().remove(index!));
    expect(await listed()).toEqual([]);
    expect((await new KeptStore().names()).size).toBe(0);
    expect(unwrap(await newTab().open(bench.manifestUrl)).captionsPresent).toBe(0);
  });

  test('whose rows have no date yet, as version 0.1.0 wrote them, is listed and searched', async () => {
    await bench.downloaded();
    for (const { name, bytes } of [bench.fixture.manifest.router, ...bench.fixture.manifest.shards])
      await set(name, { bytes }, createStore(STORES.shardLedger, 'entries'));
    expect(await listed()).toMatchObject([{ kind: 'index', keptAt: null }]);
    expect(unwrap(await newTab().open(bench.manifestUrl)).captionsPresent).toBe(240);
  });

  test('that cannot be read any more is listed by its address; its files are parts that no index names', async () => {
    await bench.downloaded();
    await new KeptStore().writeManifest(bench.manifestUrl, '{"formatVersion":99}');
    expect(await kinds()).toEqual(['index', 'unfinished']);
    unwrap(await new StoredThings().remove({ kind: 'unfinished', id: 'unfinished' }));
    expect(await listed()).toMatchObject([{ kind: 'index', bytes: 0 }]);
    expect((await listed())[0]!.title).toContain(bench.manifestUrl);
  });
});

test('models are listed by revision, and removed without others', async () => {
  const files = new CacheFiles(STORES.models);
  const key = (id: string, revision: string, file: string) =>
    `${HUB}/${id}/resolve/${revision}/${file}?revision=${revision}`;
  await files.write(key('someone/model', 'a', 'config.json'), new Uint8Array(10));
  await files.write(key('someone/model', 'a', 'onnx/vision_model.onnx'), new Uint8Array(90));
  await files.write(key('someone/other', 'b', 'config.json'), new Uint8Array(7));
  await files.write(`${HUB}/api/models/someone/model/revision/main`, new Uint8Array(1));
  const items = await listed();
  expect(items.map(({ title, bytes, host }) => ({ title, bytes, host }))).toEqual([
    { title: 'someone/model', bytes: 101, host: 'hub.example' },
    { title: 'someone/other', bytes: 7, host: 'hub.example' },
  ]);
  for (const { keptAt } of items) expect(keptAt).not.toBeNull();
  unwrap(await new StoredThings().remove(items[0]!));
  expect([...(await files.names())]).toEqual([key('someone/other', 'b', 'config.json')]);
});

test('files of models are told apart: hubs, folders, and what a branch was found to be', () => {
  const keys = [
    `${HUB}/models/pocket/onnx/text_model.onnx?revision=1`,
    `${HUB}/models/pocket/config.json?revision=1`,
    `${HUB}/api/models/gone/revision/main`,
  ];
  expect(modelsAmong(new Map(keys.map((key) => [key, null])))).toMatchObject([
    { title: 'models/pocket', files: keys.slice(0, 2) },
    { title: 'gone', files: keys.slice(2) },
  ]);
});

test('models say where they are loaded from, and whether all of a precision is there, in pieces or whole', async () => {
  const files = new CacheFiles(STORES.models);
  const write = (base: string, revision: string, names: readonly string[]) =>
    Promise.all(names.map((name) => files.write(`${base}/${name}?revision=${revision}`, new Uint8Array(3))));
  const settings = ['config.json', 'tokenizer.json', 'onnx/vision_model.onnx'];
  const hub = `${HUB}/mirror/someone/model/resolve/a`;
  await write(hub, 'a', [...settings, 'onnx/text_model.onnx', 'onnx/text_model_fp16.onnx']);
  await files.write(`${hub}/onnx/vision_model_fp16.onnx?revision=a&pieces=part`, new Uint8Array(1));
  await files.write(`${hub}/onnx/vision_model_fp16.onnx?revision=a&piece=0`, new Uint8Array(4));
  await write(`${HUB}/models/my%20ferns`, 'main', [...settings, 'onnx/text_model_fp16.onnx']);
  const own = 'https://device.invalid/my%20ferns';
  await write(own, 'b', settings);
  await files.write(`${own}/onnx/text_model.onnx?revision=b&pieces=whole`, new Uint8Array(1));
  await files.write(
    `${own}/.fernglass-listing?revision=b`,
    new TextEncoder().encode(JSON.stringify([['onnx/text_model.onnx_data', { bytes: 4 }]])),
  );
  const found = async () => new Map((await listed()).map((item) => [item.id, item] as const));
  const items = await found();
  expect(items.get(`${HUB}/mirror/someone/model@a`)).toMatchObject({
    bytes: 20,
    host: 'hub.example',
    model: {
      source: { layout: 'hub', id: 'someone/model', revision: 'a', host: `${HUB}/mirror/` },
      isReady: true,
    },
  });
  expect(items.get(`${HUB}/models/my ferns@main`)).toMatchObject({
    model: {
      source: { layout: 'folder', id: 'my%20ferns', revision: 'main', host: `${HUB}/models/` },
      isReady: false,
    },
  });
  const device = 'https://device.invalid/my ferns@b';
  const source = { layout: 'device', id: 'my ferns', revision: 'b' };
  expect(items.get(device)).toMatchObject({
    title: 'my ferns',
    host: null,
    model: { source, isReady: false },
  });
  await files.write(`${own}/onnx/text_model.onnx_data?revision=b`, new Uint8Array(4));
  expect((await found()).get(device)).toMatchObject({ model: { isReady: true } });
  unwrap(await new StoredThings().remove(items.get(device)!));
  expect([...(await files.names())].filter((key) => key.startsWith(own))).toEqual([]);
});

test('the app, embedded texts and what another version keeps are listed, and removed one by one', async () => {
  await new CacheFiles(STORES.app).write('https://fernglass.example/?revision=1', new Uint8Array(20));
  await new CacheFiles('fernglass-older').write('https://fernglass.example/x', new Uint8Array(20));
  await new CacheFiles('of-another-app').write('https://fernglass.example/y', new Uint8Array(20));
  const texts = new KeptTexts('model#q8');
  texts.add('fern', Float32Array.of(1, 2));
  await texts.flush();
  await makeDatabase('fernglass-former');
  expect(await kinds()).toEqual(['app', 'texts', 'unknown', 'unknown']);
  const items = await listed();
  expect(items.find(({ kind }) => kind === 'app')).toMatchObject({ bytes: 20 });
  expect(items.find(({ kind }) => kind === 'texts')).toMatchObject({ title: 'Embeddings of 1 text' });
  for (const item of items) unwrap(await new StoredThings().remove(item));
  expect(await listed()).toEqual([]);
  expect([...caches.keys()]).toEqual(['of-another-app']);
  expect(await new KeptTexts('model#q8').read(['fern'])).toEqual(new Map());
});

test('where storage refuses, nothing is listed, and nothing fails', async () => {
  const refuse = () => {
    throw new DOMException('refused', 'SecurityError');
  };
  vi.stubGlobal('caches', { has: refuse, keys: refuse });
  vi.stubGlobal('indexedDB', { open: refuse, databases: refuse });
  expect(await listed()).toEqual([]);
});

/** An empty database that nobody holds open. */
function makeDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      request.result.close();
      resolve();
    };
  });
}
