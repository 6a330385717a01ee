import type { ServerResponse } from 'node:http';
import { createStore as createDatabase, set } from 'idb-keyval';
import { afterEach, expect, test, vi } from 'vitest';
import { row } from '../../../core';
import { chooseNetwork } from '../../../workers/net';
import { answers } from '../../../workers/net/testing/misbehaviour';
import type { KeptHits } from '../../../workers/protocol';
import { Retrieval } from '../../../workers/retrieval/retrieval';
import { languageOf, makeIndex } from '../../../workers/retrieval/testing/index-fixture';
import { FIXTURE, setUpBench } from '../../../workers/retrieval/testing/tab';
import { captionsOfPhoto } from '../state/basis';
import { engineWith, photoOf } from './testing/retrieval-engine';

// These workers share a realm with each other and with other tests.
afterEach(() => chooseNetwork(null));

const bench = setUpBench();

test('when a half-fetched version gives way to the stored one, none of its captions stay', async () => {
  await bench.downloaded();
  const next = await makeIndex({ ...FIXTURE, seed: 2 });
  bench.host.serve(next.files);
  const held: ServerResponse[] = [];
  const { name } = next.manifest.shards[5]!;
  bench.host.misbehave(name, (response) => void held.push(response));
  bench.host.misbehave(name, answers.status(404), 9);

  const photo = photoOf(row(bench.fixture.embeddings, 7));
  const { data, stage } = engineWith(bench, photo);
  const texts = () =>
    Array.from(captionsOfPhoto(photo, data.basis())?.ids ?? [], (id) => data.captions.text(id));
  stage.index.open();
  await vi.waitFor(() => {
    expect(held).toHaveLength(1);
    expect(texts().length).toBeGreaterThan(0);
  }, 20_000);
  for (const text of texts()) expect(next.texts).toContain(text);

  for (const response of held) response.writeHead(404).end();
  await vi.waitFor(() => {
    const { index } = data.store.getState();
    expect(index).toMatchObject({ status: 'failed', info: { captionsPresent: FIXTURE.captions } });
    expect(stage.hasWork).toBe(false);
    expect(texts().length).toBeGreaterThan(0);
  }, 20_000);
  for (const text of texts()) expect(bench.fixture.texts).toContain(text);
});

// Fault: host silent × answers
test('while the host is silent, photos get captions of the stored version; a newer one takes its place when it comes', async () => {
  await bench.downloaded();
  const next = await makeIndex({ ...FIXTURE, seed: 2, title: 'Second' });
  bench.host.serve(next.files);
  const held: ServerResponse[] = [];
  bench.host.misbehave('manifest.json', (response) => void held.push(response));
  const photo = photoOf(row(bench.fixture.embeddings, 7));
  const { data, stage } = engineWith(bench, photo);
  const texts = () =>
    Array.from(captionsOfPhoto(photo, data.basis())?.ids ?? [], (id) => data.captions.text(id));
  stage.index.open();
  await vi.waitFor(() => {
    expect(held).toHaveLength(1);
    expect(texts().length).toBeGreaterThan(0);
    expect(stage.hasWork).toBe(false);
  }, 20_000);
  for (const text of texts()) expect(bench.fixture.texts).toContain(text);
  expect(data.store.getState().index).toMatchObject({ status: 'ready', awaitsHost: true });

  held[0]!.end(next.files.get('manifest.json'));
  await vi.waitFor(() => {
    const { index } = data.store.getState();
    expect(index).toMatchObject({
      status: 'ready',
      awaitsHost: false,
      info: { manifest: { title: 'Second' } },
    });
    expect(stage.hasWork).toBe(false);
    expect(texts().length).toBeGreaterThan(0);
  }, 20_000);
  for (const text of texts()) expect(next.texts).toContain(text);
});

// Fault: worker dies × captions
test('a worker that died is started again, with the limits that were asked for, and finds what it was to find', async () => {
  const limit = vi.spyOn(Retrieval.prototype, 'limitMemory');
  const aim = vi.spyOn(Retrieval.prototype, 'aimAt');
  await bench.downloaded();
  const photo = photoOf(row(bench.fixture.embeddings, 7));
  const { data, stage, workers } = engineWith(bench, photo);
  stage.index.open();
  await vi.waitFor(() => expect(photo.hits).not.toBeNull(), 20_000);

  const generation = data.captions.generation;
  workers[0]!.dispatchEvent(outOfMemory());
  await vi.waitFor(() => {
    expect(data.captions.generation).not.toBe(generation);
    expect(captionsOfPhoto(photo, data.basis())).not.toBeNull();
  }, 20_000);
  expect(data.store.getState().index).toMatchObject({ status: 'ready', error: null });
  expect(workers).toHaveLength(2);
  const { indexMemory, indexRecall } = data.store.getState().request;
  expect(limit.mock.calls).toEqual([[indexMemory * 1e6], [indexMemory * 1e6]]);
  expect(aim.mock.calls).toEqual([[indexRecall / 100], [indexRecall / 100]]);
});

// Fault: worker dies × captions
test('a worker that dies over the same search three times is left, and says so; trying again starts one', async () => {
  await bench.downloaded();
  const photo = photoOf(row(bench.fixture.embeddings, 7));
  const { data, stage, workers } = engineWith(bench, photo);
  const search = vi.spyOn(Retrieval.prototype, 'search').mockImplementation(() => {
    workers.at(-1)!.dispatchEvent(outOfMemory());
    return new Promise(() => {});
  });
  stage.index.open();
  await vi.waitFor(() => expect(data.store.getState().index.status).toBe('failed'), 20_000);
  await vi.waitFor(() => expect(stage.hasWork).toBe(false), 20_000);
  const failed = { code: 'worker-failed', message: expect.stringContaining('out of memory') };
  expect(data.store.getState().index).toMatchObject({ status: 'failed', info: null, error: failed });
  expect(workers).toHaveLength(3);

  search.mockRestore();
  stage.index.open();
  await vi.waitFor(() => expect(captionsOfPhoto(photo, data.basis())).not.toBeNull(), 20_000);
  expect(data.store.getState().index).toMatchObject({ status: 'ready', error: null });
  expect(workers).toHaveLength(4);
});

// Fault: claims too much × index
test('a large index is fetched only when the user agrees, and not when photos are resumed', async () => {
  const { manifest } = bench.fixture;
  let firstList = manifest.lists;
  const claimed = Array.from({ length: 30 }, (_, i) => {
    const sha256 = String(i).padStart(64, '0');
    return { name: `${sha256}.bin`, sha256, bytes: 2 ** 26, firstList: firstList++, lists: 1, captions: 40 };
  });
  const large = {
    ...manifest,
    captions: manifest.captions + 40 * claimed.length,
    lists: firstList,
    shards: [...claimed.map((shard, i) => ({ ...shard, firstList: i })), ...manifest.shards].map(
      (shard, i) => (i < claimed.length ? shard : { ...shard, firstList: shard.firstList + claimed.length }),
    ),
  };
  const text = new TextEncoder().encode(JSON.stringify(large));
  bench.host.serve(new Map([...bench.fixture.files, ['manifest.json', text]]));
  const { data, stage } = engineWith(bench, photoOf(row(bench.fixture.embeddings, 7)));
  stage.index.open();
  await vi.waitFor(() => expect(data.store.getState().index.status).toBe('paused'), 20_000);
  const { host } = new URL(bench.manifestUrl);
  expect(data.store.getState().index.asks).toMatchObject({ host, bytes: expect.any(Number) });
  expect(data.store.getState().index.asks!.bytes).toBeGreaterThan(30 * 2 ** 26);
  const shards = () => {
    const names = new Set(large.shards.map(({ name }) => name));
    return new Set(bench.filesAskedFor().filter((name) => names.has(name)));
  };
  stage.index.resumeDownload();
  expect(data.store.getState().index.status).toBe('paused');
  expect(shards().size).toBe(0);

  stage.index.agree();
  await vi.waitFor(() => expect(data.store.getState().index.status).toBe('failed'), 20_000);
  // A host that has none of many files in a row is not asked for the rest.
  expect(data.store.getState().index.error!.message).toMatch(/of 37 files .* more were not tried/);
  expect(shards().size).toBeLessThan(12);
});

/** What a browser reports of a worker that fell over. */
const outOfMemory = () => Object.assign(new Event('error'), { message: 'out of memory' });

test('an index that is opened in the middle of a download has the worker give that up', async () => {
  const cancel = vi.spyOn(Retrieval.prototype, 'cancelDownload');
  const { name } = bench.fixture.manifest.shards[5]!;
  let held = 0;
  bench.host.misbehave(name, () => void held++);
  const { data, stage } = engineWith(bench, photoOf(row(bench.fixture.embeddings, 7)));
  stage.index.open();
  await vi.waitFor(() => expect(held).toBe(1), 20_000);
  expect(data.store.getState().index.status).toBe('downloading');

  const seen: string[] = [];
  data.store.subscribe(({ index }) => seen.push(index.status));
  stage.index.open();
  expect(cancel).not.toHaveBeenCalled();
  await vi.waitFor(() => expect(data.store.getState().index.status).toBe('ready'), 20_000);
  expect(cancel).toHaveBeenCalledTimes(1);
  expect(data.store.getState().index.info).toMatchObject({ captionsPresent: FIXTURE.captions });
  // What the first download ended with is not taken for the state of the second.
  expect([...new Set(seen)]).toEqual(['opening', 'downloading', 'ready']);
});

test('rules that are edited search everything again once, when the editing rests', async () => {
  const tagged = await makeIndex({ ...FIXTURE, tagged: true });
  bench.host.serve(tagged.files);
  await bench.downloaded();
  const photo = photoOf(row(bench.fixture.embeddings, 7));
  const { data, stage } = engineWith(bench, photo);
  stage.index.open();
  await vi.waitFor(() => expect(photo.hits).not.toBeNull(), 20_000);
  const hits = () => Array.from(photo.hits!.value.ids, (id) => ({ id, text: data.captions.text(id) }));
  expect(hits().map(({ id }) => languageOf(id))).toContain('de');
  const found = new Set([photo.hits]);
  for (const word of ['s', 'sh', 'shard 0']) {
    data.store.setState(({ request }) => ({
      request: {
        ...request,
        captionRules: { without: [word], withoutLanguages: ['de'], withoutSources: [] },
      },
    }));
    stage.rulesEdited();
    found.add(photo.hits);
    expect(stage.hasWork).toBe(true);
  }
  await vi.waitFor(() => expect(hits().some(({ text }) => /shard 0/.test(text))).toBe(false), 20_000);
  found.add(photo.hits);
  expect(found.size).toBe(2);
  expect(hits().length).toBeGreaterThan(0);
  expect(hits().map(({ id }) => languageOf(id))).not.toContain('de');
  expect(stage.hasWork).toBe(false);
});

test('a stored shard that turns out damaged is fetched again, and nothing that was found without it stays', async () => {
  await bench.downloaded();
  const { name } = bench.fixture.manifest.shards[0]!;
  const damaged = bench.fixture.files.get(name)!.slice();
  damaged[100]! ^= 1;
  await set(name, damaged, createDatabase('fernglass-shard-bytes', 'entries'));
  const photo = photoOf(row(bench.fixture.embeddings, 7));
  const { data, stage } = engineWith(bench, photo);
  bench.host.requests.length = 0;
  stage.index.open();
  await vi.waitFor(() => {
    expect(data.store.getState().index).toMatchObject({ status: 'ready', info: { captionsPresent: 240 } });
    expect(photo.hits?.value.ids[0]).toBe(7);
    expect(stage.hasWork).toBe(false);
  }, 20_000);
  expect(bench.filesAskedFor()).toEqual([name]);
});

test('the memory that the user allows is what the worker keeps to', async () => {
  await bench.downloaded();
  const photo = photoOf(row(bench.fixture.embeddings, 7));
  const { data, stage } = engineWith(bench, photo);
  stage.index.open();
  const memory = () => data.store.getState().index.info!.memoryBytes;
  await vi.waitFor(() => expect(photo.hits).not.toBeNull(), 20_000);
  const all = memory();
  data.store.setState(({ request }) => ({ request: { ...request, indexMemory: 0 } }));
  stage.index.memoryChanged();
  await vi.waitFor(() => expect(memory()).toBeLessThan(all / 2), 20_000);
  expect(data.store.getState().index).toMatchObject({ status: 'ready', info: { captionsPresent: 240 } });
});

test('another recall has everything searched again, and what searches looked at is told', async () => {
  await bench.downloaded();
  const photo = photoOf(row(bench.fixture.embeddings, 7));
  const { data, stage } = engineWith(bench, photo);
  stage.index.open();
  expect(data.store.getState().index.seen).toBeNull();
  await vi.waitFor(() => expect(photo.hits).not.toBeNull(), 20_000);
  expect(data.store.getState().index.seen).toEqual({ compared: 240, searched: 240, total: 240, recall: 1 });
  const before = photo.hits;
  data.store.setState(({ request }) => ({ request: { ...request, indexRecall: 80 } }));
  stage.index.recallChanged();
  expect(stage.hasWork).toBe(true);
  await vi.waitFor(() => expect(stage.hasWork).toBe(false), 20_000);
  expect(photo.hits).not.toBe(before);
  expect(photo.hits!.value).toEqual(before!.value);
});

test('captions that an earlier visit found are taken again without a search, and only where they came from the same', async () => {
  await bench.downloaded();
  const first = photoOf(row(bench.fixture.embeddings, 7));
  const earlier = engineWith(bench, first);
  earlier.stage.index.open();
  await vi.waitFor(() => expect(first.kept).not.toBeNull(), 20_000);
  const { kept } = first;
  const captions = [...kept!.ids].map((id) => earlier.stage.keptCaption(kept!.index, id)!);
  expect(captions.map(({ text }) => text)).toEqual(
    [...kept!.ids].map((id) => earlier.data.captions.text(id)),
  );
  expect(earlier.stage.keptCaption('another index', kept!.ids[0]!)).toBeNull();

  const visit = async (change: Partial<KeptHits>, known = captions) => {
    const photo = photoOf(row(bench.fixture.embeddings, 7));
    // No search finds them in this order.
    photo.kept = { ...kept!, ids: kept!.ids.toReversed(), ...change };
    const { data, stage } = engineWith(bench, photo);
    stage.keep(known);
    stage.index.open();
    await vi.waitFor(() => expect(captionsOfPhoto(photo, data.basis())).not.toBeNull(), 20_000);
    return captionsOfPhoto(photo, data.basis())!.ids;
  };
  expect(await visit({})).toEqual(kept!.ids.toReversed());
  expect(await visit({ key: 'other rules' })).toEqual(kept!.ids);
  expect(await visit({ index: 'another version' })).toEqual(kept!.ids);
  expect(await visit({}, captions.slice(1))).toEqual(kept!.ids);
});
