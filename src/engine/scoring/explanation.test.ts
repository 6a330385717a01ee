import { expect, it } from 'vitest';
import type { EvidenceList, EvidenceSource } from '../../../core';
import { CaptionStore, captionsForClass, retrievedCaptions } from '../retrieval/captions/caption-store';
import type { ClassRecord, PhotoRecord } from '../state/records';
import { type EvidenceSources, evidenceBlocks } from './explanation';

const hit = (id: number) => ({ id, text: `caption ${id}`, similarity: id / 10 });

const embedding = Float32Array.of(1);
const found = { key: '', query: embedding, captions: 2 };

const sources: EvidenceSources = {
  basis: { space: 'space', captions: 2 },
  photo: {
    embedding: { key: 'space', value: embedding },
    hits: { ...found, value: retrievedCaptions([hit(3), hit(4)]) },
    pairs: { ...found, value: retrievedCaptions([hit(8)]) },
  } as unknown as PhotoRecord,
  captions: { generation: 2, text: (id) => `caption ${id}`, origin: () => null },
  classes: [
    {
      names: { name: 'fern', names: ['fern', 'bracken'], descriptions: ['has fronds'] },
      prototype: { key: 'space', value: { own: embedding, query: embedding, names: [] } },
      hits: { ...found, value: captionsForClass([{ ...hit(5), foundBy: ['name'] }]) },
    } as unknown as ClassRecord,
  ],
  templates: ['a {}', 'the {}'],
  photos: ['a', 'b'],
  labelled: ['b'],
};

const list = (source: EvidenceSource, classIndex: number | null, ...indices: number[]): EvidenceList => ({
  source,
  classIndex,
  title: 'Weight',
  items: indices.map((index) => ({ index, weight: 0.5 })),
});

it('shows what evidence points at, wherever that lies', () => {
  const blocks = evidenceBlocks(
    [
      list('captions of photo', null, 1, 9),
      list('paired captions of photo', null, 0),
      list('captions of class', 0, 0),
      list('templates', null, 1),
      list('names of class', 0, 0, 1),
      list('descriptions', 0, 0),
      list('labelled photos', null, 0),
      list('photos', null, 1),
    ],
    sources,
  );
  expect(blocks.map(({ source, classIndex }) => [source, classIndex])).toEqual([
    ['captions of photo', null],
    ['paired captions of photo', null],
    ['captions of class', 0],
    ['templates', null],
    ['names of class', 0],
    ['descriptions', 0],
    ['labelled photos', null],
    ['photos', null],
  ]);
  expect(blocks).toMatchObject([
    { kind: 'captions', captions: [{ id: 4, text: 'caption 4', foundBy: ['meaning'], weight: 0.5 }] },
    { kind: 'captions', captions: [{ id: 8 }] },
    { kind: 'captions', captions: [{ id: 5, foundBy: ['name'] }] },
    { kind: 'texts', texts: [{ text: 'the {}', weight: 0.5 }] },
    { kind: 'texts', texts: [{ text: 'fern' }, { text: 'bracken' }] },
    { kind: 'texts', texts: [{ text: 'has fronds' }] },
    { kind: 'photos', photos: [{ id: 'b' }] },
    { kind: 'photos', photos: [{ id: 'b', weight: 0.5 }] },
  ]);
});

it('shows no captions of an index that was left, though a reader asks late', () => {
  const store = new CaptionStore();
  const origin = { address: 'own:a', title: 'Flora', source: 'a flora', licence: 'CC0' };
  store.drop(store.take(9, origin));
  store.drop(store.take(9, origin));
  const numbers = store.take(9, origin);
  store.add({
    hits: [[hit(4), hit(5)]],
    vectors: { ids: Int32Array.of(4, 5), embeddings: { count: 2, width: 1, data: Float32Array.of(1, 1) } },
  });
  const [photo, cls] = evidenceBlocks([list('captions of photo', null, 1), list('captions of class', 0, 0)], {
    ...sources,
    captions: store,
  });
  expect(photo).toMatchObject({ captions: [{ text: 'caption 4', origin }] });
  expect(cls).toMatchObject({ captions: [{ text: 'caption 5' }] });
  store.drop(numbers);
  expect(photo).toMatchObject({ captions: [] });
  expect(cls).toMatchObject({ captions: [] });
});
