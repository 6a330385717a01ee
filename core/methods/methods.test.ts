import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dot, normalise } from '../embeddings';
import { margin, rank } from '../ranking';
import { bare, classify, TASK_VECTORS, taskOf } from '../testing/tasks';
import { enrichment } from './enrichment';
import { lead, notes, type Output, shares } from './method';
import { METHODS, methodById } from './registry';
import { paperValues, readParameters } from './values';
import { zeroShot } from './zero-shot';

const WIDTH = 6;
const direction = fc
  .array(fc.noBias(fc.integer({ min: -999, max: 999 })), { minLength: WIDTH, maxLength: WIDTH })
  .filter((v) => dot(v, v) > 0.01)
  .map((v) => normalise(v));
const task = fc
  .array(direction, { minLength: TASK_VECTORS, maxLength: TASK_VECTORS })
  .map((vectors) => taskOf(vectors));
const options = { numRuns: 25, seed: 11 };

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);
const close = (a: ArrayLike<number>, b: ArrayLike<number>, digits = 5) => {
  expect(a.length).toBe(b.length);
  Array.from(a).forEach((value, i) => {
    expect(value).toBeCloseTo(b[i]!, digits);
  });
};

/** Apart from rounding: two classes may be as good as equal. */
const falls = (values: readonly number[]) => {
  values.slice(1).forEach((value, i) => {
    expect(value).toBeLessThanOrEqual(values[i]! + 1e-6);
  });
};

describe.each(METHODS.map((method) => ({ id: method.id, method })))('$id', ({ method }) => {
  it('gives a finite score for every class, and shares that sum to one', () => {
    fc.assert(
      fc.property(task, (input) => {
        const { scored } = classify(method, input, paperValues(method));
        for (const { scores, names } of scored) {
          expect(scores.length).toBe(names?.length ?? input.classes.length);
          expect(scores.every(Number.isFinite)).toBe(true);
          const parts = shares(method.output, scores, input.logitScale);
          expect(sum(parts)).toBeCloseTo(1, 6);
          expect(parts.every((share) => share >= 0)).toBe(true);
          if (method.output === 'probability') expect(sum(scores)).toBeCloseTo(1, 6);
          falls(rank(scores).map(({ index }) => parts[index]!));
        }
      }),
      options,
    );
  });

  it('says something where nothing but prompts and photos is there, and says what is missing', () => {
    fc.assert(
      fc.property(task, (full) => {
        const input = { ...bare(full), photos: bare(full).photos.slice(0, 1) };
        const { scored } = classify(method, input, paperValues(method));
        expect(scored[0]!.scores.every(Number.isFinite)).toBe(true);
        expect(notes(method, input, input.photos[0]!)).toEqual(method.needs.map(({ without }) => without));
        expect(notes(method, full, full.photos[0]!)).toEqual([]);
      }),
      options,
    );
  });

  it('reads nothing that its needs do not name', () => {
    fc.assert(
      fc.property(task, (full) => {
        const needed = new Set(method.needs.map(({ need }) => need));
        const less = bare(full);
        const keep = {
          ...full,
          classes: full.classes.map((cls, c) => ({
            ...cls,
            atoms: needed.has('captions of class') ? cls.atoms : less.classes[c]!.atoms,
            templates: needed.has('templates') ? cls.templates : [],
            descriptions: needed.has('descriptions') ? cls.descriptions : [],
            counts: needed.has('synonym counts') ? cls.counts : null,
          })),
          photos: full.photos.map((photo, i) => ({
            ...photo,
            atoms: needed.has('captions of photo') ? photo.atoms : less.photos[i]!.atoms,
            paired: needed.has('image vectors in index') ? photo.paired : null,
            candidates: needed.has('candidate names') ? photo.candidates : null,
          })),
          labelled: needed.has('labelled photos') ? full.labelled : [],
        };
        const values = paperValues(method);
        expect(classify(method, keep, values).scores).toEqual(classify(method, full, values).scores);
      }),
      options,
    );
  });

  it('describes its parameters so that the paper’s values fit their bounds', () => {
    const values = paperValues(method);
    expect(readParameters(method, values)).toEqual(values);
    expect(readParameters(method, {})).toEqual(values);
    for (const parameter of Object.values(method.parameters)) {
      expect(parameter.explanation).toMatch(/\.$/);
      if (parameter.kind === 'number' && parameter.scale === 'logarithmic')
        expect(parameter.min).toBeGreaterThan(0);
    }
  });
});

it('finds methods by id, each once', () => {
  expect(new Set(METHODS.map(({ id }) => id)).size).toBe(METHODS.length);
  expect(methodById('x-more')?.title).toBe('X-MoRe');
  expect(methodById('nothing')).toBeUndefined();
});

describe('without what they need', () => {
  it.each(['core', 'x-more', 'caption-ensemble', 'cupl', 'auto-clip', 'real', 'tip-adapter'])(
    '%s ranks as zero-shot does',
    (id) => {
      fc.assert(
        fc.property(task, (full) => {
          const input = bare(full);
          const method = methodById(id)!;
          const expected = classify(zeroShot, input, {}).scores;
          classify(method, input, paperValues(method)).scores.forEach((scores, i) => {
            falls(rank(scores).map(({ index }) => expected[i]![index]!));
          });
        }),
        options,
      );
    },
  );
});

it('finds the best class and its margin as a whole ranking does', () => {
  const scores = fc.array(fc.noBias(fc.integer({ min: 0, max: 40 })), { minLength: 1, maxLength: 9 });
  const output = fc.constantFrom<Output>('cosine', 'logit', 'probability', 'mass');
  fc.assert(
    fc.property(scores, output, (whole, output) => {
      const values = whole.map((value) => value / 40);
      const found = lead(output, values, 50);
      expect(found.best).toBe(rank(values)[0]!.index);
      expect(found.margin).toBeCloseTo(margin(shares(output, values, 50)), 9);
    }),
  );
  expect(lead('cosine', [], 100)).toEqual({ best: -1, margin: 0 });
});

describe('CoRE', () => {
  const paper = paperValues(enrichment);

  it('is zero-shot at α = β = 0', () => {
    fc.assert(
      fc.property(task, (input) => {
        const expected = classify(zeroShot, input, {}).scores;
        classify(enrichment, input, { ...paper, alpha: 0, beta: 0 }).scores.forEach((scores, i) => {
          close(scores, expected[i]!);
        });
      }),
      options,
    );
  });

  it('scores at once as it does from inner products', () => {
    fc.assert(
      fc.property(task, fc.double({ min: 0, max: 1, noNaN: true }), (input, alpha) => {
        const { prepared, weighed, scores } = classify(enrichment, input, { ...paper, alpha });
        input.photos.forEach((photo, i) => {
          close(weighed.score(prepared.immediate!(photo), null).scores, scores[i]!);
        });
      }),
      options,
    );
  });

  it('works on whole vectors where there is no room for products', () => {
    fc.assert(
      fc.property(task, (input) => {
        const full = { ...input, products: { ...input.products, cross: () => null } };
        const { measured, scores } = classify(enrichment, full, paper);
        expect(measured.every(({ inner }) => inner === null)).toBe(true);
        const expected = classify(enrichment, input, paper).scores;
        scores.forEach((line, i) => {
          close(line, expected[i]!);
        });
      }),
      options,
    );
  });
});

describe('parameters from outside', () => {
  it.each([
    [{ alpha: 2 }, 'Captions in a class is 2; it must be a number between 0 and 1.'],
    [{ k: 1.5 }, 'Captions is 1.5; it must be a whole number between 1 and 32.'],
    [{ alpha: null }, 'Captions in a class is null; it must be a number between 0 and 1.'],
    [{ beta: '0.5' }, 'Captions in a photo is 0.5; it must be a number between 0 and 1.'],
    [{ tauTextToText: Number.NaN }, 'must be a number between 0.001 and 1000.'],
    [{ imageWeighting: 'cubic' }, 'it must be one of softmax, linear.'],
  ])('%s is refused', (values, message) => {
    expect(() => readParameters(enrichment, values)).toThrow(message);
  });

  it('takes a number that is switched off, and leaves out what is unknown', () => {
    expect(readParameters(enrichment, { nearDuplicateCosine: 0.94, unknown: 1 })).toEqual({
      ...paperValues(enrichment),
      nearDuplicateCosine: 0.94,
    });
    expect(readParameters(enrichment, { nearDuplicateCosine: null }).nearDuplicateCosine).toBeNull();
  });
});
