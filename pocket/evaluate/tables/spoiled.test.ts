import { expect, it } from 'vitest';
import type { Judged } from '../ranking/judge.ts';
import { spoiledBy, spoiledLines } from './spoiled.ts';

/** `right` of ten pictures of a class under each method. */
const pictures = (label: number, ...right: number[]): Judged[] =>
  Array.from({ length: 10 }, (_, i) => ({
    label,
    className: `class ${label}`,
    part: null,
    group: null,
    verdicts: right.map((n) => ({ place: i < n ? 0 : 1, answer: i < n ? label : 9, share: 0.5, margin: 0 })),
  }));
const methods = ['zero-shot', 'core', 'other'];
const list = {
  domain: 'woods',
  classes: 4,
  renderings: true,
  judged: [...pictures(0, 9, 7, 9), ...pictures(1, 5, 4, 10), ...pictures(2, 10, 0, 3)],
};

it('counts classes that lose more than ten points, and none that loses ten or has no picture', () => {
  expect(spoiledBy(list, methods).map(({ method, count }) => [method, count])).toEqual([
    ['core', 2],
    ['other', 1],
  ]);
});

it('gives intervals around the counts, within the number of classes', () => {
  for (const { count, interval } of spoiledBy(list, methods)) {
    expect(interval[0]).toBeLessThanOrEqual(count);
    expect(interval[1]).toBeGreaterThanOrEqual(count);
    expect(interval[0]).toBeGreaterThanOrEqual(0);
    expect(interval[1]).toBeLessThanOrEqual(4);
  }
  expect(spoiledLines(list, methods)[2]).toMatch(/^core +2 {2}\[\d, \d\]$/);
});
