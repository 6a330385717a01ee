import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { DetectedBox } from '../../core';
import type { KeptPhoto } from '../../workers/protocol';
import { prove } from './field/prove';
import { engineWithEncoder, poll } from './testing/engine-with-encoder';

beforeEach(() => {
  vi.stubGlobal('navigator', {});
  return () => vi.unstubAllGlobals();
});

const box = (conf: number, left = 0.25): DetectedBox => ({
  category: 'animal',
  conf,
  bbox: [left, 0.25, 0.5, 0.5],
});

describe('what of a photo is classified', () => {
  it('is the animal where that is asked for and one is sure enough, else the whole', async () => {
    const { engine, asked, embedded, embeddingsOf } = await engineWithEncoder();
    const ids = engine.addPhotos(['a', 'b', 'c'].map((name) => new File([name], `${name}.jpg`)));
    await embedded();
    engine.setBoxes([
      [ids[0]!, [box(0.9)]],
      [ids[1]!, [box(0.4)]],
    ]);
    const counts = () => engine.getState().photoCounts;
    await poll(counts).toMatchObject({ boxed: 2, cropped: 0 });
    engine.setDetections({ classify: 'animal', from: 0.5 });
    expect(engine.photoWork(ids[0]!)).toBeNull();
    await embedded();
    expect(embeddingsOf(ids)).toEqual([
      [0.25, 1],
      [1, 0],
      [1, 0],
    ]);
    expect(engine.photo(ids[0]!)?.classified).toMatchObject({ conf: 0.9 });
    await poll(counts).toMatchObject({ boxed: 2, cropped: 1 });
    expect(asked).toEqual(['photo', 'photo', 'photo', 0.25]);
  });

  it('has its embedding again, without the tower, when the threshold moves and when cropping ends', async () => {
    const { engine, asked, embedded, embeddingsOf } = await engineWithEncoder();
    const ids = engine.addPhotos([new File(['a'], 'a.jpg')]);
    engine.setBoxes([[ids[0]!, [box(0.6)]]]);
    await embedded();
    engine.setDetections({ classify: 'animal' });
    await embedded();
    const runs = asked.length;
    for (const [change, expected] of [
      [{ from: 0.7 }, [1, 0]],
      [{ from: 0.1 }, [0.25, 1]],
      [{ classify: 'photo' }, [1, 0]],
      [{ classify: 'animal' }, [0.25, 1]],
    ] as const) {
      engine.setDetections(change);
      expect(embeddingsOf(ids)).toEqual([expected]);
      await poll(() => engine.getState().photoCounts.queued).toBe(0);
    }
    expect(asked).toHaveLength(runs);
    // Another file's box is another part.
    engine.setBoxes([[ids[0]!, [box(0.6, 0.5)]]]);
    await embedded();
    expect(embeddingsOf(ids)).toEqual([[0.5, 1]]);
    expect(asked).toHaveLength(runs + 1);
  });

  it('is kept with what else was embedded of the photo, and taken up on the next visit', async () => {
    const first = await engineWithEncoder();
    const [id] = first.engine.addPhotos([new File(['a'], 'a.jpg')]);
    await first.embedded();
    first.engine.setBoxes([[id!, [box(0.6)]]]);
    first.engine.setDetections({ classify: 'animal' });
    await first.embedded();
    const work = first.engine.photoWork(id!)!;
    expect(work.others?.map(({ embedding }) => [...embedding.value])).toEqual([[1, 0]]);

    const next = await engineWithEncoder();
    next.engine.restoreRequest(first.engine.requestToKeep());
    const { boxes, file, bytes } = first.engine.photo(id!)!;
    const photo = {
      added: 1,
      file,
      bytes,
      boxes,
      error: null,
      warnings: [],
      label: null,
    } as unknown as KeptPhoto;
    const ids = next.engine.restorePhotos([{ photo, work, thumbnail: null, open: () => Promise.reject() }]);
    expect(next.embeddingsOf(ids)).toEqual([[0.25, 1]]);
    next.engine.setDetections({ classify: 'photo' });
    expect(next.embeddingsOf(ids)).toEqual([[1, 0]]);
    await poll(() => next.engine.getState().photoCounts.queued).toBe(0);
    expect(next.asked).toEqual([]);
  });

  it('is the same where it is tried without a network', async () => {
    const here = await engineWithEncoder();
    const afield = await engineWithEncoder();
    const file = new File(['a'], 'a.jpg');
    const [id] = here.engine.addPhotos([file]);
    here.engine.setBoxes([[id!, [box(0.6)]]]);
    for (const { engine } of [here, afield]) {
      engine.setClassesText('fern\nmoss');
      engine.setDetections({ classify: 'animal' });
    }
    // Its other workers are silent, so that it never ends by itself.
    const over = new AbortController();
    const proof = prove(here.engine, afield.engine, [{ id: id!, file }], over.signal);
    await poll(() => afield.asked).toEqual([0.25]);
    over.abort();
    await expect(proof).rejects.toBe(over.signal.reason);
  });

  it('is looked at again of a photo that comes back after it was removed', async () => {
    const { engine, embedded, embeddingsOf } = await engineWithEncoder();
    const ids = engine.addPhotos([new File(['a'], 'a.jpg')]);
    engine.setBoxes([[ids[0]!, [box(0.6)]]]);
    await embedded();
    const removed = engine.removePhotos(ids);
    engine.setDetections({ classify: 'animal' });
    removed.putBack();
    await embedded();
    expect(embeddingsOf(ids)).toEqual([[0.25, 1]]);
  });
});
