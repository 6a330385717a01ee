import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../random.ts';
import type { Judged } from '../ranking/judge.ts';
import { classAccuracies, partsOf, type RowWithGain, rowsOf } from './rows.ts';
import { perClassLines, tableLines } from './table.ts';

const CLASSES = ['oak', 'fern', 'moss', 'x'];
const one = (className: string, part: string | null, ...places: number[]): Judged => ({
  label: CLASSES.indexOf(className),
  className,
  part,
  group: null,
  verdicts: places.map((place) => ({
    place,
    answer: (CLASSES.indexOf(className) + (place === 0 ? 0 : 1)) % CLASSES.length,
    share: 0.5,
    margin: 0.5,
  })),
});
const listOf = (judged: readonly Judged[], domain = 'woods', renderings = false) => ({
  domain,
  classes: CLASSES.length,
  renderings,
  judged,
});
const judged = [
  one('oak', 'head', 0, 0),
  one('oak', 'head', 4, 0),
  one('fern', 'tail', 7, 1),
  one('fern', 'tail', 5, 0),
  one('moss', null, 1, 9),
];
const methods = ['zero-shot', 'core'];

describe('rows', () => {
  it('count hits by method and part', () => {
    const rows = rowsOf(listOf(judged), methods).map(({ row }) => row);
    expect(
      rows.map(({ domain, method, part, n, acc1, acc5 }) => [domain, method, part, n, acc1, acc5]),
    ).toEqual([
      ['woods', 'zero-shot', 'all', 5, 0.2, 0.6],
      ['woods', 'zero-shot', 'head', 2, 0.5, 1],
      ['woods', 'zero-shot', 'tail', 2, 0, 0],
      ['woods', 'core', 'all', 5, 0.6, 0.8],
      ['woods', 'core', 'head', 2, 1, 1],
      ['woods', 'core', 'tail', 2, 0.5, 1],
    ]);
  });

  it('say what a method gains on the first one', () => {
    const gains = rowsOf(listOf(judged), methods).map(({ gain }) => gain);
    [0, 0, 0, 0.4, 0.5, 0.5].forEach((expected, i) => {
      expect(gains[i]).toBeCloseTo(expected, 12);
    });
  });

  it('have intervals around their figures, for any places', () => {
    const random = seeded('rows');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 1, max: 9 }), (n, classes) => {
        const many = Array.from({ length: n }, () =>
          one('x', 'head', random.whole(0, classes), random.whole(0, classes)),
        );
        for (const { row, gain, gainInterval } of rowsOf(listOf(many, 'any'), methods)) {
          expect(row.acc1Low).toBeLessThanOrEqual(row.acc1 + 1e-12);
          expect(row.acc1High).toBeGreaterThanOrEqual(row.acc1 - 1e-12);
          expect(row.acc5Low).toBeLessThanOrEqual(row.acc5 + 1e-12);
          expect(row.acc5High).toBeGreaterThanOrEqual(row.acc5 - 1e-12);
          expect(row.eceLow).toBeLessThanOrEqual(row.ece);
          expect(row.eceHigh).toBeGreaterThanOrEqual(row.ece);
          expect(row.acc1).toBeLessThanOrEqual(row.acc5);
          expect(gainInterval[0]).toBeLessThanOrEqual(gain + 1e-12);
          expect(gainInterval[1]).toBeGreaterThanOrEqual(gain - 1e-12);
        }
      }),
      { seed: 3, numRuns: 25 },
    );
  });

  it('count the common class once in balanced accuracy, and what it takes from others in F1', () => {
    const common = [...Array(8)].map(() => one('oak', null, 0));
    const oakEverywhere: Judged = {
      ...one('fern', null, 1),
      verdicts: [{ place: 1, answer: 0, share: 0.9, margin: 0.8 }],
    };
    const [{ row }] = rowsOf(listOf([...common, oakEverywhere, oakEverywhere]), ['zero-shot']) as [
      RowWithGain,
    ];
    expect(row.acc1).toBeCloseTo(0.8, 12);
    expect(row.balanced).toBeCloseTo(0.5, 12);
    expect(row.macroF1).toBeCloseTo((2 * 8) / (8 + 10) / 2, 12);
    expect(row.ece).toBeCloseTo(0.8 * 0.5 + 0.2 * 0.9, 12);
  });

  it('are wider where the pictures are few things drawn many times', () => {
    const drawn = (group: (i: number) => string | null) =>
      Array.from({ length: 40 }, (_, i) => ({ ...one('oak', null, i % 4 < 2 ? 0 : 1), group: group(i) }));
    const width = (members: Judged[]) => {
      const { row } = rowsOf(listOf(members), ['zero-shot'])[0]!;
      return { n: row.n, groups: row.groups, width: row.acc1High - row.acc1Low };
    };
    const apart = width(drawn(() => null));
    const together = width(drawn((i) => `symbol ${i % 4}`));
    expect([apart.groups, together.groups]).toEqual([40, 4]);
    expect(together.width).toBeGreaterThan(2.5 * apart.width);
  });

  it('resample whole classes where the pictures of a class are renderings of one thing', () => {
    // Two classes of four are always right, two never: 20 pictures each say no more than one.
    const drawn = Array.from({ length: 80 }, (_, i) => one(CLASSES[i % 4]!, null, i % 4 < 2 ? 0 : 1));
    const of = (renderings: boolean) => rowsOf(listOf(drawn, 'symbols', renderings), ['zero-shot'])[0]!.row;
    const [apart, together] = [of(false), of(true)];
    expect([apart.groups, together.groups]).toEqual([80, 4]);
    for (const name of ['acc1', 'balanced'] as const) {
      expect(together[name]).toBe(apart[name]);
      // Of four classes drawn with replacement none or all are right, now and then.
      expect([together[`${name}Low`], together[`${name}High`]]).toEqual([
        expect.closeTo(0, 1),
        expect.closeTo(1, 1),
      ]);
      expect(apart[`${name}High`] - apart[`${name}Low`]).toBeLessThan(0.25);
    }
    expect(together.macroF1High - together.macroF1Low).toBeGreaterThan(0.7);
  });

  it('give balanced accuracy the interval of Acc@1 where every class has as many renderings', () => {
    const random = seeded('renderings');
    const drawn = CLASSES.flatMap((name) => {
      const easy = random.next();
      return Array.from({ length: 25 }, () => one(name, null, random.chance(easy) ? 0 : 1));
    });
    const { row } = rowsOf(listOf(drawn, 'symbols', true), ['zero-shot'])[0]!;
    expect(row.balancedLow).toBeCloseTo(row.acc1Low, 12);
    expect(row.balancedHigh).toBeCloseTo(row.acc1High, 12);
  });

  it('exist only for parts that pictures lie in', () => {
    expect(partsOf([one('moss', null, 0)])).toEqual(['all']);
    expect(rowsOf(listOf([]), methods)).toEqual([]);
    expect(
      rowsOf(listOf(judged.slice(0, 2)), methods, ['all', 'head', 'tail']).map(({ row }) => row.part),
    ).toEqual(['all', 'head', 'all', 'head']);
  });
});

describe('tables', () => {
  it('print percent, intervals, and gains for all methods but the first', () => {
    const lines = tableLines(rowsOf(listOf(judged), methods));
    expect(lines[0]).toMatch(/Acc@1 .*Acc@5 .*balanced .*macro F1 .*ECE /);
    expect(lines[1]).toMatch(
      /^woods +zero-shot +all +5 +20\.0 +\[[^\]]+\] +60\.0( +\[[^\]]+\] +\d+\.\d){3} +\[[^\]]+\]$/,
    );
    expect(lines[4]).toMatch(/^woods +core +all +5 +60\.0 +\[.+\] +80\.0 +\[.+\] +\+40\.0 \[.+\]$/);
  });

  it('print a line for each class', () => {
    expect(classAccuracies(judged, [0, 1])).toEqual([
      { className: 'oak', n: 2, acc1: [0.5, 1] },
      { className: 'fern', n: 2, acc1: [0, 0.5] },
      { className: 'moss', n: 1, acc1: [0, 0] },
    ]);
    expect(perClassLines('woods', judged, methods, ['zero-shot', 'core'])).toContainEqual(
      expect.stringMatching(/^fern +2 +0\.0 +50\.0$/),
    );
  });
});
