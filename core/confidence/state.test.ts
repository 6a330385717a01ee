import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitMargin, partingMargin } from './fit-margin';
import { likenessOf, nearestCosine } from './likeness';
import { type FittedStates, stateOf, thresholdsOf, USUAL_MARGIN } from './state';

const fitted: FittedStates = { version: 1, fittedOn: '30 photos', likeness: 0.2, margins: { core: 0.4 } };
const untouched = { margin: null, likeness: null };

describe('the state of an answer', () => {
  it.each([
    [0.5, 0.9, 'confident'],
    [0.4, 0.2, 'confident'],
    [0.39, 0.9, 'unsure'],
    [0.99, 0.19, 'unlike'],
    // No class is to be told from another for what resembles none.
    [0.01, 0.01, 'unlike'],
    [0.99, null, 'confident'],
  ] as const)('margin %f, likeness %f: %s', (margin, likeness, state) => {
    expect(stateOf(margin, likeness, { margin: 0.4, likeness: 0.2 })).toBe(state);
  });

  it('follows from margins alone where no likeness was fitted', () => {
    expect(stateOf(0.5, 0, { margin: 0.4, likeness: null })).toBe('confident');
  });
});

describe('thresholds', () => {
  it('are those of the photos, or the user’s where they moved one', () => {
    expect(thresholdsOf('core', fitted, untouched)).toEqual({
      margin: 0.4,
      likeness: 0.2,
      from: { margin: 'photos', likeness: 'photos' },
    });
    expect(thresholdsOf('core', fitted, { margin: 0, likeness: 0.7 })).toEqual({
      margin: 0,
      likeness: 0.7,
      from: { margin: 'user', likeness: 'user' },
    });
  });

  it('are the usual margin alone where nobody fitted any, and said to be from nobody', () => {
    const unknown = {
      margin: USUAL_MARGIN,
      likeness: null,
      from: { margin: 'nobody', likeness: 'nobody' },
    };
    expect(thresholdsOf('core', null, untouched)).toEqual(unknown);
    expect(thresholdsOf('core', null, { ...untouched, likeness: 0.7 })).toMatchObject({
      likeness: 0.7,
      from: { margin: 'nobody', likeness: 'user' },
    });
    expect(thresholdsOf('toString', { ...fitted, likeness: null }, untouched)).toEqual(unknown);
  });
});

describe('likeness', () => {
  it('is the mean of the captions’ cosines to the class nearest to each, held to 0–1', () => {
    const prototypes = [
      [1, 0],
      [0.6, 0.8],
    ];
    expect(nearestCosine([0, 1], prototypes)).toBeCloseTo(0.8, 12);
    expect(nearestCosine([0, 1], [])).toBe(Number.NEGATIVE_INFINITY);
    expect(likenessOf([0.8, 0.2])).toBeCloseTo(0.5, 12);
    expect(likenessOf([-0.8])).toBe(0);
    expect(likenessOf([1.0000001])).toBe(1);
    expect(likenessOf([])).toBeNull();
  });
});

describe('a margin fitted to photos', () => {
  const answers = (...parts: [margin: number, right: number, wrong: number][]) =>
    parts.flatMap(([margin, right, wrong]) => [
      ...Array.from({ length: right }, () => ({ margin, right: true })),
      ...Array.from({ length: wrong }, () => ({ margin, right: false })),
    ]);

  it('is the least from which on as many answers are right as asked for', () => {
    const judged = answers([0.9, 18, 2], [0.5, 9, 1], [0.2, 10, 10], [0.1, 0, 5]);
    expect(fitMargin(judged, 0.9)).toBe(0.5);
    expect(fitMargin(judged, 0.95)).toBe(1);
    expect(fitMargin(judged, 0.7)).toBe(0.2);
    expect(fitMargin(judged.toReversed(), 0.9)).toBe(0.5);
  });

  it('rests on no handful of answers', () => {
    expect(fitMargin(answers([0.9, 19, 0], [0.1, 0, 19]), 0.9)).toBe(1);
    expect(fitMargin([], 0.5)).toBe(1);
  });

  it('parts right answers from wrong ones, however many of either there are', () => {
    const judged = answers([0.9, 8, 1], [0.6, 6, 2], [0.3, 4, 12], [0.1, 2, 5]);
    expect(partingMargin(judged)).toBe(0.6);
    // Twenty times as many wrong answers, and the same margin; where nine of ten are to be right, none is left.
    const harder = answers([0.9, 8, 20], [0.6, 6, 40], [0.3, 4, 240], [0.1, 2, 100]);
    expect(partingMargin(harder)).toBe(0.6);
    expect(fitMargin(harder, 0.9)).toBe(1);
    expect(partingMargin(answers([0.8, 5, 5], [0.2, 5, 5]))).toBe(0.2);
  });

  it('parts nothing where all answers are right, or wrong', () => {
    expect(partingMargin(answers([0.9, 9, 0]))).toBe(1);
    expect(partingMargin(answers([0.9, 0, 9]))).toBe(1);
    expect(partingMargin([])).toBe(1);
  });

  it('is that of the largest difference of the two parts, for any answers', () => {
    const one = fc.record({ margin: fc.integer({ min: 0, max: 9 }).map((x) => x / 10), right: fc.boolean() });
    fc.assert(
      fc.property(fc.array(one, { minLength: 2, maxLength: 40 }), (judged) => {
        const all = {
          right: judged.filter(({ right }) => right),
          wrong: judged.filter(({ right }) => !right),
        };
        fc.pre(all.right.length > 0 && all.wrong.length > 0);
        const parted = (least: number) =>
          all.right.filter(({ margin }) => margin >= least).length / all.right.length -
          all.wrong.filter(({ margin }) => margin >= least).length / all.wrong.length;
        const found = parted(partingMargin(judged));
        for (const { margin } of judged) expect(parted(margin)).toBeLessThanOrEqual(found + 1e-12);
      }),
    );
  });
});
