import { expect, test } from 'vitest';
import { duration, playwrightTimes, slowest, vitestTimes } from './slowest-tests';

const unit = {
  testResults: [
    {
      name: '/repo/core/a.test.ts',
      assertionResults: [
        { fullName: 'adds', duration: 12 },
        { fullName: 'waits', duration: null },
      ],
    },
  ],
};
const endToEnd = {
  suites: [
    {
      suites: [
        {
          specs: [
            { file: 'a.spec.ts', title: 'opens', tests: [{ results: [{ duration: 40 }, { duration: 2 }] }] },
          ],
        },
      ],
      specs: [{ file: 'a.spec.ts', title: 'shuts', tests: [{ results: [{ duration: 5 }] }] }],
    },
  ],
};

test('names tests by file, and sums a test’s tries', () => {
  expect(vitestTimes(unit, '/repo')).toEqual([
    { name: 'core/a.test.ts › adds', milliseconds: 12 },
    { name: 'core/a.test.ts › waits', milliseconds: 0 },
  ]);
  expect(slowest(playwrightTimes(endToEnd), 1)).toEqual([
    { name: 'e2e/a.spec.ts › opens', milliseconds: 42 },
  ]);
});

test('writes times as one says them', () => {
  expect([4_210, 59_960, 65_000, 3_600_000].map(duration)).toEqual([
    '4.2 s',
    '1 min 00 s',
    '1 min 05 s',
    '60 min 00 s',
  ]);
});
