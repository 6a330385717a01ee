import { expect, test } from 'vitest';
import { textFilter } from './caption-filter';

const accepts = (without: readonly string[], text: string) => textFilter(without)?.(text) ?? true;

test('whole words are refused, in any case and beside any punctuation, and parts of words are not', () => {
  expect(accepts(['gun'], 'A GUN, on a table')).toBe(false);
  expect(accepts(['gun'], 'a gunman has begun')).toBe(true);
  expect(accepts(['Messer'], 'ein messer')).toBe(false);
  expect(accepts(['é'], 'café')).toBe(true);
});

test('phrases match over any space, and what means something in a pattern means itself', () => {
  expect(accepts(['hot  dog'], 'a hot dog')).toBe(false);
  expect(accepts(['c++ (old)'], 'written in c++ (old)')).toBe(false);
  expect(accepts(['a.c'], 'abc')).toBe(true);
});

test('without words there is no filter', () => {
  expect(textFilter(['', '  '])).toBeNull();
  expect(textFilter([])).toBeNull();
});
