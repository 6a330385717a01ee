import { afterEach, describe, expect, test, vi } from 'vitest';
import { exactTopK, type ParameterValues, row, stack } from '../../../../core';
import { chooseNetwork } from '../../../../workers/net';
import type { ModelSource, SearchMode, SentenceEncoderApi } from '../../../../workers/protocol';
import { withSpace } from '../../../../workers/retrieval/testing/index-fixture';
import { FIXTURE, setUpBench } from '../../../../workers/retrieval/testing/tab';
import type { ClassRecord } from '../../state/records';
import { UNUSED_SPACE } from '../spaces/vector-spaces';
import { classOf, engineWith, photoOf } from '../testing/retrieval-engine';

// These workers share a realm with each other and with other tests.
afterEach(() => chooseNetwork(null));

const bench = setUpBench();

test('another mode searches the classes again, not the photos, and says by what captions were found', async () => {
  await bench.downloaded();
  const query = row(bench.fixture.embeddings, 7);
  const cls = classOf(['caption 40 shard'], query);
  const photo = photoOf(row(bench.fixture.embeddings, 7));
  const { data, stage } = engineWith(bench, photo, [cls]);
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

test('captions for classes beside the list are found in any mode, and nothing that is shown changes', async () => {
  await bench.downloaded();
  const photo = photoOf(row(bench.fixture.embeddings, 7));
  const cls = classOf(['caption 40 shard'], row(bench.fixture.embeddings, 7));
  const { data, stage } = engineWith(bench, photo, [cls]);
  stage.index.open();
  await vi.waitFor(() => expect(photo.hits).not.toBeNull(), 20_000);
  const before = { state: data.store.getState(), hits: cls.hits, captions: data.captions.generation };
  const beside = classOf(['caption 40 shard'], row(bench.fixture.embeddings, 11));
  await stage.findBeside([beside], data.prompts, 'meaning');
  expect(beside.searched!.value.ids[0]).toBe(11);
  await stage.findBeside([beside], data.prompts, 'name');
  expect(new Set(beside.searched!.value.foundBy.flat())).toEqual(new Set(['name']));
  stage.wake();
  expect([data.store.getState(), cls.hits, cls.searched, data.captions.generation]).toEqual([
    before.state,
    before.hits,
    null,
    before.captions,
  ]);
  expect(beside.hits).toBeNull();
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
  const { data, stage } = engineWith(bench, photo, [cls]);
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
    const engine = engineWith(bench, photoOf(row(bench.fixture.embeddings, 7)), [record], sentences);
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
        kept: async () => ({ ok: true, value: [] }),
        embedCaptions: async () => ({ ok: true, value: stack([]) }),
        weigh: async () => ({ ok: true, value: null }),
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
        kept: async () => ({ ok: true, value: [] }),
        embedCaptions: async () => ({ ok: true, value: stack([]) }),
        weigh: async () => ({ ok: true, value: null }),
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
        kept: async () => ({ ok: true, value: [] }),
        embedCaptions: async () => ({ ok: true, value: stack([]) }),
        weigh: async () => ({ ok: true, value: null }),
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
