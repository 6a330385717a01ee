import { expect, it } from 'vitest';
import { stack } from '../../../../core';
import { CaptionStore, retrievedCaptions } from './caption-store';

const hit = (id: number) => ({ id, text: `caption ${id}`, similarity: id / 10 });
const found = (...ids: number[]) => ({
  hits: [ids.map(hit), ids.slice(1).map(hit)],
  vectors: { ids: Int32Array.from(ids), embeddings: stack(ids.map((id) => [id, 1, 0])) },
});

it('keeps a caption once, and no more of a search than what was new in it', () => {
  const store = new CaptionStore();
  store.add(found(3, 4));
  const before = store.embedding(3);
  expect([store.text(4), ...store.embedding(4)]).toEqual(['caption 4', 4, 1, 0]);
  store.add(found(3, 9));
  expect(store.embedding(3)).toBe(before);
  expect([...store.embedding(9)]).toEqual([9, 1, 0]);
  expect(store.embedding(9).buffer.byteLength).toBe(3 * 4);
});

it('keeps what a photo retrieved as numbers, as exact as they came', () => {
  const { ids, similarities } = retrievedCaptions([hit(7), hit(3)]);
  expect([...ids]).toEqual([7, 3]);
  expect([...similarities]).toEqual([7 / 10, 3 / 10]);
});

const origin = (title: string) => ({ address: `own:${title}`, title, source: 'a flora', licence: 'CC0' });

it('gives captions of several indexes numbers of their own, says where each comes from, and forgets one index alone', () => {
  const store = new CaptionStore();
  const flora = store.take(10, origin('Flora'));
  const notes = store.take(5, origin('Notes'));
  store.add(found(3, 4), flora.base);
  store.add(found(3), notes.base);
  expect(flora.base).toBe(0);
  expect([...retrievedCaptions([hit(3)], notes.base).ids]).toEqual([notes.base + 3]);
  expect(store.embedding(notes.base + 3)).not.toBe(store.embedding(flora.base + 3));
  expect([flora, notes].map(({ base }) => store.origin(base + 3)?.title)).toEqual(['Flora', 'Notes']);

  const { generation } = store;
  store.drop(flora);
  expect(store.generation).not.toBe(generation);
  expect([store.has(flora.base + 3), store.has(notes.base + 3)]).toEqual([false, true]);
  expect(store.origin(3)).toBeNull();
  // What fits takes the place that is free; what does not comes behind.
  expect([store.take(11, origin('Large')).base, store.take(10, origin('Small')).base]).toEqual([15, 0]);
});

it('knows the same caption in two indexes, however it is written', () => {
  const store = new CaptionStore();
  store.keep(1, { text: 'Fronds twice pinnate.', embedding: Float32Array.of(1) });
  store.keep(2, { text: 'fronds  twice pinnate', embedding: Float32Array.of(1) });
  store.keep(3, { text: '…', embedding: Float32Array.of(1) });
  store.keep(4, { text: '!', embedding: Float32Array.of(1) });
  expect(store.identity(1)).toBe(store.identity(2));
  expect(store.identity(3)).not.toBe(store.identity(4));
});

it('says of a caption of an index that tells its files the terms of its own', () => {
  const store = new CaptionStore();
  store.take(4, origin('Notes'));
  const files = [
    { name: 'a.txt', source: 'A', licence: 'CC0', captions: 2 },
    { name: 'b.txt', source: 'B', licence: 'CC BY', captions: 3 },
  ];
  const { base } = store.take(5, origin('Flora'), files);
  const title = { address: 'own:Flora', title: 'Flora' };
  expect(store.origin(base + 1)).toEqual({ ...title, source: 'A', licence: 'CC0', file: 'a.txt' });
  expect(store.origin(base + 4)).toEqual({ ...title, source: 'B', licence: 'CC BY', file: 'b.txt' });
  expect(store.origin(base - 1)).toEqual(origin('Notes'));
});
