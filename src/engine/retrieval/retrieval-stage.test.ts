import type { ServerResponse } from 'node:http';
import { createStore as createDatabase, set } from 'idb-keyval';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { exactTopK, type ParameterValues, row, stack } from '../../../core';
import { chooseNetwork } from '../../../workers/net';
import { answers } from '../../../workers/net/testing/misbehaviour';
import type { ModelSource, SearchMode, SentenceEncoderApi } from '../../../workers/protocol';
import { serve } from '../../../workers/protocol/serving/serve';
import { Retrieval } from '../../../workers/retrieval/retrieval';
import { languageOf, makeIndex, withSpace } from '../../../workers/retrieval/testing/index-fixture';
import { FIXTURE, newTab, setUpBench } from '../../../workers/retrieval/testing/tab';
import { TextStore } from '../embedding/text-store';
import { Scorer } from '../scoring/scorer/scorer';
import { ScoringStage } from '../scoring/scoring-stage';
import { captionsOfPhoto } from '../state/basis';
import type { EngineData } from '../state/engine-data';
import { PhotoRecords } from '../state/photos/photo-records';
import type { ClassRecord, PhotoRecord } from '../state/records';
import { defaultRequest } from '../state/request/request';
import type { EngineState } from '../state/types';
import { CaptionStore } from './caption-store';
import { RetrievalStage } from './retrieval-stage';
import { searchModesOf } from './search-modes';
import { UNUSED_SPACE } from './vector-spaces';

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
  const { data, stage } = engineWith(photo);
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
  const { data, stage } = engineWith(photo);
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
  const { data, stage, workers } = engineWith(photo);
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
  const { data, stage, workers } = engineWith(photo);
  const search = vi.spyOn(Retrieval.prototype, 'search').mockImplementation(() => {
    workers.at(-1)!.dispatchEvent(outOfMemory());
    return new Promise(() => {});
  });
  stage.index.open();
  await vi.waitFor(() => expect(data.store.getState().index.status).toBe('failed'), 20_000);
  await vi.waitFor(() => expect(stage.hasWork).toBe(false));
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
  const { data, stage } = engineWith(photoOf(row(bench.fixture.embeddings, 7)));
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
  const { data, stage } = engineWith(photoOf(row(bench.fixture.embeddings, 7)));
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

test('another mode searches the classes again, not the photos, and says by what captions were found', async () => {
  await bench.downloaded();
  const query = row(bench.fixture.embeddings, 7);
  const cls = classOf(['caption 40 shard'], query);
  const photo = photoOf(row(bench.fixture.embeddings, 7));
  const { data, stage } = engineWith(photo, [cls]);
  stage.index.open();
  await vi.waitFor(() => expect(photo.hits).not.toBeNull(), 20_000);
  expect([cls.hits!.value.ids[0], cls.hits!.value.foundBy[0]]).toEqual([7, ['meaning']]);
  const ofPhoto = photo.hits;

  for (const [mode, foundBy] of [
    ['name', ['name']],
    ['hybrid', ['name', 'meaning']],
  ] as const) {
    data.store.setState(({ request }) => ({ request: { ...request, searchMode: mode } }));
    stage.wake();
    await vi.waitFor(() => expect(data.store.getState().classRetrieval.mode).toBe(mode), 20_000);
    expect(new Set(cls.hits!.value.foundBy.flat())).toEqual(new Set(foundBy));
    expect(data.store.getState().classRetrieval.searched).toEqual({ captions: 240, total: 240 });
  }
  expect(photo.hits).toBe(ofPhoto);

  data.store.setState(({ request }) => ({ request: { ...request, searchMode: 'second' } }));
  stage.wake();
  await vi.waitFor(() => expect(data.store.getState().classRetrieval.mode).toBe('meaning'), 20_000);
  expect(data.store.getState().classRetrieval.modes.find(({ mode }) => mode === 'second')).toMatchObject({
    offered: false,
    note: expect.stringContaining('second text encoder'),
  });
});

test('rules that are edited search everything again once, when the editing rests', async () => {
  const tagged = await makeIndex({ ...FIXTURE, tagged: true });
  bench.host.serve(tagged.files);
  await bench.downloaded();
  const photo = photoOf(row(bench.fixture.embeddings, 7));
  const { data, stage } = engineWith(photo);
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
  const { data, stage } = engineWith(photo);
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
  const { data, stage } = engineWith(photo);
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
  const { data, stage } = engineWith(photo);
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

test('what the chosen method asks of the index comes: pairs by their pictures, and counts of names', async () => {
  const { count } = bench.fixture.embeddings;
  // The picture of each caption lies where the caption lies that stands as far from the end.
  const pictures = stack(
    Array.from({ length: count }, (_, id) => row(bench.fixture.embeddings, count - 1 - id)),
  );
  const { id, revision, width } = bench.fixture.manifest.model;
  const encoder = { id, revision, width, fingerprint: null };
  bench.host.serve((await withSpace(bench.fixture, { kind: 'image', encoder }, pictures)).files);
  const photo = photoOf(row(bench.fixture.embeddings, 7));
  const cls = classOf(['caption', 'shard 3', 'oak'], row(bench.fixture.embeddings, 7));
  const { data, stage } = engineWith(photo, [cls]);
  stage.index.open();
  await vi.waitFor(() => expect(photo.hits).not.toBeNull(), 20_000);
  expect([photo.pairs, cls.counts]).toEqual([null, null]);

  const choose = (method: string, parameters: ParameterValues) => {
    data.store.setState(({ request }) => ({
      request: { ...request, method, parameters: { [method]: parameters } },
    }));
    stage.wake();
  };
  for (const pairs of [8, 3]) {
    choose('x-more', { k: 16, pairs });
    await vi.waitFor(() => expect(photo.pairs?.value.ids).toHaveLength(pairs), 20_000);
    const near = exactTopK(pictures, photo.embedding!.value, pairs).map(({ index }) => index);
    expect(near).toContain(count - 1 - 7);
    expect(new Set(photo.pairs!.value.ids)).toEqual(new Set(near));
    expect(data.store.getState().spaces.image).toMatchObject({ status: 'ready', error: null });
  }
  expect(cls.counts).toBeNull();
  choose('real', {});
  await vi.waitFor(() => expect(cls.counts?.value).toEqual([240, 40, 0]), 20_000);
  expect(stage.hasWork).toBe(false);
});

describe('a second text encoder', () => {
  const WIDTH = 8;
  const fingerprint = { sentence: 'a fern', embedding: [1, 0, 0, 0, 0, 0, 0, 0] };
  const encoder = { id: 'someone/sentences', revision: 'main', width: WIDTH, fingerprint };
  /** Caption 100 points where every text is put by the encoder; the others lie across. */
  const vectors = stack(
    Array.from({ length: FIXTURE.captions }, (_, id) => {
      const vector = new Float32Array(WIDTH);
      vector[id === 100 ? 0 : 1 + (id % 7)] = 1;
      return vector;
    }),
  );
  const cls = () => classOf(['caption 100'], row(bench.fixture.embeddings, 7));
  const asking = (searchMode: SearchMode, sentences: SentenceEncoderApi, record: ClassRecord) => {
    const engine = engineWith(photoOf(row(bench.fixture.embeddings, 7)), [record], sentences);
    engine.data.store.setState(({ request }) => ({ request: { ...request, searchMode } }));
    engine.stage.index.open();
    return engine;
  };

  test.each(['second', 'hybrid'] as const)('is asked once it is there: %s', async (mode) => {
    bench.host.serve((await withSpace(bench.fixture, { kind: 'text', encoder }, vectors)).files);
    const asked: string[] = [];
    const hosts: ModelSource[] = [];
    const record = cls();
    const { data, stage } = asking(
      mode,
      {
        chooseNetwork: async () => {},
        load: async (source) => {
          hosts.push(source);
          if (source.layout === 'hub') return { ok: true, value: { fingerprintCosine: 1 } };
          return { ok: false, error: { code: 'model-not-found', message: 'not here' } };
        },
        embedTexts: async (texts) => {
          asked.push(...texts);
          return { ok: true, value: stack(texts.map(() => Float32Array.from(fingerprint.embedding))) };
        },
      },
      record,
    );
    await vi.waitFor(() => expect(data.store.getState().spaces.text.status).toBe('ready'), 20_000);
    await vi.waitFor(() => expect(stage.hasWork).toBe(false), 20_000);
    const { ids, similarities, foundBy } = record.hits!.value;
    expect([ids[0], similarities[0], foundBy[0]]).toEqual([
      100,
      expect.closeTo(1, 2),
      mode === 'hybrid' ? ['name', 'meaning'] : ['meaning'],
    ]);
    expect(data.store.getState()).toMatchObject({
      classRetrieval: { mode },
      spaces: { text: { status: 'ready', error: null } },
    });
    expect(asked).toEqual(['a photo of a caption 100']);
    expect(hosts.map(({ id, layout }) => [id, layout])).toEqual([
      ['someone/sentences', 'folder'],
      ['someone/sentences', 'hub'],
    ]);
  });

  test('that is under way when another index is opened is given up, with its worker', async () => {
    bench.host.serve((await withSpace(bench.fixture, { kind: 'text', encoder }, vectors)).files);
    let asked = 0;
    const { data, stage, workers } = asking(
      'second',
      {
        chooseNetwork: async () => {},
        load: () => {
          asked++;
          return new Promise(() => {});
        },
        embedTexts: async () => ({ ok: true, value: stack([]) }),
      },
      cls(),
    );
    await vi.waitFor(() => expect(asked).toBe(1), 20_000);
    const ended = vi.spyOn(workers.at(-1)!, 'terminate');
    bench.host.serve(bench.fixture.files);
    stage.index.open();
    expect(ended).toHaveBeenCalledTimes(1);
    await vi.waitFor(() => expect(stage.hasWork).toBe(false), 20_000);
    expect(data.store.getState()).toMatchObject({
      spaces: { text: UNUSED_SPACE },
      index: { status: 'ready', error: null },
    });
  });

  test('that is another one leaves meaning in its place, and says why', async () => {
    bench.host.serve((await withSpace(bench.fixture, { kind: 'text', encoder }, vectors)).files);
    const record = cls();
    const { data, stage } = asking(
      'second',
      {
        chooseNetwork: async () => {},
        load: async () => ({ ok: false, error: { code: 'index-model-mismatch', message: 'another one' } }),
        embedTexts: async () => ({ ok: true, value: stack([]) }),
      },
      record,
    );
    await vi.waitFor(() => expect(data.store.getState().spaces.text.status).toBe('failed'), 20_000);
    await vi.waitFor(() => expect(stage.hasWork).toBe(false), 20_000);
    expect(data.store.getState()).toMatchObject({
      classRetrieval: { mode: 'meaning' },
      spaces: { text: { error: { code: 'index-model-mismatch' } } },
      index: { status: 'ready', error: null },
    });
    expect(record.hits!.value.ids[0]).toBe(7);
  });
});

function classOf(names: readonly string[], query: Float32Array): ClassRecord {
  return {
    names: { name: names[0]!, names, descriptions: [] },
    key: names.join(),
    prototype: { key: 'model', value: { own: query, query, names: names.map(() => query) } },
    extras: null,
    hits: null,
    searched: null,
    counts: null,
    atoms: null,
  };
}

/** A photo that is embedded and not searched yet. */
function photoOf(embedding: Float32Array): PhotoRecord {
  return {
    view: {
      id: 'photo',
      file: 'photo.png',
      bytes: 1,
      added: 1,
      status: 'done',
      error: null,
      warnings: [],
      thumbnail: null,
      width: 1,
      height: 1,
      accepted: null,
    },
    file: new File([], 'photo.png'),
    embedding: { key: 'model', value: embedding },
    hits: null,
    pairs: null,
    names: null,
    candidates: null,
    atoms: null,
    deaths: 0,
  };
}

/** The engine's retrieval with one photo that is embedded, over the worker's own work behind a message channel. */
function engineWith(photo: PhotoRecord, classes: ClassRecord[] = [], sentences?: SentenceEncoderApi) {
  const workers: Worker[] = [];
  const spawn = (api: object) => {
    const { port1, port2 } = new MessageChannel();
    serve(api, port1);
    onTestFinished(() => port1.close());
    const worker = Object.assign(port2, { terminate: () => port2.close() }) as unknown as Worker;
    workers.push(worker);
    return worker;
  };
  const request = { ...defaultRequest('https://fernglass.example/'), manifestUrl: bench.manifestUrl };
  const { id, width } = bench.fixture.manifest.model;
  const state = {
    request,
    model: { status: 'ready', info: { id, width } },
    index: { status: 'opening', info: null, error: null, asks: null, awaitsHost: false, seen: null },
    classRetrieval: { modes: searchModesOf(null), mode: 'meaning', searched: null },
    spaces: { text: UNUSED_SPACE, image: UNUSED_SPACE },
    classes: [],
    shownClasses: [],
  };
  const photos = new PhotoRecords(() => {});
  photos.add([photo]);
  const data: EngineData = {
    store: createStore<EngineState>(() => state as unknown as EngineState),
    photos,
    classes,
    classesBuilt: 0,
    prompts: request.prompts,
    captions: new CaptionStore(),
    texts: new TextStore(),
    scorer: new Scorer(
      () => {
        throw new Error('CoRE needs no worker.');
      },
      () => {},
    ),
    basis: () => ({ space: 'model', captions: data.captions.generation }),
    network: () => ({ closed: false, origins: [new URL(bench.manifestUrl).origin] }),
    // The model that embedded the index is loaded, whichever version of the index it is.
    embeddingNeeded: () => {
      const made = data.store.getState().index.info?.manifest.model.fingerprint.embedding;
      if (made !== undefined) stage.index.fingerprintEmbedded(Float32Array.from(made));
    },
    textsEmbedded: () => {},
    captionsFound: () => {},
    settled: () => {},
  };
  const stage = new RetrievalStage(
    data,
    new ScoringStage(data),
    () => spawn(newTab()),
    () => spawn(sentences!),
  );
  return { data, stage, workers };
}
