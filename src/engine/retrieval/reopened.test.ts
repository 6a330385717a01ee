import { afterEach, expect, test, vi } from 'vitest';
import { row } from '../../../core';
import { chooseNetwork } from '../../../workers/net';
import type { EmbeddedPhoto, KeptCaption, KeptPhoto, ModelSource, Rung } from '../../../workers/protocol';
import { newTab, setUpBench } from '../../../workers/retrieval/testing/tab';
import { encoderApi } from '../testing/encoder-api';
import { poll } from '../testing/engine-with-encoder';
import { silentEngine } from '../testing/silent-engine';
import { startWorker } from '../workers/testing/start-worker';

// These workers share a realm with each other and with other tests.
afterEach(() => chooseNetwork(null));

const bench = setUpBench();
const PHOTOS = 150;

/** A visit with the model of the bench's index; the photo whose file says `n` is embedded as its caption `n`. */
async function visit() {
  const { model } = bench.fixture.manifest;
  const embedPhotos = vi.fn((photos: Blob[]) =>
    Promise.all(
      photos.map(async (photo) => {
        const embedding = row(bench.fixture.embeddings, Number(await photo.text())).slice();
        const value: EmbeddedPhoto = { embedding, width: 4, height: 3, thumbnail: new Blob(), warnings: [] };
        return { ok: true, value };
      }),
    ),
  );
  const spawnEncoder = () =>
    startWorker({
      ...encoderApi(Float32Array.from(model.fingerprint.embedding)),
      load: async (_: ModelSource, rung: Rung) => ({
        ok: true,
        value: { id: model.id, revision: model.revision, width: model.width, rung },
      }),
      embedPhotos,
    }).worker;
  const retrieval = newTab();
  const search = vi.spyOn(retrieval, 'search');
  const { engine } = silentEngine(new Map(), {
    spawnEncoder,
    spawnRetrieval: () => startWorker(retrieval).worker,
  });
  engine.setIndex(bench.manifestUrl);
  const state = () => engine.getState();
  await poll(() => [state().model.status, state().index.status, state().idle]).toEqual([
    'ready',
    'ready',
    true,
  ]);
  const done = () => poll(() => engine.getState().photoCounts.done).toBe(PHOTOS);
  return { engine, embedPhotos, search, done };
}

/** What an earlier visit keeps of its photos, and of the captions that they found. */
async function keptBefore() {
  const { engine, done } = await visit();
  const ids = engine.addPhotos(Array.from({ length: PHOTOS }, (_, n) => new File([`${n}`], `${n}`)));
  await done();
  const works = ids.map((id) => engine.photoWork(id)!);
  const captions = new Map<number, KeptCaption>();
  for (const { hits } of works)
    for (const id of hits!.ids) captions.set(id, engine.keptCaption(hits!.index, id)!);
  const photos = ids.map((id, n) => {
    const { file, bytes } = engine.photo(id)!;
    const photo = { added: n + 1, file, bytes, boxes: null, error: null, warnings: [], label: null };
    return {
      photo: photo as unknown as KeptPhoto,
      work: works[n]!,
      thumbnail: null,
      isFileGone: false,
      open: async () => new File(['a'], file),
    };
  });
  return { photos, captions: [...captions.values()] };
}

test('photos of an earlier visit have their captions at once, without a search or a run of the model', async () => {
  vi.stubGlobal('navigator', {});
  await bench.downloaded();
  const kept = await keptBefore();
  const { engine, embedPhotos, search, done } = await visit();
  const seen = new Set<string>();
  let told = 0;
  engine.subscribePhotos((changed) => {
    told++;
    for (const id of changed) seen.add(engine.photo(id)!.status);
  });
  engine.restoreCaptions(kept.captions);
  const ids = engine.restorePhotos(kept.photos);
  await done();
  expect(ids.map((id) => engine.photoWork(id)?.hits)).toEqual(kept.photos.map(({ work }) => work.hits));
  expect(search).not.toHaveBeenCalled();
  expect(embedPhotos).not.toHaveBeenCalled();
  // None waits for captions between: it would be scored without them first.
  expect([...seen].sort()).toEqual(['done', 'queued']);
  // The page hears of many at a time, and puts its lists in order for each time that it does.
  expect(told).toBeLessThan(PHOTOS / 16);
});

test('photos whose captions are not known any more are searched for again', async () => {
  vi.stubGlobal('navigator', {});
  await bench.downloaded();
  const kept = await keptBefore();
  const { engine, embedPhotos, search, done } = await visit();
  engine.restoreCaptions(kept.captions.filter(({ id }) => id !== 7));
  const ids = engine.restorePhotos(kept.photos);
  await done();
  expect(ids.map((id) => engine.photoWork(id)?.hits)).toEqual(kept.photos.map(({ work }) => work.hits));
  const sought = search.mock.calls.reduce((sum, [queries]) => sum + queries.count, 0);
  expect(sought).toBeGreaterThan(0);
  expect(sought).toBeLessThanOrEqual(kept.photos.filter(({ work }) => work.hits!.ids.includes(7)).length);
  expect(embedPhotos).not.toHaveBeenCalled();
});
