import { expect, it } from 'vitest';
import { stack } from '../../../core';
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
