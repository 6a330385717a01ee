import { expect } from 'vitest';
import type { EmbeddedPhoto, PhotoSource } from '../../../workers/protocol';
import { startWorker } from '../workers/testing/start-worker';
import { encoderApi } from './encoder-api';
import { silentEngine } from './silent-engine';

/** As `expect.poll`, on a machine that is busy. */
export const poll = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 });

/** An engine whose encoder embeds a whole photo as 1, 0 and a part as its box's left side says; and what it was asked for. */
export async function engineWithEncoder() {
  const asked: ('photo' | number)[] = [];
  const spawnEncoder = () =>
    startWorker({
      ...encoderApi(),
      embedPhotos: async (photos: PhotoSource[]) =>
        photos.map((photo) => {
          const what = photo instanceof Blob ? 'photo' : photo.box[0];
          asked.push(what);
          const value: EmbeddedPhoto = {
            embedding: what === 'photo' ? Float32Array.of(1, 0) : Float32Array.of(what, 1),
            width: 400,
            height: 300,
            thumbnail: new Blob(['small']),
            warnings: [],
          };
          return { ok: true, value };
        }),
    }).worker;
  const { engine } = silentEngine(new Map(), { spawnEncoder });
  await poll(() => engine.getState().model.status).toBe('ready');
  const embeddingsOf = (ids: readonly string[]) =>
    ids.map((id) => [...(engine.photoWork(id)?.embedding.value ?? [])]);
  /** Waits until every photo has the embedding of what is to be classified. */
  const embedded = () =>
    poll(() => embeddingsOf(engine.getState().photoIds).every((one) => one.length > 0)).toBe(true);
  return { engine, asked, embedded, embeddingsOf };
}
