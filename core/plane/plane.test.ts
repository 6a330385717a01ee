import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise } from '../embeddings';
import { enrichment } from '../methods/enrichment';
import { finish } from '../methods/method';
import { type ClassInput, NO_STORE, type PhotoInput } from '../methods/task';
import type { Atoms } from '../reweighting';
import { type EnrichmentSettings, PAPER_SETTINGS, RELEASED_CODE_SETTINGS } from '../settings';
import { answersAt, evenLattice, planeAnswers, planeChanges, planeFigures } from './plane';
import { type Progressing, planeProducts } from './products';

const WIDTH = 6;
/** Scores that lie nearer to each other than single precision tells apart. */
const TIE = 1e-5;

const done = <T>(steps: Progressing<T>): T => {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
};

/** Values of one sign pattern: what belongs to one side does not cancel out, while sides lie anywhere. */
const signs = fc.array(fc.constantFrom(-1, 1), { minLength: WIDTH, maxLength: WIDTH });
const sizes = fc
  .array(fc.integer({ min: 0, max: 50 }), { minLength: WIDTH, maxLength: WIDTH })
  .filter((values) => values.some((x) => x !== 0));
const side = fc
  .record({
    signs,
    own: sizes,
    captions: fc.array(fc.tuple(sizes, fc.double({ min: 0.01, max: 1, noNaN: true })), { maxLength: 5 }),
  })
  .map(({ signs: of, own, captions }): Atoms => {
    const vector = (values: readonly number[]) => normalise(values.map((x, j) => x * of[j]!));
    const sorted = captions.toSorted(([, a], [, b]) => b - a);
    return {
      own: vector(own),
      captions: sorted.map(([values]) => vector(values)),
      similarities: sorted.map(([, similarity]) => similarity),
    };
  });
const settings = fc
  .record({
    tauImageToText: fc.constantFrom(0.001, 0.03, 1, 100),
    tauTextToText: fc.constantFrom(0.001, 0.03, 1, 100),
    k: fc.integer({ min: 1, max: 6 }),
    imageWeighting: fc.constantFrom<EnrichmentSettings['imageWeighting']>('softmax', 'linear'),
    nearDuplicateCosine: fc.constantFrom(null, 0.9),
    zeroShotShare: fc.constantFrom(0, 0.3, 1),
  })
  .map((some): EnrichmentSettings => ({ ...PAPER_SETTINGS, ...some }));

/** CoRE's own score of every class for every photo. */
function scoresByMethod(photos: readonly Atoms[], classes: readonly Atoms[], values: EnrichmentSettings) {
  const inputs = classes.map(
    (atoms): ClassInput => ({ atoms, names: [], templates: [], descriptions: [], counts: null }),
  );
  const task = { classes: inputs, photos: [], labelled: [], logitScale: 1, products: NO_STORE };
  const prepared = enrichment.prepare(task);
  const weighed = prepared.weigh({ ...values });
  return photos.map((atoms, i) => {
    const photo: PhotoInput = { id: `${i}`, atoms, paired: null, candidates: null };
    return weighed.score(finish(prepared.measure(photo)), null).scores;
  });
}

const world = fc.record({
  photos: fc.array(side, { minLength: 1, maxLength: 4 }),
  classes: fc.array(side, { minLength: 1, maxLength: 5 }),
  settings,
  steps: fc.integer({ min: 1, max: 7 }),
});

describe('the α×β plane', () => {
  it('answers at each place what the method answers there', () => {
    fc.assert(
      fc.property(world, ({ photos, classes, settings: values, steps }) => {
        const lattice = evenLattice(steps);
        const products = done(planeProducts(photos, classes, values));
        const planes = photos.map((_, i) => planeAnswers(products, i, lattice));
        for (let a = 0; a < steps; a++)
          for (let b = 0; b < steps; b++) {
            const [alpha, beta] = [lattice.alphas[a]!, lattice.betas[b]!];
            const scores = scoresByMethod(photos, classes, { ...values, alpha, beta });
            scores.forEach((of, i) => {
              const answer = planes[i]![a * steps + b]!;
              const [first, second] = [...of].sort((x, y) => y - x);
              expect(of[answer]!).toBeGreaterThan(first! - TIE);
              if (second === undefined || first! - second > TIE) expect(answer).toBe(of.indexOf(first!));
            });
          }
      }),
      { numRuns: 60 },
    );
  });

  it('counts right answers, recalls and changes as one place after the other does', () => {
    fc.assert(
      fc.property(world, fc.infiniteStream(fc.integer({ min: -1, max: 4 })), (of, draws) => {
        const { photos, classes, settings: values, steps } = of;
        const lattice = evenLattice(steps);
        const labels = photos.map(() => Math.min(classes.length - 1, draws.next().value!));
        const products = done(planeProducts(photos, classes, values));
        const figures = done(planeFigures(products, lattice, labels));
        const changed = done(planeChanges(products, lattice, PAPER_SETTINGS));
        const before = answersAt(products, PAPER_SETTINGS.alpha, PAPER_SETTINGS.beta);
        const labelled = [...labels.keys()].filter((i) => labels[i]! >= 0);
        for (let a = 0; a < steps; a++)
          for (let b = 0; b < steps; b++) {
            const at = a * steps + b;
            const answers = photos.map((_, i) => planeAnswers(products, i, lattice)[at]!);
            const right = labelled.filter((i) => answers[i] === labels[i]);
            expect(figures.acc1[at]).toBeCloseTo(right.length / Math.max(1, labelled.length), 5);
            const seen = [...new Set(labelled.map((i) => labels[i]!))];
            const recalls = seen.map(
              (c) =>
                right.filter((i) => labels[i] === c).length / labelled.filter((i) => labels[i] === c).length,
            );
            const mean = recalls.reduce((sum, x) => sum + x, 0) / Math.max(1, recalls.length);
            expect(figures.balanced[at]).toBeCloseTo(mean, 5);
            expect(changed[at]).toBe(answers.filter((answer, i) => answer !== before[i]).length);
          }
      }),
      { numRuns: 60 },
    );
  });

  it('lets a photo without captions answer the same for every β', () => {
    const alone: Atoms = { own: normalise([1, 1, 0.2, 0, 0, 0]), captions: [], similarities: [] };
    const cls = (...own: number[]): Atoms => ({ own: normalise(own), captions: [], similarities: [] });
    const classes = [cls(1, 0, 0, 0, 0, 0), cls(0, 1, 0.3, 0, 0, 0)];
    const products = done(planeProducts([alone], classes, RELEASED_CODE_SETTINGS));
    expect([...planeAnswers(products, 0, evenLattice(3))]).toEqual(Array(9).fill(1));
  });

  it('says how far it has come', () => {
    const atoms = (i: number): Atoms => ({
      own: normalise([1, i, 0, 0, 0, 1]),
      captions: [],
      similarities: [],
    });
    const steps = planeProducts(
      Array.from({ length: 20 }, (_, i) => atoms(i)),
      [atoms(3)],
      PAPER_SETTINGS,
    );
    expect([...steps]).toEqual([0, 0.4, 0.8]);
  });
});
