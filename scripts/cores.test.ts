import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { coresOf, coresToPinTo } from './cores';

test('cores are read in Linux’s notation', () => {
  expect(coresOf('0')).toEqual([0]);
  expect(coresOf('0-3,6')).toEqual([0, 1, 2, 3, 6]);
  expect(coresOf('5,7-8')).toEqual([5, 7, 8]);
});

test('there are as many as this process may use, or none can be chosen', () => {
  expect([0, availableParallelism()]).toContain(coresToPinTo().length);
});
