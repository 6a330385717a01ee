import { expect, it } from 'vitest';
import { foundAlike, foundByWords } from './found-by';

it('says once how captions were found, and one by one where they differ', () => {
  const name = { foundBy: ['name'] as const };
  const both = { foundBy: ['name', 'meaning'] as const };
  expect(foundByWords(both)).toBe('found by name and meaning');
  expect(foundAlike([name, name])).toBe('found by name');
  expect(foundAlike([name, both])).toBeNull();
  expect(foundAlike([])).toBeNull();
});
