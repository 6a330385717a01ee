import { zipSync } from 'fflate';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { createStore } from 'zustand/vanilla';
import { normalise, type Result, row, stack, unwrap } from '../../../core';
import { FINGERPRINT_SENTENCE } from '../../../index-shards/format';
import type { RetrievalApi, SentenceEncoderApi } from '../../../workers/protocol';
import { serve } from '../../../workers/protocol/serving/serve';
import { makeIndex, withSpace } from '../../../workers/retrieval/testing/index-fixture';
import { newTab } from '../../../workers/retrieval/testing/tab';
import { openShardStore } from '../../../workers/storage';
import { TextStore } from '../embedding/text-store';
import { initialState } from '../initial-state';
import type { EngineData } from '../state/engine-data';
import { addressesOf, movedIndex } from '../state/request/indexes';
import { defaultRequest } from '../state/request/request';
import type { EngineState } from '../state/types';
import type { RetrievalClient } from '../workers/clients';
import { indexChoiceOf } from './index-choice';
import { OwnStage } from './own-stage';
import { CAPTIONS_PER_SHARD } from './plan';
import { SecondVectors } from './second-vectors';

const WIDTH = 16;
const BASE = 'https://here.example/';
const about = { title: 'Flora', source: 'a flora', licence: 'CC0', languages: [] };
const texts = Array.from({ length: 2 * CAPTIONS_PER_SHARD + 100 }, (_, i) => `caption ${i}`);

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

const vectorOf = (text: string) =>
  normalise(
    Array.from({ length: WIDTH }, (_, j) =>
      Math.sin((j + 1) * [...text].reduce((sum, c) => sum + c.charCodeAt(0), text.length)),
    ),
  );

/** The retrieval worker of a tab, without the link between. */
function clientOf(tab: RetrievalApi): RetrievalClient {
  return new Proxy(tab, {
    get:
      (api, name: keyof RetrievalApi) =>
      async (...args: unknown[]) =>
        unwrap(
          (await (api[name] as (...args: unknown[]) => Promise<unknown>).apply(api, args)) as Result<unknown>,
        ),
  }) as unknown as RetrievalClient;
}

/** A second encoder that is had, or not, and what it was given. */
interface Second {
  isThere: boolean;
  readonly embedded: string[];
}

const FINGERPRINT = { sentence: 'a fern', embedding: [1, 0, 0, 0] };

/** Its worker behind a real port: every caption points where its fingerprint does. */
function sentencesOf(second: Second): Worker {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  const api: Pick<SentenceEncoderApi, 'kept' | 'load' | 'embedCaptions' | 'chooseNetwork'> = {
    chooseNetwork: async () => {},
    kept: async () => ({ ok: true, value: [] }),
    load: async () =>
      second.isThere
        ? { ok: true, value: { fingerprintCosine: 1 } }
        : { ok: false, error: { code: 'network-failed', message: 'No network.' } },
    embedCaptions: async (texts) => {
      second.embedded.push(...texts);
      return { ok: true, value: stack(texts.map(() => Float32Array.from(FINGERPRINT.embedding))) };
    },
  };
  serve(api, port1);
  return Object.assign(port2, { terminate: () => port2.close() }) as unknown as Worker;
}

/** A page with a model that embeds what is wanted, a batch a time; the stores are the device's. */
function newPage(modelId = 'a/model') {
  const request = defaultRequest(BASE);
  const store = createStore<EngineState>()(() => {
    const state = initialState(request, null, false);
    const info = { id: modelId, revision: 'main', width: WIDTH } as EngineState['model']['info'];
    return { ...state, model: { ...state.model, status: 'ready', info } };
  });
  const embedded: string[] = [];
  const opened: string[] = [];
  const texts = new TextStore();
  let embedding = false;
  const data = {
    store,
    texts,
    settled: () => {},
    embeddingNeeded() {
      if (embedding) return;
      embedding = true;
      setTimeout(() => {
        embedding = false;
        const batch = [...texts.wanted];
        embedded.push(...batch);
        texts.add(batch, stack(batch.map(vectorOf), WIDTH));
        stage.wake();
      });
    },
  } as unknown as EngineData;
  const client = clientOf(newTab());
  const second: Second = { isThere: true, embedded: [] };
  const open = (address: string) => void opened.push(address);
  const ask = (change: Partial<EngineState['request']>) =>
    store.setState(({ request }) => ({ request: { ...request, ...change } }));
  const choice = indexChoiceOf(store, ask, BASE);
  const stage = new OwnStage(
    data,
    { client, open, at: () => undefined },
    {
      ...choice,
      use(address) {
        choice.use(address);
        open(address);
      },
    },
    new SecondVectors(
      () => sentencesOf(second),
      () => ({ closed: false, origins: [] }),
      () => store.getState().request.model,
    ),
  );
  const own = () => store.getState().own;
  return { stage, store, embedded, opened, texts, own, client, second };
}

const finished = (page: ReturnType<typeof newPage>) =>
  vi.waitFor(() => expect(page.own().job).toBeNull(), 20_000);

/** Pauses at the very moment the first shard is there: a look now and then could come after the second. */
const pausedAtFirstShard = (page: ReturnType<typeof newPage>, before = 0) =>
  new Promise<void>((resolve) => {
    const stop = page.store.subscribe(({ own }) => {
      if (own.indexes[0]?.captions !== before + CAPTIONS_PER_SHARD) return;
      stop();
      page.stage.pause(true);
      resolve();
    });
  });

describe('captions of one’s own', () => {
  test('are embedded once each, added some at a time, and opened as they grow', async () => {
    const page = newPage();
    await page.stage.start();
    const address = await page.stage.add(about, texts);
    expect(page.own().job).toMatchObject({ address, title: 'Flora', done: 0, total: texts.length });
    await finished(page);
    expect(page.own().indexes).toMatchObject([{ address, captions: texts.length, about }]);
    expect(page.embedded.toSorted()).toEqual([...texts, FINGERPRINT_SENTENCE].toSorted());
    // With the first shard, when it had doubled, and with the rest.
    expect(page.opened).toEqual([address, address, address]);
    for (const text of texts) expect(page.texts.get(text)).toBeUndefined();
    expect(await page.client.ownJobs()).toEqual([]);
    await page.client.open(address);
    const query = stack([vectorOf('caption 7')], WIDTH);
    const { hits } = await page.client.search(query, 1);
    expect(row(query, 0)).toHaveLength(WIDTH);
    expect(hits[0]![0]!.similarity).toBeGreaterThan(0.99);
  });

  test('go on after a reload where they were; only what was in no shard yet is embedded again', async () => {
    const page = newPage();
    const address = await page.stage.add(about, texts);
    await pausedAtFirstShard(page);
    const later = newPage();
    await later.stage.start();
    expect(later.own().job).toMatchObject({ address, done: CAPTIONS_PER_SHARD });
    await finished(later);
    expect(later.own().indexes).toMatchObject([{ captions: texts.length }]);
    expect(later.embedded).toHaveLength(texts.length - CAPTIONS_PER_SHARD + 1);
  });

  test('are there once, also where two tabs are at the same work', async () => {
    const page = newPage();
    await page.stage.add(about, texts);
    const other = newPage();
    await other.stage.start();
    await finished(page);
    await finished(other);
    expect(await page.client.ownIndexes()).toMatchObject([{ captions: texts.length }]);
  });

  test('wait while they are paused, and for the model that began them', async () => {
    const page = newPage();
    await page.stage.add(about, texts.slice(0, 200));
    page.stage.pause(true);
    const other = newPage('another/model');
    await other.stage.start();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(other.embedded).toEqual([]);
    expect(other.own()).toMatchObject({ job: { done: 0, model: { id: 'a/model' } } });
    page.stage.pause(false);
    await finished(page);
    expect(page.own().indexes).toMatchObject([{ captions: 200 }]);
  });

  test('that are given up leave what is there; removed, they leave nothing', async () => {
    const page = newPage();
    const address = await page.stage.add(about, texts);
    await page.stage.add({ ...about, title: 'Second' }, texts.slice(0, 40));
    expect(page.own().job).toMatchObject({ title: 'Flora', waiting: 1 });
    await pausedAtFirstShard(page);
    await page.stage.cancel();
    page.stage.pause(false);
    await finished(page);
    expect(page.own().indexes).toMatchObject([
      { address, captions: CAPTIONS_PER_SHARD },
      { about: { title: 'Second' }, captions: 40 },
    ]);
    await page.stage.remove(address);
    expect(page.own().indexes).toMatchObject([{ about: { title: 'Second' } }]);
  });

  test('are refused before a model is loaded', async () => {
    const page = newPage();
    page.store.setState({ model: { ...page.store.getState().model, status: 'loading', info: null } });
    await expect(page.stage.add(about, ['a'])).rejects.toMatchObject({ code: 'input-invalid' });
  });

  test('can be embedded anew by another model, renamed, and taken in from where they were exported', async () => {
    const page = newPage();
    const few = texts.slice(0, 50);
    const address = await page.stage.add(about, few);
    await finished(page);
    const other = newPage('another/model');
    await other.stage.start();
    const anew = await other.stage.embedAnew(address);
    await finished(other);
    expect(other.embedded).toEqual(expect.arrayContaining(few));
    const models = other.own().indexes.map(({ model }) => model.id);
    expect(models.toSorted()).toEqual(['a/model', 'another/model']);
    expect(await other.client.ownTexts(anew)).toEqual(few);
    expect(addressesOf(other.store.getState().request)).toContain(anew);
    expect(addressesOf(other.store.getState().request)).not.toContain(address);

    await other.stage.rename(anew, 'Ferns');
    expect(other.own().indexes.find((index) => index.address === anew)?.about.title).toBe('Ferns');
    const archive = await other.stage.export(anew);
    const taken = await other.stage.import(archive);
    expect(taken).toMatchObject({ about: { title: 'Ferns' }, captions: 50 });
    expect(other.own().indexes).toHaveLength(3);
    await expect(other.stage.import(new Blob(['x']))).rejects.toMatchObject({ code: 'input-invalid' });
    expect(other.own()).toMatchObject({ error: null });
  });

  test('are added to what is there, a file at a time; a file is replaced without embedding what stays, and removed; each can be undone', async () => {
    const page = newPage();
    const fileOf = (name: string, captions: number) => ({
      name,
      source: `${name}, printed`,
      licence: 'CC0',
      captions,
    });
    const address = await page.stage.add(about, texts.slice(0, 40), [
      fileOf('a.txt', 30),
      fileOf('b.txt', 10),
    ]);
    await finished(page);
    const present = () => page.client.ownTexts(address);
    const filesNow = () => page.own().indexes[0]!.files.map(({ name, captions }) => `${name} ${captions}`);
    expect(filesNow()).toEqual(['a.txt 30', 'b.txt 10']);

    await page.stage.edit.add(address, texts.slice(40, 50), [fileOf('b.txt', 10)]);
    // One change at a time.
    await expect(page.stage.edit.removeFile(address, 'a.txt')).rejects.toMatchObject({
      code: 'input-invalid',
    });
    await finished(page);
    expect(filesNow()).toEqual(['a.txt 30', 'b.txt 10', 'b.txt (2) 10']);
    expect(page.opened.at(-1)).toBe(address);

    const embedded = page.embedded.length;
    const opened = page.opened.length;
    const terms = { source: 'second edition', licence: 'CC BY' };
    const next = [...texts.slice(5, 30), 'quite new'];
    const undo = await page.stage.edit.replaceFile(address, 'a.txt', next, terms);
    await finished(page);
    expect(page.embedded.slice(embedded)).toEqual(['quite new']);
    expect(await present()).toEqual([...texts.slice(5, 50), 'quite new']);
    expect(page.own().indexes[0]!.files).toMatchObject([
      { name: 'a.txt', captions: 25, ...terms },
      { name: 'b.txt' },
      { name: 'b.txt (2)' },
      { name: 'a.txt', captions: 1, ...terms },
    ]);
    expect(page.opened.length).toBeGreaterThan(opened);
    await undo();
    expect(await present()).toEqual(texts.slice(0, 50));

    const back = await page.stage.edit.removeFile(address, 'b.txt');
    expect(await present()).toEqual([...texts.slice(0, 30), ...texts.slice(40, 50)]);
    await back();
    expect(filesNow()).toEqual(['a.txt 30', 'b.txt 10', 'b.txt (2) 10']);
    const chosen = page.store.getState().request;
    const use = { weight: 1.3, photos: true, classes: false };
    const asked = { ...chosen, ...movedIndex(chosen, address, -1), indexUse: { [address]: use } };
    page.store.setState({ request: asked });
    const restore = await page.stage.remove(address);
    expect(page.own().indexes).toEqual([]);
    await restore!();
    expect(filesNow()).toEqual(['a.txt 30', 'b.txt 10', 'b.txt (2) 10']);
    // In its place, searched as it was.
    expect(page.store.getState().request).toEqual(asked);
    expect(addressesOf(asked)[0]).toBe(address);
  });

  test('of a file that is being replaced are all there after a reload in the midst of it, and none twice', async () => {
    const page = newPage();
    const address = await page.stage.add(about, texts.slice(0, 40));
    await finished(page);
    const added = texts.slice(100, 100 + CAPTIONS_PER_SHARD + 20);
    await page.stage.edit.replaceFile(address, 'Flora', added, { source: 's', licence: 'l' });
    await pausedAtFirstShard(page, 40);
    const later = newPage();
    await later.stage.start();
    await finished(later);
    expect(await later.client.ownTexts(address)).toEqual(added);
    expect(later.own().indexes).toMatchObject([{ captions: added.length }]);
  });

  test('of a file that two tabs replace at once are there once', async () => {
    const page = newPage();
    const address = await page.stage.add(about, texts.slice(0, 40));
    await finished(page);
    const added = texts.slice(100, 100 + CAPTIONS_PER_SHARD + 20);
    await page.stage.edit.replaceFile(address, 'Flora', added, { source: 's', licence: 'l' });
    const other = newPage();
    await other.stage.start();
    await finished(page);
    await finished(other);
    expect(await page.client.ownTexts(address)).toEqual(added);
  });

  test('of another model are not added to, and what the browser cleared in part cannot be put back', async () => {
    const page = newPage();
    const address = await page.stage.add(about, texts.slice(0, 40));
    await finished(page);
    const other = newPage('another/model');
    await other.stage.start();
    const file = { name: 'b.txt', source: 's', licence: 'l', captions: 1 };
    await expect(other.stage.edit.add(address, ['x'], [file])).rejects.toMatchObject({
      code: 'index-model-mismatch',
    });
    const { store } = await openShardStore();
    await store.drop([...(await store.names())]);
    expect(await other.stage.remove(address)).toBeNull();
    expect(other.own().indexes).toEqual([]);
  });

  test('come into an index that has vectors by a second encoder with those too, or without, as the user chooses', async () => {
    const page = newPage();
    const revision = 'main';
    const model = {
      id: 'a/model',
      revision,
      width: WIDTH,
      fingerprint: { ...FINGERPRINT, embedding: [...vectorOf(FINGERPRINT_SENTENCE)] },
    };
    const options = { captions: 40, width: WIDTH, lists: 4, shards: 2, seed: 5, model, tagged: true };
    const encoder = { id: 'someone/sentences', revision, width: 4, fingerprint: FINGERPRINT };
    const others = stack(Array.from({ length: 40 }, () => Float32Array.from([0, 1, 0, 0])));
    const { files } = await withSpace(await makeIndex(options), { kind: 'text', encoder }, others);
    const { address } = await page.stage.import(new Blob([zipSync(Object.fromEntries(files), { level: 0 })]));
    const file = { name: 'b.txt', source: 's', licence: 'l', captions: 2 };
    const add = (some: readonly string[], inFurtherSpaces: boolean) =>
      page.stage.edit.add(address, some, [file], { language: 'nl', inFurtherSpaces });

    page.second.isThere = false;
    await expect(add(['new one', 'new two'], true)).rejects.toMatchObject({ code: 'network-failed' });
    expect(page.own().job).toBeNull();
    await add(['plain one', 'plain two'], false);
    await finished(page);
    expect(page.second.embedded).toEqual([]);

    page.second.isThere = true;
    const undo = await add(['new one', 'new two'], true);
    await finished(page);
    expect(page.second.embedded).toEqual(['new one', 'new two']);
    const info = await page.client.open(address);
    expect(info.manifest).toMatchObject({ captions: 44, spaces: [{ captions: 42 }] });
    expect(info.manifest.tags!.languages.find(({ name }) => name === 'nl')).toMatchObject({ captions: 4 });
    await page.client.fetchSpace('text', () => {});
    const second = stack([Float32Array.from(FINGERPRINT.embedding)]);
    const { hits } = await page.client.searchTexts(
      { mode: 'second', meaning: null, second, names: ['x'] },
      2,
    );
    expect(hits[0]!.map(({ text }) => text).toSorted()).toEqual(['new one', 'new two']);
    await undo();
    expect(page.own().indexes).toMatchObject([{ captions: 42 }]);
  });

  test('that are renamed while they grow keep the new title', async () => {
    const page = newPage();
    const address = await page.stage.add(about, texts);
    await vi.waitFor(
      () => expect(page.own().indexes[0]?.captions).toBeGreaterThanOrEqual(CAPTIONS_PER_SHARD),
      20_000,
    );
    await page.stage.rename(address, 'Ferns');
    await finished(page);
    expect(page.own().indexes).toMatchObject([{ about: { title: 'Ferns' }, captions: texts.length }]);
  });
});
