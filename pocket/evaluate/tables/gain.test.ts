import { expect, it } from 'vitest';
import type { JudgedList } from '../ranking/judge.ts';
import { gainLines, gainOf } from './gain.ts';

/** Ten pictures of each of twenty classes; the second method is right where `right` says, the first never. */
const listOf = (right: (cls: number, picture: number) => boolean): JudgedList => ({
  domain: 'symbols',
  classes: 20,
  renderings: true,
  judged: Array.from({ length: 200 }, (_, i) => {
    const [label, picture] = [Math.floor(i / 10), i % 10];
    const verdict = (place: number) => ({ place, answer: 0, share: 0.5, margin: 0.1 });
    return {
      label,
      className: `class ${label}`,
      part: null,
      group: null,
      verdicts: [verdict(3), verdict(right(label, picture) ? 0 : 2)],
    };
  }),
});
const wide = ({ interval: [low, high] }: ReturnType<typeof gainOf>) => high - low;

it('pictures of a class go together: a gain of whole classes is less sure than one spread over all', () => {
  const wholeClasses = gainOf(
    listOf((cls) => cls < 10),
    1,
    0,
  );
  const spread = gainOf(
    listOf((_, picture) => picture < 5),
    1,
    0,
  );
  expect(wholeClasses.gain).toBeCloseTo(0.5, 12);
  expect(spread.gain).toBeCloseTo(0.5, 12);
  expect(wide(spread)).toBeLessThan(0.01);
  expect(wide(wholeClasses)).toBeGreaterThan(0.3);
});

it('a loss is a loss, and a table without one of the rows has no line', () => {
  const list = listOf((cls) => cls < 5);
  expect(gainOf(list, 0, 1).gain).toBeCloseTo(-0.25, 12);
  expect(gainLines([list], ['zero-shot', 'core'], ['core', 'zero-shot'])[2]).toMatch(
    /^symbols +\+25\.0 {2}\[\+\d/,
  );
  expect(gainLines([list], ['zero-shot', 'core'], ['core', 'core-paper'])).toEqual([]);
});
