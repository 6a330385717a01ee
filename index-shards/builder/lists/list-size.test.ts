import { expect, test } from 'vitest';
import { usualListSize } from './list-size';

test.each([
  [1, 256],
  [50_000, 256],
  [50_001, 64],
  [1_000_000, 64],
  [2_000_000, 122],
  [4_000_000, 244],
  [12_000_000, 256],
])('%i captions are divided into lists of %i', (captions, size) => {
  expect(usualListSize(captions)).toBe(size);
});
