import { describe, expect, it } from 'vitest';
import { normalise } from '../../../../core';
import type { CaptionChoice } from '../../state/types';
import { CaptionChoices } from './caption-choices';
import { CaptionStore, captionsForClass, retrievedCaptions } from './caption-store';

const vectors = [
  [1, 0, 0],
  [0.9, 0.1, 0],
  [0.8, 0.2, 0],
  [0, 0, 1],
].map((values) => normalise(values));
const query = vectors[0]!;
const hit = (id: number) => ({ id, text: `caption ${id}`, similarity: 1 - id / 10 });

/** A store of captions 0 … 2, or with the far one too, and what a photo and a class found in it. */
function world(withFar = true) {
  const store = new CaptionStore();
  const keep = (id: number) => store.keep(id, { text: `caption ${id}`, embedding: vectors[id]! });
  for (const id of withFar ? [0, 1, 2, 3] : [0, 1, 2]) keep(id);
  const photo = retrievedCaptions([hit(0), hit(1), hit(2)]);
  const cls = captionsForClass([0, 1, 2].map((id) => ({ ...hit(id), foundBy: ['name'] as const })));
  const choices = new CaptionChoices(store);
  return { store, keep, photo, cls, choices };
}

const out = (id: number, of: CaptionChoice['of'] = null): CaptionChoice => ({
  text: `caption ${id}`,
  kind: 'left out',
  of,
});
const pin = (id: number, of: CaptionChoice['of']): CaptionChoice => ({
  text: `caption ${id}`,
  kind: 'pinned',
  of,
});
const fern = { className: 'fern' };

describe('choices of captions', () => {
  it('leave a caption out everywhere, for one class or for one photo', () => {
    const { photo, cls, choices } = world();
    choices.set([out(0), out(1, fern), out(2, { file: 'a.jpg' })]);
    expect([...choices.ofClass('fern', cls, query).ids]).toEqual([2]);
    expect(choices.ofClass('fern', cls, query).foundBy).toHaveLength(1);
    expect([
      ...choices.ofClass('moss', captionsForClass([{ ...hit(1), foundBy: ['name'] }]), query).ids,
    ]).toEqual([1]);
    expect([...choices.ofPhoto('a.jpg', photo, query).ids]).toEqual([1]);
    expect([...photo.ids]).toEqual([0, 1, 2]);
  });

  it('pin a caption, which then comes first and counts no less than the nearest, with its own cosine beside', () => {
    const { cls, choices } = world();
    choices.set([pin(3, fern), pin(2, fern)]);
    const { ids, similarities, cosines, pinned, foundBy } = choices.ofClass('fern', cls, query);
    expect([...ids]).toEqual([3, 2, 0, 1]);
    expect([...similarities]).toEqual([1, 1, 1, 0.9]);
    expect(cosines![0]).toBeCloseTo(0);
    expect([pinned, foundBy[0], foundBy[2]]).toEqual([2, ['meaning'], ['name']]);
  });

  it('leave as they are, to the object, what they do not touch', () => {
    const { photo, cls, choices } = world();
    expect(choices.ofPhoto('a.jpg', photo, query)).toBe(photo);
    choices.set([out(3), pin(3, { className: 'moss' })]);
    expect(choices.ofPhoto('a.jpg', photo, query)).toBe(photo);
    choices.set([out(0, fern)]);
    const before = choices.ofClass('fern', cls, query);
    choices.set([out(0, fern), out(3)]);
    expect(choices.ofClass('fern', cls, query)).toBe(before);
    choices.set([]);
    expect(choices.ofClass('fern', cls, query)).toBe(cls);
  });

  it('wait for a pinned caption that no search has brought yet', () => {
    const { keep, cls, choices } = world(false);
    choices.set([pin(3, fern)]);
    expect(choices.ofClass('fern', cls, query)).toBe(cls);
    expect(choices.lookAgain()).toBe(false);
    keep(3);
    expect(choices.lookAgain()).toBe(true);
    expect(choices.ofClass('fern', cls, query).ids[0]).toBe(3);
    expect(choices.lookAgain()).toBe(false);
  });
});
