import { expect, it } from 'vitest';
import { NO_FACTS } from '../../../workers/protocol';
import { factWords } from './fact-words';

it('says what a photo says of itself, and nothing more', () => {
  expect(factWords(NO_FACTS)).toEqual([]);
  const place = { latitude: -52.501, longitude: 1.0341667, uncertainty: 4.6, altitude: null, datum: null };
  expect(
    factWords({
      ...NO_FACTS,
      time: '2026-05-01T06:12:00',
      place,
      paths: ['Plantae|Fern'],
      keywords: ['fern'],
    }),
  ).toEqual([
    ['Taken', '2026-05-01 06:12:00 (no time zone in the file)'],
    ['Place', '52.50100° S, 1.03417° E, ± 5 m'],
    ['Keywords', 'fern, Plantae › Fern'],
  ]);
  expect(factWords({ ...NO_FACTS, time: '2026-05-01T06:12:00', zone: '+02:00', rating: -1 })).toEqual([
    ['Taken', '2026-05-01 06:12:00 +02:00'],
    ['Rating', 'rejected'],
  ]);
});
