import { expect, it } from 'vitest';
import { placeFor } from './one-tab-stop';

it.each([
  ['ArrowDown', 0, 1],
  ['ArrowDown', 4, 4],
  ['ArrowUp', 4, 3],
  ['ArrowUp', 0, 0],
  ['Home', 3, 0],
  ['End', 1, 4],
  ['Enter', 2, null],
  ['Tab', 2, null],
])('of five buttons %s goes from %i to %s', (key, at, to) => {
  expect(placeFor(key, at, 5)).toBe(to);
});
