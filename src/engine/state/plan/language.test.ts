import { describe, expect, it } from 'vitest';
import { retrievedCaptions } from '../../retrieval/captions/caption-store';
import type { PhotoRecord } from '../records';
import {
  candidatesKey,
  type LanguageWorld,
  lacksCandidates,
  lacksNames,
  nameKey,
  nextForLanguage,
  promptsOfNames,
} from './language';
import { basis, photoOf } from './testing/records';

const PROMPT = 'a photo of a {}';

function searched(id: string): PhotoRecord {
  const record = photoOf(id);
  record.hits = {
    key: 'today',
    query: record.embedding!.value,
    captions: basis.captions,
    value: retrievedCaptions([]),
  };
  return record;
}

const worldOf = (photos: readonly PhotoRecord[], change: Partial<LanguageWorld> = {}): LanguageWorld => {
  const settings = { basis, k: 10, ...change };
  return {
    ...settings,
    isWanted: true,
    hasFailed: false,
    unnamed: () => ({
      next: (most) => photos.filter((record) => lacksNames(record, settings)).slice(0, most),
    }),
    ...change,
  };
};

/** Names and embeds what the plan says until it says nothing more; gives how many photos each call took. */
function carryOut(world: LanguageWorld, photos: readonly PhotoRecord[]): number[] {
  const calls: number[] = [];
  for (let job = nextForLanguage(world); job !== null; job = nextForLanguage(world)) {
    if (calls.length === 20) throw new Error('The plan goes round.');
    calls.push(job.photos.length);
    for (const record of job.photos) record.names = { key: nameKey(record, world)!, value: ['fern', 'moss'] };
  }
  for (const record of photos)
    if (lacksCandidates(record, world, PROMPT))
      record.candidates = {
        key: candidatesKey(record, PROMPT),
        query: record.embedding!.value,
        value: { names: record.names!.value, embeddings: [] },
      };
  return calls;
}

describe('the language worker', () => {
  it('reads the captions of every photo that has some, a few at a time, and none twice', () => {
    const photos = [...Array.from({ length: 20 }, (_, i) => searched(`${i}`)), photoOf('without captions')];
    const world = worldOf(photos);
    expect(carryOut(world, photos)).toEqual([16, 4]);
    expect(carryOut(world, photos)).toEqual([]);
    expect(promptsOfNames(photos[0]!, PROMPT)).toEqual(['a photo of a fern', 'a photo of a moss']);
    expect(promptsOfNames(photos[20]!, PROMPT)).toEqual([]);
  });

  it('reads nothing for a method that reads no names, and nothing after it was given up', () => {
    const photos = [searched('a')];
    expect(nextForLanguage(worldOf(photos, { isWanted: false }))).toBeNull();
    expect(nextForLanguage(worldOf(photos, { hasFailed: true }))).toBeNull();
    expect(nextForLanguage(worldOf(photos))).not.toBeNull();
  });

  it('reads anew what another basis, other captions or another depth brought, and shows nothing of the one before', () => {
    const photos = [searched('a')];
    const [photo] = photos as [PhotoRecord];
    carryOut(worldOf(photos), photos);
    expect(lacksCandidates(photo, { basis, k: 10 }, PROMPT)).toBe(false);
    expect(lacksCandidates(photo, { basis, k: 10 }, 'a drawing of a {}')).toBe(true);
    // Names of another depth are no names yet.
    expect(lacksNames(photo, { basis, k: 11 })).toBe(true);
    expect(lacksCandidates(photo, { basis, k: 11 }, PROMPT)).toBe(false);
    expect(carryOut(worldOf(photos, { k: 11 }), photos)).toEqual([1]);
    photo.hits = { ...photo.hits!, key: 'tomorrow' };
    expect(carryOut(worldOf(photos, { k: 11 }), photos)).toEqual([1]);
    // Captions of another index are none of this one.
    expect(nextForLanguage(worldOf(photos, { basis: { ...basis, captions: 4 } }))).toBeNull();
    expect(lacksCandidates(photo, { basis: { ...basis, captions: 4 }, k: 11 }, PROMPT)).toBe(false);
  });
});
