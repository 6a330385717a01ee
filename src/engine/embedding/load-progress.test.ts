import { expect, test } from 'vitest';
import { LoadProgress } from './load-progress';

const MB = 1e6;

test('adds files up, and says rate and time left once it knows them', () => {
  let now = 0;
  const progress = new LoadProgress(100 * MB, () => now);
  expect(progress.add({ file: 'config.json', loaded: 500, total: 500 })).toEqual({
    loaded: 500,
    total: 100 * MB,
    bytesPerSecond: null,
    secondsLeft: null,
  });
  progress.add({ file: 'text', loaded: 0, total: 40 * MB });
  now = 2000;
  const later = progress.add({ file: 'text', loaded: 10 * MB, total: 40 * MB });
  expect(later).toMatchObject({ loaded: 10 * MB + 500, bytesPerSecond: 5 * MB });
  expect(later.secondsLeft).toBeCloseTo(18, 2);
});

test('does not count what lay in the store as come', () => {
  let now = 0;
  const progress = new LoadProgress(null, () => now);
  progress.add({ file: 'text', loaded: 30 * MB, total: 40 * MB });
  now = 2000;
  expect(progress.add({ file: 'vision', loaded: 20 * MB, total: 20 * MB })).toMatchObject({
    loaded: 50 * MB,
    total: 60 * MB,
    bytesPerSecond: null,
  });
  now = 4000;
  expect(progress.add({ file: 'text', loaded: 38 * MB, total: 40 * MB }).bytesPerSecond).toBe(2 * MB);
});

test('follows a network that became slow, and a file that begins anew', () => {
  let now = 0;
  const progress = new LoadProgress(null, () => now);
  progress.add({ file: 'text', loaded: 0, total: 40 * MB });
  for (now = 1000; now <= 5000; now += 1000)
    progress.add({ file: 'text', loaded: (now / 1000) * 5 * MB, total: 40 * MB });
  for (now = 6000; now <= 20_000; now += 1000)
    progress.add({ file: 'text', loaded: 25 * MB + ((now - 5000) / 1000) * MB, total: 40 * MB });
  now = 20_000;
  expect(progress.add({ file: 'text', loaded: 40 * MB, total: 40 * MB }).bytesPerSecond).toBeCloseTo(MB, -4);
  expect(progress.add({ file: 'text', loaded: 1 * MB, total: 40 * MB })).toMatchObject({ loaded: MB });
});
