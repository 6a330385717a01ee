import { expect, it } from 'vitest';
import { fileName } from './download';

it('names files by local time', () => {
  expect(fileName('csv', new Date(2025, 0, 5, 9, 7))).toBe('fernglass-2025-01-05-0907.csv');
});
