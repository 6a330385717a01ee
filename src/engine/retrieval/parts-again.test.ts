import { expect, test, vi } from 'vitest';
import { row } from '../../../core';
import type { EmbeddedPhoto, ModelSource, PhotoSource, Rung } from '../../../workers/protocol';
import { newTab, setUpBench } from '../../../workers/retrieval/testing/tab';
import { encoderApi } from '../testing/encoder-api';
import { silentEngine } from '../testing/silent-engine';
import { startWorker } from '../workers/testing/start-worker';

const bench = setUpBench();

test('a photo that is classified by another part, and whole again, is done each time, and searched for once for each', async () => {
  vi.stubGlobal('navigator', {});
  await bench.downloaded();
  const { model } = bench.fixture.manifest;
  const fingerprint = Float32Array.from(model.fingerprint.embedding);
  const spawnEncoder = () =>
    startWorker({
      ...encoderApi(fingerprint),
      load: async (_: ModelSource, rung: Rung) => ({
        ok: true,
        value: { id: model.id, revision: model.revision, width: model.width, rung },
      }),
      embedPhotos: async (photos: PhotoSource[]) =>
        photos.map((photo) => {
          const embedding = row(bench.fixture.embeddings, photo instanceof Blob ? 7 : 9).slice();
          const value: EmbeddedPhoto = {
            embedding,
            width: 4,
            height: 3,
            thumbnail: new Blob(),
            warnings: [],
          };
          return { ok: true, value };
        }),
    }).worker;
  const retrieval = newTab();
  const searched = vi.spyOn(retrieval, 'search');
  const { engine } = silentEngine(new Map(), {
    spawnEncoder,
    spawnRetrieval: () => startWorker(retrieval).worker,
  });
  engine.setIndex(bench.manifestUrl);
  const [id] = engine.addPhotos([new File(['a'], 'a.jpg')]);
  const nearest = () => engine.photoWork(id!)?.hits?.ids[0] ?? null;
  /** Waits until the photo is done with its captions, and gives the nearest one. */
  const done = async (expected: number) => {
    await expect.poll(nearest, { timeout: 20_000 }).toBe(expected);
    await expect.poll(() => engine.photo(id!)?.status, { timeout: 20_000 }).toBe('done');
  };
  await done(7);
  engine.setBoxes([[id!, [{ category: 'animal', conf: 0.9, bbox: [0, 0, 0.5, 0.5] }]]]);
  engine.setDetections({ classify: 'animal' });
  await done(9);
  const searches = searched.mock.calls.length;
  for (const [classify, expected] of [
    ['photo', 7],
    ['animal', 9],
    ['photo', 7],
  ] as const) {
    engine.setDetections({ classify });
    await done(expected);
  }
  expect(searched).toHaveBeenCalledTimes(searches);
});
