import { expect, test } from 'vitest';
import type { FieldNeed, PreparedField } from '../../../engine';
import { fetchWords, furtherWords, needWords, preparedWords, proofWords } from './field-words';

const need: FieldNeed = {
  indexes: 1,
  bytesMissing: 30e6,
  bytesNeeded: 40e6,
  bytesTotal: 2e9,
  captions: 240_000,
  captionsTotal: 12_000_000,
  recall: 0.953,
  mayGrow: true,
  further: [],
};
const prepared: PreparedField = {
  key: 'a',
  at: 0,
  classes: 30,
  photos: 12,
  recall: 0.953,
  indexes: [{ address: 'https://a.example/', captions: 240_000, captionsTotal: 12_000_000 }],
  proof: null,
};

test('what is needed is told against the whole, and as a guess while it is one', () => {
  expect(needWords(need, 30, 12)).toBe(
    'For 30 classes and 12 photos: about 40 MB of 2.0 GB (2 %) are needed, 240,000 of 12,000,000 captions, in which 95 % of the nearest are expected.',
  );
  expect(needWords({ ...need, mayGrow: false }, 1, 0)).toMatch(/^For 1 class: 40 MB of/);
});

test('what was prepared is told with its coverage', () => {
  expect(preparedWords(prepared)).toBe(
    'Prepared for 30 classes: 240,000 of 12,000,000 captions are here, in which 95 % of the nearest are expected.',
  );
  expect(preparedWords({ ...prepared, indexes: [] })).toBe('Prepared for 30 classes: all captions are here.');
});

test('a proof is told as it went', () => {
  expect(proofWords({ photos: 3, same: 3, problem: null })).toBe(
    'Tried without a network, in fresh workers: 3 of 3 sample photos got the same answer.',
  );
  expect(proofWords({ photos: 3, same: 2, problem: null })).toContain(
    '2 of 3 sample photos got the same answer, the others another one.',
  );
  expect(proofWords({ photos: 3, same: 0, problem: 'The model is not here.' })).toBe(
    'Without a network it did not work: The model is not here.',
  );
});

test('what else is needed is told with what is here of it, and what cannot come', () => {
  const of = { part: 'second encoder', canCome: true } as const;
  expect(furtherWords({ ...of, bytesNeeded: 90e6, bytesMissing: 0 })).toBe(
    'Second text encoder, 90 MB: here.',
  );
  expect(furtherWords({ ...of, bytesNeeded: 90e6, bytesMissing: 90e6 })).toMatch(/90 MB: to be fetched\.$/);
  expect(furtherWords({ ...of, bytesNeeded: 90e6, bytesMissing: 30e6 })).toMatch(/: 30 MB to be fetched\.$/);
  expect(furtherWords({ ...of, bytesNeeded: null, bytesMissing: null })).toBe(
    'Second text encoder: to be fetched.',
  );
  const kept = furtherWords({ part: 'model', bytesNeeded: 9e6, bytesMissing: 9e6, canCome: false });
  expect(kept).toContain('not kept in this browser');
  expect(fetchWords(need)).toBe('Fetch 30 MB for the field');
  const unknown = { ...of, bytesNeeded: null, bytesMissing: null };
  expect(fetchWords({ ...need, further: [unknown] })).toBe('Fetch more than 30 MB for the field');
  expect(fetchWords({ ...need, bytesMissing: 0, further: [unknown] })).toBe('Fetch the rest for the field');
});
