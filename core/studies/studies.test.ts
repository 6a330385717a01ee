import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise } from '../embeddings';
import { answersOf } from '../judging';
import { methodById, NO_STORE } from '../methods';
import { seededRandom } from '../metrics';
import { answersAt, type Progressing, placesAt, planeProducts } from '../plane';
import type { Atoms } from '../reweighting';
import { PAPER_SETTINGS } from '../settings';
import { ablationOf, SWEPT, sweepsOf, sweptValues } from '.';

const WIDTH = 8;
const CLASSES = 7;

function done<T>(steps: Progressing<T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

function world(photos: number, captions = 12, seed = 1) {
  const random = seededRandom(seed);
  const vector = (towards?: ArrayLike<number>) =>
    normalise(Float64Array.from({ length: WIDTH }, (_, i) => random() - 0.5 + 0.6 * (towards?.[i] ?? 0)));
  const atoms = (towards?: ArrayLike<number>): Atoms => {
    const own = vector(towards);
    return {
      own,
      captions: Array.from({ length: captions }, () => vector(own)),
      similarities: Array.from({ length: captions }, (_, i) => 0.9 - i / 40),
    };
  };
  const classes = Array.from({ length: CLASSES }, () => atoms());
  const labels = Array.from({ length: photos }, (_, i) => i % CLASSES);
  return { classes, labels, photos: labels.map((label) => atoms(classes[label]!.own)) };
}

const settings = { ...PAPER_SETTINGS, alpha: 0.3, beta: 0.6, tauImageToText: 0.05, tauTextToText: 0.2 };

describe('places on the plane', () => {
  it.each([0, 0.4])(
    'have the answer of the plane’s walk first, and those of the method behind it, γ %f',
    (zeroShotShare) => {
      const { photos, classes, labels } = world(25);
      const weighting = { ...settings, zeroShotShare };
      const products = done(planeProducts(photos, classes, weighting));
      const task = {
        classes: classes.map((atoms) => ({
          atoms,
          names: [atoms.own],
          templates: [],
          descriptions: [],
          counts: null,
        })),
        photos: photos.map((atoms, i) => ({ id: `${i}`, atoms, paired: null, candidates: null })),
        logitScale: 100,
        products: NO_STORE,
      };
      const groups = labels.map((_, i) => i);
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }), (a, b) => {
          const [alpha, beta] = [a / 20, b / 20];
          const places = placesAt(products, labels, alpha, beta);
          const answers = answersAt(products, alpha, beta);
          places.forEach((place, i) => {
            expect(place === 0).toBe(answers[i] === labels[i]);
          });
          const method = done(
            answersOf(
              methodById('core')!,
              { ...weighting, alpha, beta },
              { task, labels, groups, scales: null },
            ),
          );
          expect(Array.from(method.places)).toEqual([...places]);
        }),
        { numRuns: 25 },
      );
    },
  );
});

describe('sweeps', () => {
  it('hold what is in force, and find what each value comes to', () => {
    const { photos, classes, labels } = world(40);
    const { points, frontier } = done(sweepsOf(photos, classes, labels, settings));
    for (const name of SWEPT) {
      const own = points[name].find(({ value }) => value === settings[name]);
      expect(own, name).toBeDefined();
      const places = placesAt(done(planeProducts(photos, classes, settings)), labels, 0.3, 0.6);
      expect(own!.acc1).toBeCloseTo(places.filter((place) => place === 0).length / 40, 12);
      expect(own!.acc5).toBeCloseTo(places.filter((place) => place < 5).length / 40, 12);
    }
    expect(frontier).toHaveLength(121);
    const best = frontier.filter((point) => point.best);
    expect(Math.max(...best.map(({ acc1 }) => acc1))).toBe(Math.max(...frontier.map(({ acc1 }) => acc1)));
    for (const a of best) for (const b of frontier) expect(b.acc1 > a.acc1 && b.acc5 > a.acc5).toBe(false);
    expect(new Set(points.k.map(({ acc1 }) => acc1)).size).toBeGreaterThan(1);
  });

  it('try k up to the captions that are there, and no τ that has no effect', () => {
    const { photos, classes } = world(3, 4);
    const values = sweptValues({ ...settings, imageWeighting: 'linear' }, photos, classes);
    expect(values.k).toEqual([1, 2, 3, 4]);
    expect(values.tauImageToText).toEqual([]);
  });
});

it('the ablation leaves zero-shot no share until its last row, and says so there', () => {
  const rows = ablationOf({ ...settings, zeroShotShare: 0.3 });
  expect(rows.map((row) => row.settings.zeroShotShare)).toEqual([0, 0, 0, 0, 0.3]);
  expect(rows.at(-1)!.adds).toContain('γ');
  expect(ablationOf(settings).at(-1)!.adds).not.toContain('γ');
});

it('the ablation begins with zero-shot, adds one component a row, and ends with what is in force', () => {
  const rows = ablationOf({ ...settings, imageWeighting: 'linear' });
  expect(rows.map(({ name }) => name)).toEqual([
    'zero-shot',
    'core-alpha',
    'core-alpha-t2t',
    'core-alpha-t2t-beta',
    'core',
  ]);
  expect(rows.map(({ settings: { alpha, beta } }) => [alpha, beta])).toEqual([
    [0, 0],
    [0.3, 0],
    [0.3, 0],
    [0.3, 0.6],
    [0.3, 0.6],
  ]);
  // By their cosine they would not be all alike.
  expect(rows[3]!.settings.imageWeighting).toBe('softmax');
  expect(rows[4]!.settings.imageWeighting).toBe('linear');
});
