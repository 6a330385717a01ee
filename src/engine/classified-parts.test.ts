import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type DetectedBox, FernglassError } from '../../core';
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
    const ids = next.engine.restorePhotos([
      { photo, work, thumbnail: null, isFileGone: false, open: () => Promise.reject() },
    ]);
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

  it('are all animals in it, each with an answer of its own; the photo has that of the surest', async () => {
    const { engine, asked, embedded, embeddingsOf } = await engineWithEncoder();
    const ids = engine.addPhotos([new File(['a'], 'a.jpg'), new File(['b'], 'b.jpg')]);
    engine.setDetections({ classify: 'animal', from: 0.2 });
    engine.setBoxes([[ids[0]!, [box(0.9, 0.5), { ...box(0.8, 0.3), category: 'person' }, box(0.4)]]]);
    const further = () => engine.photo(ids[0]!)!.further;
    expect(further()).toMatchObject([{ classified: { conf: 0.4 }, file: 'a.jpg', further: [] }]);
    await embedded();
    await poll(() => engine.getState().photoCounts).toMatchObject({ further: 1, furtherWaiting: 0 });
    expect(embeddingsOf([ids[0]!, further()[0]!.id])).toEqual([
      [0.5, 1],
      [0.25, 1],
    ]);
    // Boxes come after the photos.
    expect(asked).toEqual([0.5, 'photo', 0.25]);
    expect(engine.getState().photoIds).toEqual(ids);
    // Neither is computed again while the threshold moves.
    for (const [from, boxes] of [
      [0.5, 0],
      [0.85, 0],
      [0.2, 1],
    ] as const) {
      engine.setDetections({ from });
      expect(further()).toHaveLength(boxes);
      await poll(() => engine.getState().photoCounts).toMatchObject({ queued: 0, furtherWaiting: 0 });
    }
    expect(asked).toHaveLength(3);
    // Boxes came while the file was opened for the whole: that was not taken for embedded.
    engine.setDetections({ classify: 'photo' });
    await embedded();
    expect(embeddingsOf(ids)).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });

  it('change places without the tower where another file has another one the surest', async () => {
    const { engine, asked, embedded, embeddingsOf } = await engineWithEncoder();
    const ids = engine.addPhotos([new File(['a'], 'a.jpg')]);
    engine.setDetections({ classify: 'animal', from: 0.2 });
    engine.setBoxes([[ids[0]!, [box(0.9, 0.5), box(0.4)]]]);
    await poll(() => asked).toEqual([0.5, 0.25]);
    await embedded();
    await poll(() => engine.getState().photoCounts.furtherWaiting).toBe(0);
    engine.setBoxes([[ids[0]!, [box(0.7), box(0.6, 0.5)]]]);
    const { further } = engine.photo(ids[0]!)!;
    expect(embeddingsOf([ids[0]!, further[0]!.id])).toEqual([
      [0.25, 1],
      [0.5, 1],
    ]);
    await poll(() => engine.getState().photoCounts).toMatchObject({ queued: 0, furtherWaiting: 0 });
    expect(asked).toHaveLength(2);
  });

  it('go and come back with their photo, and count as often', async () => {
    const { engine, asked, embedded } = await engineWithEncoder();
    const ids = engine.addPhotos([new File(['a'], 'a.jpg')]);
    engine.setDetections({ classify: 'animal' });
    engine.setBoxes([[ids[0]!, [box(0.9, 0.5), box(0.4), box(0.3, 0.1)]]]);
    await embedded();
    await poll(() => engine.getState().photoCounts).toMatchObject({ further: 2, furtherWaiting: 0 });
    const boxId = engine.photo(ids[0]!)!.further[0]!.id;
    const removed = engine.removePhotos(ids);
    expect(engine.photo(boxId)).toBeUndefined();
    expect(engine.getState().photoCounts).toMatchObject({ total: 0, further: 0 });
    removed.putBack();
    expect(engine.photo(boxId)).toBeDefined();
    await poll(() => engine.getState().photoCounts).toMatchObject({ further: 2, furtherWaiting: 0 });
    expect(asked).toHaveLength(3);
  });

  it('are labelled each by itself, apart from the photo, as long as they are there', async () => {
    const { engine, embedded } = await engineWithEncoder();
    const ids = engine.addPhotos([new File(['a'], 'a.jpg')]);
    engine.setDetections({ classify: 'animal', from: 0.2 });
    engine.setBoxes([[ids[0]!, [box(0.9, 0.5), box(0.4)]]]);
    await embedded();
    const label = { state: 'class', className: 'fox', by: '', at: '' } as const;
    const [further] = engine.photo(ids[0]!)!.further;
    engine.setLabels([[further!.id, label]]);
    expect(engine.photo(ids[0]!)).toMatchObject({
      label: null,
      boxLabels: [{ bbox: further!.classified!.bbox, label }],
      further: [{ label }],
    });
    // A box that is not classified for a while has its label again.
    engine.setDetections({ from: 0.5 });
    expect(engine.photo(ids[0]!)).toMatchObject({ further: [], boxLabels: [{ label }] });
    engine.setDetections({ from: 0.2 });
    expect(engine.photo(ids[0]!)!.further).toMatchObject([{ label }]);
    engine.setLabels([[engine.photo(ids[0]!)!.further[0]!.id, null]]);
    expect(engine.photo(ids[0]!)).toMatchObject({ boxLabels: [], further: [{ label: null }] });
  });

  it('stays what was embedded where the file is gone, and says so', async () => {
    const first = await engineWithEncoder();
    const ids = first.engine.addPhotos([new File(['a'], 'a.jpg'), new File(['b'], 'b.jpg')]);
    first.engine.setBoxes(ids.map((id) => [id, [box(0.9, 0.5), box(0.4)]]));
    await first.embedded();
    // Of the first photo the animals are embedded while it is at hand; of the second only the whole.
    const workOf = (id: string) => first.engine.photoWork(id)!;
    const whole = workOf(ids[1]!);
    first.engine.setDetections({ classify: 'animal' });
    await first.embedded();
    await poll(() => first.engine.getState().photoCounts.furtherWaiting).toBe(0);
    const kept = [workOf(ids[0]!), whole];

    for (const isFileGone of [true, false]) {
      const next = await engineWithEncoder();
      const photos = ids.map((id, i) => {
        const { boxes, file, bytes } = first.engine.photo(id)!;
        const photo = { added: i, file, bytes, boxes, boxLabels: [], error: null, warnings: [], label: null };
        const open = () => Promise.reject(new FernglassError('photo-file-missing', 'No copy is kept.'));
        return { photo: photo as unknown as KeptPhoto, work: kept[i]!, thumbnail: null, isFileGone, open };
      });
      const again = next.engine.restorePhotos(photos);
      // Where it is known, it is said before animals are asked for.
      if (isFileGone) expect(again.map((id) => next.engine.photo(id)!.lacksCrops)).toEqual([false, true]);
      next.engine.setDetections({ classify: 'animal' });
      await poll(() => next.engine.getState().photoCounts).toMatchObject({
        queued: 0,
        failed: 0,
        furtherWaiting: 0,
        cropped: 1,
        further: 1,
        lacksCrops: 1,
      });
      expect(next.embeddingsOf(again)).toEqual([
        [0.5, 1],
        [1, 0],
      ]);
      expect(next.engine.photo(again[1]!)).toMatchObject({ classified: null, lacksCrops: true, error: null });
      expect(next.asked).toEqual([]);
    }
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
