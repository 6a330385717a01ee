import { afterEach, expect, test, vi } from 'vitest';
import { row, stack } from '../../../core';
import { chooseNetwork } from '../../../workers/net';
import type { SentenceEncoderApi } from '../../../workers/protocol';
import { makeIndex, withSpace } from '../../../workers/retrieval/testing/index-fixture';
import { FIXTURE, newTab, setUpBench } from '../../../workers/retrieval/testing/tab';
import type { ShellState } from '../offline/offline';
import { classOf, engineWith, photoOf, type RetrievalEngine } from '../retrieval/testing/retrieval-engine';
import type { FieldProof, ModelState, PreparedField } from '../state/types';
import type { ModelInspection } from '../workers/encoder-client';
import { FieldStage } from './field-stage';
import { FurtherNeeds, type FurtherSources, isToFetch } from './further';
import { FIELD_KEY, isPrepared, keepField, readFields } from './kept-fields';

const bench = setUpBench();
afterEach(() => chooseNetwork(null));

const PROOF: FieldProof = { photos: 1, same: 1, problem: null };

/** What an engine needs beside captions. @param change what its surroundings are else */
const furtherOf = (stage: RetrievalEngine['stage'], change: Partial<FurtherSources> = {}) =>
  new FurtherNeeds({
    handle: () => null,
    model: () => null,
    inspection: () => null,
    weightsOfTheApp: () => [],
    neededSpaces: () => stage.neededSpaces(),
    spaces: stage.spaces,
    ...change,
  });

/**
 * An engine before an index of which nothing is fetched unasked, since a part of it was fetched on purpose before.
 * @param about captions that classes are about, one each
 */
async function afield(about: readonly number[] = [3010]) {
  const { model } = bench.fixture.manifest;
  const fixture = await makeIndex({ captions: 6000, width: 24, lists: 60, shards: 60, seed: 4, model });
  const calm = { ...fixture.manifest, routing: { caution: 1.2 } };
  const files = new Map([
    ...fixture.files,
    ['manifest.json', new TextEncoder().encode(JSON.stringify(calm))] as const,
  ]);
  bench.host.serve(files);
  const photo = photoOf(row(fixture.embeddings, 100));
  const classes = about.map((id) => classOf([`caption ${id}`], row(fixture.embeddings, id)));
  const { data, stage } = engineWith(bench, photo, classes);
  const earlier = { indexes: [{ address: bench.manifestUrl }], key: '', at: 0 } as unknown as PreparedField;
  data.store.setState(({ field }) => ({ field: { ...field, prepared: [earlier] } }));
  stage.index.open();
  await vi.waitFor(() => expect(data.store.getState().index.status).toBe('paused'));
  const kept = new Map<string, string>();
  const shared = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  };
  const prove = vi.fn(async () => PROOF);
  const field = new FieldStage(data, stage.index, { shared, prove, further: furtherOf(stage) });
  const { index } = stage;
  const now = () => data.store.getState().field;
  return { data, field, index, kept, now, photo, prove, shared };
}

test('what is needed is told first, then fetched, proven, noted, and enough to work offline', async () => {
  const { data, field, now, prove, shared } = await afield();
  await field.prepare();
  expect(now()).toMatchObject({ status: 'asking', error: null, need: { indexes: 1, captionsTotal: 6000 } });
  const { bytesMissing, bytesTotal } = now().need!;
  expect(bytesMissing).toBeGreaterThan(0);
  expect(bytesMissing).toBeLessThan(bytesTotal / 2);
  const loaded: number[] = [];
  data.store.subscribe((state) => state.field.progress && loaded.push(state.field.progress.loaded));
  await field.fetch();
  expect(loaded).toEqual(loaded.toSorted((a, b) => a - b));
  expect(now()).toMatchObject({ status: 'resting', error: null });
  const { info, status, asks } = data.store.getState().index;
  expect(status).toBe('paused');
  expect(info!.captionsPresent).toBeLessThan(3000);
  expect(asks).toMatchObject({ bytes: info!.bytesTotal - info!.bytesPresent });
  expect(prove).toHaveBeenCalledTimes(1);
  expect(field.prepared()).toMatchObject({
    classes: 1,
    photos: 1,
    proof: PROOF,
    indexes: [{ address: bench.manifestUrl, captions: info!.captionsPresent, captionsTotal: 6000 }],
  });
  expect(readFields(shared)[0]).toEqual(field.prepared());
  data.classes = [...data.classes, classOf(['another'], data.classes[0]!.prototype!.value.query)];
  expect(field.prepared()).toBeNull();
});

test('fetching can be paused and goes on; giving it up keeps what came', async () => {
  const { data, field, now } = await afield([410, 1010, 1610, 2210, 3010, 4010, 5010]);
  await field.prepare();
  const present = () => data.store.getState().index.info!.bytesPresent;
  const stop = data.store.subscribe(({ field: { progress } }) => {
    if (progress === null || progress.loaded === 0) return;
    stop();
    field.pause();
  });
  await field.fetch();
  expect(now()).toMatchObject({ status: 'stopped', error: null });
  await vi.waitFor(() => expect(data.store.getState().index.status).toBe('paused'));
  const before = present();
  expect(before).toBeGreaterThan(0);
  await field.fetch();
  expect(now().status).toBe('resting');
  expect(present()).toBeGreaterThan(before);
  field.cancel();
  expect(now()).toMatchObject({ status: 'resting', need: null });
});

test('a host that is gone is said, and what came stays', async () => {
  const { field, now } = await afield();
  await field.prepare();
  await bench.host.close();
  await field.fetch();
  expect(now()).toMatchObject({ status: 'stopped', error: { code: 'network-failed' } });
  await bench.host.reopen();
  await field.fetch();
  expect(now()).toMatchObject({ status: 'resting', error: null });
});

test('the second encoder, its vectors, the app and its decoders are counted, and fetched with the captions', async () => {
  const WIDTH = 8;
  const fingerprint = { sentence: 'a fern', embedding: [1, 0, 0, 0, 0, 0, 0, 0] };
  const encoder = { id: 'someone/sentences', revision: 'main', width: WIDTH, fingerprint };
  const { count } = bench.fixture.embeddings;
  const vectors = stack(Array.from({ length: count }, () => Float32Array.from(fingerprint.embedding)));
  const fixture = await withSpace(bench.fixture, { kind: 'text', encoder }, vectors);
  bench.host.serve(fixture.files);
  const spaceBytes = fixture.manifest.spaces![0]!.files.reduce((sum, { bytes }) => sum + bytes, 0);
  let isOnline = false;
  let isKept = false;
  const sentences: SentenceEncoderApi = {
    chooseNetwork: async () => {},
    kept: async () => ({ ok: true, value: [] }),
    load: async () => {
      if (!isOnline) return { ok: false, error: { code: 'worker-failed', message: 'Not now.' } };
      isKept = true;
      return { ok: true, value: { fingerprintCosine: 1 } };
    },
    embedCaptions: async () => ({ ok: true, value: stack([]) }),
    weigh: async () => ({ ok: true, value: { bytesNeeded: 900, bytesMissing: isKept ? 0 : 900 } }),
    embedTexts: async (texts) => ({
      ok: true,
      value: stack(texts.map(() => Float32Array.from(fingerprint.embedding))),
    }),
  };
  const photo = photoOf(row(bench.fixture.embeddings, 100));
  const cls = classOf(['caption'], row(bench.fixture.embeddings, 7));
  const { data, stage } = engineWith(bench, photo, [cls], sentences);
  data.store.setState(({ request }) => ({ request: { ...request, searchMode: 'second' } }));
  let decoders = 40;
  const report = async (_: unknown, keep: boolean) => {
    if (keep) decoders = 100;
    return { files: 2, missing: [], bytesStored: decoders, bytesTotal: 100, problem: null };
  };
  const shell = { supported: true, shellReady: true, bytesStored: 5000, bytesTotal: 5000, problem: null };
  const handle = {
    getState: () => ({ ...shell, updateWaiting: false, isolated: true }),
    complete: async () => {},
    report,
  };
  stage.index.open();
  // Vectors that something needs come by themselves: these have failed to.
  const { getState } = data.store;
  await vi.waitFor(
    () => expect([getState().spaces.text.status, getState().index.status]).toEqual(['failed', 'ready']),
    20_000,
  );
  isOnline = true;
  const field = new FieldStage(data, stage.index, {
    shared: null,
    prove: async () => PROOF,
    further: furtherOf(stage, { handle: () => handle }),
  });
  await field.prepare();
  const now = () => data.store.getState().field;
  expect(now()).toMatchObject({ status: 'asking', need: { bytesMissing: 900 + spaceBytes + 60 } });
  const part = (name: string) => now().need!.further.find((one) => one.part === name);
  expect(part('app')).toEqual({ part: 'app', bytesNeeded: 5000, bytesMissing: 0, canCome: true });
  expect(part('decoders')).toMatchObject({ bytesNeeded: 100, bytesMissing: 60 });
  expect(part('second encoder')).toMatchObject({ bytesNeeded: 900, bytesMissing: 900 });
  expect(part('second vectors')).toMatchObject({ bytesNeeded: spaceBytes, bytesMissing: spaceBytes });
  await field.fetch();
  expect(now()).toMatchObject({ status: 'resting', error: null, need: { bytesMissing: 0 } });
  expect(data.store.getState().spaces.text).toMatchObject({ status: 'ready', error: null });
  await field.prepare();
  expect(now().status).toBe('resting');
});

test('a model that the browser does not keep is named, and keeps nothing else from being fetched', async () => {
  const { stage } = engineWith(bench, photoOf(row(bench.fixture.embeddings, 100)));
  const precision = 'fp32';
  const info = { stored: false, rung: { backend: 'wasm', precision, threads: 1 } } as ModelState['info'];
  const inspection = {
    precisions: [{ precision, visionBytes: 30, textBytes: 12 }],
  } as unknown as ModelInspection;
  const asked: unknown[] = [];
  const handle = {
    getState: () => ({ supported: false }) as ShellState,
    complete: async () => {},
    report: async (files: unknown) => {
      asked.push(files);
      return { files: 2, missing: [], bytesStored: 7, bytesTotal: 9, problem: null };
    },
  };
  const model = () => info;
  const foreign = await furtherOf(stage, { model, inspection: () => inspection }).find(null);
  expect(foreign).toEqual([{ part: 'model', bytesNeeded: 42, bytesMissing: 42, canCome: false }]);
  expect(foreign.some(isToFetch)).toBe(false);
  // Beside the app, its service worker keeps what is not the usual precision.
  const weights = ['https://fernglass.example/models/a/onnx/vision_model.onnx'];
  const own = furtherOf(stage, { model, handle: () => handle, weightsOfTheApp: () => weights });
  expect(await own.find(null)).toContainEqual({
    part: 'model',
    bytesNeeded: 9,
    bytesMissing: 2,
    canCome: true,
  });
  await own.bring('model', new AbortController().signal);
  expect(asked).toContainEqual(weights);
});

test('what was prepared stays when its host has a newer version, until the user wants that', async () => {
  const { data, field, index, now } = await afield();
  await field.prepare();
  await field.fetch();
  expect(now().error).toBeNull();
  const state = () => data.store.getState().index;
  const before = state().info!;
  bench.host.serve((await makeIndex({ ...FIXTURE, title: 'Newer', model: before.manifest.model })).files);
  index.open();
  await vi.waitFor(() => expect(state().status).toBe('paused'));
  expect(state().info).toMatchObject({
    captionsPresent: before.captionsPresent,
    manifest: { title: before.manifest.title },
  });
  index.open(bench.manifestUrl, true);
  await vi.waitFor(() => expect(state().info?.manifest.title).toBe('Newer'));
});

test('a worker that is told so does as if there were no network', async () => {
  await bench.downloaded();
  const before = globalThis.fetch;
  try {
    chooseNetwork({ closed: true, origins: [], shut: true });
    await expect(fetch(bench.manifestUrl)).rejects.toThrow('shut off');
    expect(await newTab().open(bench.manifestUrl)).toMatchObject({
      ok: true,
      value: { captionsPresent: 240 },
    });
  } finally {
    globalThis.fetch = before;
  }
});

test('what was prepared is kept for each list of classes, the newest first, and read in every version there was', () => {
  const kept = new Map<string, string>();
  const shelf = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  };
  const of = (key: string): PreparedField => ({
    key,
    at: 1,
    classes: 2,
    photos: 3,
    recall: 0.96,
    indexes: [{ address: `https://${key}.example/manifest.json`, captions: 1, captionsTotal: 9 }],
    proof: null,
  });
  let all = keepField(shelf, [], of('a'));
  all = keepField(shelf, all, of('b'));
  all = keepField(shelf, all, { ...of('a'), proof: PROOF });
  expect(readFields(shelf)).toEqual(all);
  expect(all.map(({ key }) => key)).toEqual(['a', 'b']);
  expect(isPrepared(all, 'https://b.example/manifest.json')).toBe(true);
  expect(isPrepared(all, 'https://c.example/manifest.json')).toBe(false);
  expect(JSON.parse(kept.get(FIELD_KEY)!)).toMatchObject({ version: 1 });
  const renamed = { first: 1, migrations: [({ fields }: { fields?: unknown }) => ({ prepared: fields })] };
  kept.set(FIELD_KEY, JSON.stringify({ version: 1, fields: [of('c')] }));
  expect(readFields(shelf, renamed as never)).toEqual([of('c')]);
  for (const text of ['half a rec', '{"version":0}', '{"version":1,"prepared":[{"key":7}]}', 'null']) {
    kept.set(FIELD_KEY, text);
    expect(readFields(shelf)).toEqual([]);
  }
  expect(readFields(null)).toEqual([]);
});
