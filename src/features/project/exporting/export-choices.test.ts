import { describe, expect, it } from 'vitest';
import { NO_FACTS, NO_FOLDER_FACTS, type PhotoFacts } from '../../../../workers/protocol';
import type { EngineState, Photo } from '../../../engine';
import { CHOICES_VERSION, DEFAULT_CHOICES, restoreChoices } from './export-choices';
import { foldersOf } from './folders';

describe('what was chosen of exports', () => {
  it('comes back as it was kept', () => {
    const kept = {
      ...DEFAULT_CHOICES,
      place: 'rounded' as const,
      labelsOnly: ['csv' as const],
      folders: { trip: { ...NO_FOLDER_FACTS, zone: '+02:00', latitude: 46.5 } },
    };
    expect(restoreChoices(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
  });

  it('is the default for each that cannot be read, and nothing of what is not known', () => {
    expect(CHOICES_VERSION).toBe(1);
    for (const none of [null, undefined, 7, 'x', [], {}])
      expect(restoreChoices(none)).toEqual(DEFAULT_CHOICES);
    const kept = {
      place: 'somewhere',
      without: 'photo',
      keywordRoot: 'Plants',
      folders: { a: { ...NO_FOLDER_FACTS, latitude: 'north' } },
      from: 'a later version',
    };
    expect(restoreChoices(kept)).toEqual({ ...DEFAULT_CHOICES, keywordRoot: 'Plants' });
  });
});

describe('the folders of photos', () => {
  const source = (photos: Readonly<Record<string, Partial<PhotoFacts>>>) => ({
    getState: () => ({ photoIds: Object.keys(photos) }) as unknown as EngineState,
    photo: (file: string) => ({ file, facts: { ...NO_FACTS, ...photos[file] } }) as Photo,
  });

  it('come with what their photos say: period, place, and how many lack a zone', () => {
    const place = { latitude: 1, longitude: 2, uncertainty: null, altitude: null, datum: null };
    expect(
      foldersOf(
        source({
          'trip/day 1/b.jpg': { time: '2026-05-01T06:12:00' },
          'c.jpg': {},
          'trip/day 1/a.jpg': { time: '2026-04-30T06:12:00', zone: '+02:00', place },
          'trip/day 1/d.jpg': { time: '2026-05-03T06:12:00' },
        }),
      ),
    ).toEqual([
      {
        path: 'trip/day 1',
        photos: 3,
        withoutZone: 2,
        first: '2026-04-30T06:12:00',
        last: '2026-05-03T06:12:00',
        place,
      },
      { path: '', photos: 1, withoutZone: 0, first: null, last: null, place: null },
    ]);
  });
});
