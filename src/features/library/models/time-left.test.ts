import { expect, test } from 'vitest';
import { inWords } from './time-left';

test.each([
  [0, 'a few seconds'],
  [42, '40 s'],
  [89, '90 s'],
  [100, '2 min'],
  [3000, '50 min'],
  [8000, '2 h'],
])('%s s are “%s”', (seconds, words) => expect(inWords(seconds)).toBe(words));
