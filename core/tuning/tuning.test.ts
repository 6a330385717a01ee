import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise } from '../embeddings';
import { seededRandom } from '../metrics/random';
import { answersAt } from '../plane/plane';
import { type Progressing, planeProducts } from '../plane/products';
import type { Atoms } from '../reweighting';
import { PAPER_SETTINGS } from '../settings';
import { groupFolds } from './folds';
import { gridAnswers, gridSettings, type TuningGrid } from './grid';
import { type AnsweredChoice, type TuningInput, tune } from './tune';
import { tunedAmong } from './tuned';

const WIDTH = 8;
const CLASSES = 4;
const GRID: TuningGrid = { shares: [0, 0.5, 1], tausImageToText: [100, 0.01], tausTextToText: [1], ks: [3] };

function done<T>(steps: Progressing<T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

const axis = (i: number, amount = 1) =>
  Float64Array.from({ length: WIDTH }, (_, j) => (j === i ? amount : 0));
const mixed = (random: () => number, noise: number, ...parts: Float64Array[]) =>
  normalise(
    Float64Array.from(
      { length: WIDTH },
      (_, j) => parts.reduce((sum, part) => sum + part[j]!, 0) + noise * (random() - 0.5),
    ),
  );

/**
 * Photos whose own embedding points at the wrong class, and whose captions point at the right one: β alone makes them right.
 * @param telling how much of the right class the captions hold; 0 for captions of nothing
 */
function world(photos: number, telling: number, seed = 1) {
  const random = seededRandom(seed);
  const labels = Int32Array.from({ length: photos }, (_, i) => i % CLASSES);
  const side = (own: Float32Array, captions: Float32Array[]): Atoms => ({
    own,
    captions,
    similarities: captions.map((_, i) => 0.9 - i / 10),
  });
  const classes = Array.from({ length: CLASSES }, (_, c) => side(mixed(random, 0, axis(c)), []));
  const sides = Array.from(labels, (label) => {
    const wrong = Math.floor(random() * CLASSES);
    const own = mixed(random, 1.2, axis(wrong, 0.6));
    const captions = Array.from({ length: 3 }, () => mixed(random, 1, axis(label, telling)));
    return side(own, captions);
  });
  const at = (alpha: number, beta: number) =>
    answersAt(done(planeProducts(sides, classes, PAPER_SETTINGS)), alpha, beta);
  const current: AnsweredChoice = { method: 'zero-shot', parameters: {}, answers: at(0, 0) };
  const input: TuningInput = {
    photos: sides,
    classes,
    labels,
    groups: Int32Array.from(labels, (_, i) => i),
    current,
    settings: { ...PAPER_SETTINGS, alpha: 0, beta: 0 },
    others: [],
    measure: 'acc1',
    grid: GRID,
  };
  return { input, at };
}

const tuned = (input: TuningInput, seed = 3) => done(tune(input, seededRandom(seed)));

describe('tuning from labels', () => {
  it('proposes what does best, and promises the gain that photos not chosen by bear out', () => {
    const { input } = world(80, 1);
    const result = tuned(input);
    expect(result.proposal.method).toBe('core');
    expect(result.proposal.parameters.beta).toBeGreaterThan(0);
    expect(result.promises).toBe(true);
    expect(result.gain).toBeGreaterThan(0.3);
    expect(result.interval[0]).toBeGreaterThan(0);
    expect(result.figures.crossValidated - result.figures.current).toBeCloseTo(result.gain, 12);
    expect(result.figures.onTuned).toBeGreaterThanOrEqual(result.figures.crossValidated);
    expect(result).toMatchObject({ photos: 80, groups: 80, folds: 5 });
  });

  it('promises nothing where captions say nothing, though some setting does better on the photos it was tuned on', () => {
    const results = [1, 2, 3, 4, 5, 6].map((seed) => {
      const { input } = world(24, 0, seed);
      return tuned(input, seed);
    });
    expect(results.map(({ promises }) => promises)).toEqual(results.map(() => false));
    for (const { interval } of results) expect(interval[0]).toBeLessThanOrEqual(0);
    expect(results.some(({ figures }) => figures.onTuned > figures.current)).toBe(true);
  });

  it('keeps what is in force where nothing is better', () => {
    const { input } = world(40, 1);
    // Neither photos nor classes have captions: no setting makes a difference.
    const photos = input.photos.map(({ own }): Atoms => ({ own, captions: [], similarities: [] }));
    const settings = { ...PAPER_SETTINGS, alpha: 0.35, beta: 0.65, tauImageToText: 7, k: 12 };
    const { proposal, gain, promises } = tuned({ ...input, photos, settings });
    expect(proposal).toEqual({ method: 'core', parameters: settings });
    expect([gain, promises]).toEqual([0, false]);
  });

  it('proposes another method where that does better', () => {
    const { input } = world(40, 0.2);
    const perfect = { method: 'zlap', parameters: { k: 5 }, answers: input.labels };
    const { proposal, gain, figures } = tuned({ ...input, others: [perfect] });
    expect(proposal).toEqual({ method: 'zlap', parameters: { k: 5 } });
    expect(gain).toBeCloseTo(1 - figures.current, 9);
  });

  it('weighs classes alike where balanced accuracy is to grow', () => {
    const { input } = world(60, 1);
    // Nearly all photos are of the first class, which one method always answers and another never does.
    const labels = Int32Array.from({ length: 60 }, (_, i) => (i < 54 ? 0 : 1 + (i % 3)));
    const always = { method: 'a', parameters: {}, answers: new Int32Array(60) };
    const rare = { method: 'b', parameters: {}, answers: labels.map((label) => (label === 0 ? 1 : label)) };
    const nothing = { ...GRID, shares: [0], tausImageToText: [100], ks: [] };
    const ask = (measure: TuningInput['measure']) =>
      tuned({ ...input, labels, others: [always, rare], measure, grid: nothing });
    expect(ask('acc1').proposal.method).toBe('a');
    expect(ask('balanced').proposal.method).toBe('b');
    expect(ask('balanced').figures.onTuned).toBeCloseTo(3 / 4, 9);
  });

  it('refuses labels that say too little', () => {
    const { input } = world(40, 1);
    const few = world(19, 1).input;
    expect(() => tuned(few)).toThrow('20 labelled photos at least; there are 19');
    expect(() => tuned({ ...input, labels: new Int32Array(40) })).toThrow('of one class');
    expect(() => tuned({ ...input, groups: new Int32Array(40) })).toThrow('of one group');
  });
});

describe('the grid', () => {
  it.each([0, 0.3])('answers as each of its settings does by itself, γ %f', (zeroShotShare) => {
    const base = { ...PAPER_SETTINGS, zeroShotShare };
    const { input } = world(12, 0.7);
    const { photos, classes } = input;
    const random = seededRandom(5);
    const enriched = classes.map((cls) => ({
      ...cls,
      captions: [mixed(random, 3), mixed(random, 3)],
      similarities: [0.8, 0.2],
    }));
    const grid: TuningGrid = {
      shares: [0, 0.3, 1],
      tausImageToText: [100, 0.1],
      tausTextToText: [1, 0.05, 0.01],
      ks: [3, 1],
    };
    const settings = gridSettings(grid, base);
    const answers = settings.map(() => new Int32Array(photos.length));
    done(
      gridAnswers(photos, enriched, grid, base, (photo, from, to, best) => {
        for (let cell = from; cell < to; cell++) answers[cell]![photo] = best;
      }),
    );
    settings.forEach((setting, cell) => {
      const products = done(planeProducts(photos, enriched, setting));
      expect([...answers[cell]!], JSON.stringify(setting)).toEqual([
        ...answersAt(products, setting.alpha, setting.beta),
      ]);
    });
  });
});

describe('folds', () => {
  const dealt = fc
    .array(fc.tuple(fc.nat(12), fc.nat(3)), { minLength: 2, maxLength: 60 })
    .map((rows) => ({ groups: rows.map(([group]) => group), labels: rows.map(([, label]) => label) }));

  it('never part a group, and are of about the same number of groups', () => {
    fc.assert(
      fc.property(dealt, fc.nat(), ({ groups, labels }, seed) => {
        const folds = groupFolds(groups, labels, seededRandom(seed));
        const foldOf = new Map<number, number>();
        groups.forEach((group, i) => {
          expect(foldOf.get(group) ?? folds[i]).toBe(folds[i]);
          foldOf.set(group, folds[i]!);
        });
        const parts = Math.min(5, foldOf.size);
        const sizes = Array.from(
          { length: parts },
          (_, fold) => [...foldOf.values()].filter((f) => f === fold).length,
        );
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the mark of what was tuned', () => {
  const mark = { method: 'core', parameters: { alpha: 0.3, beta: 0.4 }, photos: ['a', 'b'] };
  it('counts photos that a figure reports and that were tuned on', () => {
    const inForce = { method: 'core', parameters: { alpha: 0.3, beta: 0.4 } };
    expect(tunedAmong(mark, inForce, ['a', 'c', 'b', 'd'])).toBe(2);
    expect(tunedAmong(mark, inForce, ['c'])).toBe(0);
    expect(tunedAmong(null, inForce, ['a'])).toBe(0);
    expect(tunedAmong(mark, { ...inForce, parameters: { alpha: 0.3, beta: 0.5 } }, ['a'])).toBe(0);
    expect(tunedAmong(mark, { ...inForce, method: 'zlap' }, ['a'])).toBe(0);
  });
});
