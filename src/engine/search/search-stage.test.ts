import { describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { normalise, stack } from '../../../core';
import { TextStore } from '../embedding/texts/text-store';
import { initialState } from '../initial-state';
import { PhotoRecords } from '../state/photos/photo-records';
import { photoOf } from '../state/plan/testing/records';
import { defaultRequest } from '../state/request/request';
import type { EngineState } from '../state/types';
import { SearchStage } from './search-stage';

const vectors: Readonly<Record<string, readonly number[]>> = {
  fern: [1, 0.1, 0],
  moss: [0.8, 0.6, 0],
  relay: [0, 0.2, 1],
};
/** Texts lie in another region of the space than photos. */
const texts: Readonly<Record<string, readonly number[]>> = {
  'a relay': [0.3, 0.1, 0.9],
  fronds: [0.9, 0, 0.3],
};

function searchOf(space = 'siglip') {
  const store = createStore<EngineState>()(() =>
    initialState(defaultRequest('https://here.example/'), null, false),
  );
  const photos = new PhotoRecords(() => {});
  const embedded = (id: string, vector: readonly number[], key = space) =>
    photoOf(id, { embedding: { key, value: normalise(vector) } });
  photos.add(Object.entries(vectors).map(([id, vector]) => embedded(id, vector)));
  const known = new TextStore();
  const world = { space };
  const data = {
    store,
    photos,
    texts: known,
    basis: () => ({ space: world.space, captions: 0 }),
    embeddingNeeded: vi.fn(),
  };
  const stage = new SearchStage(data);
  return {
    ...data,
    world,
    stage,
    embedded,
    /** The encoder embeds what is wanted of it. */
    embedTexts() {
      const wanted = [...known.wanted];
      known.add(wanted, stack(wanted.map((text) => normalise(texts[text]!))));
      stage.wake();
    },
    status: () => store.getState().search.status,
    ready: () => vi.waitFor(() => expect(store.getState().search.status).toBe('ready')),
    ranked: () =>
      [...photos.values()]
        .map(({ view }) => view.id)
        .filter((id) => stage.near(id) !== null)
        .sort((a, b) => stage.near(b)! - stage.near(a)!),
  };
}

describe('a search for photos', () => {
  it('by words waits for their embedding, and ranks by it', async () => {
    const search = searchOf();
    expect(search.stage.near('fern')).toBeNull();
    search.stage.seek({ words: 'a relay', photo: null, share: 0.5 });
    expect(search.status()).toBe('waiting');
    expect(search.embeddingNeeded).toHaveBeenCalled();
    search.embedTexts();
    await search.ready();
    expect(search.ranked()[0]).toBe('relay');
  });

  it('asks again for words that were forgotten with other texts', async () => {
    const search = searchOf();
    search.stage.seek({ words: 'a relay', photo: null, share: 0.5 });
    search.texts.wantNothing();
    search.stage.wake();
    search.embedTexts();
    await search.ready();
  });

  it('by a photo has that first, and those like it after', async () => {
    const search = searchOf();
    search.stage.seek({ words: null, photo: 'fern', share: 0.5 });
    await search.ready();
    expect(search.ranked()).toEqual(['fern', 'moss', 'relay']);
  });

  it('by both goes from the one to the other with the slider, and compares nothing anew', async () => {
    const search = searchOf();
    search.stage.seek({ words: 'a relay', photo: 'fern', share: 0.1 });
    search.embedTexts();
    await search.ready();
    expect(search.ranked()[0]).toBe('fern');
    const { revision } = search.store.getState().search;
    search.stage.seek({ words: 'a relay', photo: 'fern', share: 0.9 });
    expect(search.status()).toBe('ready');
    expect(search.store.getState().search.revision).toBeGreaterThan(revision);
    expect(search.ranked()[0]).toBe('relay');
  });

  it('ranks photos that come later, and leaves out those of another model', async () => {
    const search = searchOf();
    search.stage.seek({ words: null, photo: 'fern', share: 0.5 });
    await search.ready();
    search.photos.add([search.embedded('frond', [1, 0.2, 0]), search.embedded('old', [1, 0, 0], 'another')]);
    expect(search.ranked()).toEqual(['fern', 'frond', 'moss', 'relay']);
  });

  it('begins anew in the space of another model, and keeps to its photo after that is removed', async () => {
    const search = searchOf();
    search.stage.seek({ words: null, photo: 'fern', share: 0.5 });
    await search.ready();
    search.photos.remove([search.photos.get('fern')!]);
    search.stage.wake();
    expect(search.ranked()).toEqual(['moss', 'relay']);
    search.world.space = 'clip';
    search.stage.wake();
    expect(search.status()).toBe('gone');
  });

  it('by a photo that is not embedded yet waits for it; by one that failed it says so', async () => {
    const search = searchOf();
    const late = photoOf('late', { embedding: null });
    search.photos.add([late]);
    search.photos.set(late, { status: 'queued' });
    search.stage.seek({ words: null, photo: 'late', share: 0.5 });
    expect(search.status()).toBe('waiting');
    late.embedding = { key: 'siglip', value: normalise([0, 0, 1]) };
    search.photos.set(late, { status: 'done' });
    search.stage.wake();
    await search.ready();
    expect(search.ranked().slice(0, 2)).toEqual(['late', 'relay']);
    const broken = photoOf('broken', { embedding: null });
    search.photos.add([broken]);
    search.photos.set(broken, { status: 'failed' });
    search.stage.seek({ words: null, photo: 'broken', share: 0.5 });
    expect(search.status()).toBe('gone');
  });

  it('ends', async () => {
    const search = searchOf();
    search.stage.seek({ words: null, photo: 'fern', share: 0.5 });
    await search.ready();
    search.stage.seek(null);
    expect(search.store.getState().search).toMatchObject({ query: null, status: 'none' });
    expect(search.stage.near('moss')).toBeNull();
  });
});
