import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise } from '../embeddings';
import { METHODS, methodById } from '../methods';
import { finish } from '../methods/method';
import { type ClassInput, NO_STORE, type PhotoInput } from '../methods/task';
import { paperValues } from '../methods/values';
import { seededRandom } from '../metrics';
import { rank } from '../ranking';
import { answersOf, compared, type KnownPhotos, LABEL_PARTS, placeOf } from '.';

const WIDTH = 12;
const CLASSES = 4;

function through<T>(steps: Generator<number, T>): T {
  let last = 0;
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    expect(step.value).toBeGreaterThanOrEqual(last);
    expect(step.value).toBeLessThanOrEqual(1);
    last = step.value;
  }
}

/** Photos near their classes, each with captions near both. */
function world(photos: number, seed = 3): KnownPhotos {
  const random = seededRandom(seed);
  const vector = (near?: ArrayLike<number>, share = 0.5) =>
    normalise(
      Float32Array.from(
        { length: WIDTH },
        (_, i) => (random() - 0.5) * (1 - share) + share * (near?.[i] ?? 0),
      ),
    );
  const captionsOf = (own: Float32Array) => ({
    captions: Array.from({ length: 3 }, () => vector(own)),
    similarities: [0.9, 0.8, 0.7],
  });
  const classes = Array.from({ length: CLASSES }, (): ClassInput => {
    const own = vector();
    return {
      atoms: { own, ...captionsOf(own) },
      names: [own],
      templates: [own, vector(own)],
      descriptions: [vector(own)],
      counts: [1],
    };
  });
  const labels = Int32Array.from({ length: photos }, (_, i) => (i % 7 === 6 ? -1 : i % CLASSES));
  const inputs = Array.from(labels, (label, i): PhotoInput => {
    const own = vector(label < 0 ? undefined : (classes[label]!.atoms.own as Float32Array), 0.25);
    return { id: `${i}`, atoms: { own, ...captionsOf(own) }, paired: null, candidates: null };
  });
  return {
    task: { classes, photos: inputs, logitScale: 20, products: NO_STORE },
    labels,
    groups: Int32Array.from(labels, (_, i) => i),
    scales: null,
  };
}

describe('answers of a method', () => {
  it('are those of its ranking, for photos whose class is known', () => {
    const known = world(30);
    const method = methodById('core')!;
    const answers = through(answersOf(method, paperValues(method), known));
    const prepared = method.prepare({ ...known.task, labelled: [] });
    const weighed = prepared.weigh(paperValues(method));
    const rows = known.task.photos.filter((_, i) => known.labels[i]! >= 0);
    expect(answers.labels).toHaveLength(rows.length);
    rows.forEach((photo, row) => {
      const { scores } = weighed.score(finish(prepared.measure(photo)), weighed.initial);
      const ranking = rank(scores).map(({ index }) => index);
      expect(answers.answers[row]).toBe(ranking[0]);
      expect(answers.places[row]).toBe(ranking.indexOf(answers.labels[row]!));
      expect(answers.shares[row]).toBeGreaterThan(1 / CLASSES);
    });
  });

  it('come of every method that answers in the list’s classes', () => {
    const known = world(20);
    for (const method of METHODS.filter(({ id }) => id !== 'cased')) {
      const { answers, places } = through(answersOf(method, paperValues(method), known));
      for (const [row, answer] of Array.from(answers).entries()) {
        expect(answer, method.id).toBeGreaterThanOrEqual(0);
        expect(places[row], method.id).toBeLessThan(CLASSES);
      }
    }
  });

  it('of a method that learns from labels do not rest on the photo’s own, nor on its group’s', () => {
    const known = world(40);
    const method = methodById('tip-adapter')!;
    const values = paperValues(method);
    const groups = Int32Array.from(known.labels, (_, i) => Math.floor(i / 2));
    const plain = through(answersOf(method, values, { ...known, groups }));
    // Another label of one photo changes nothing for the photos of its part: they are judged by those of the others.
    const labels = Int32Array.from(known.labels);
    labels[1] = (labels[1]! + 1) % CLASSES;
    const other = through(answersOf(method, values, { ...known, groups, labels }));
    const sameGroup = 0;
    expect(other.shares[sameGroup]).toBe(plain.shares[sameGroup]);
    expect(other.shares).not.toEqual(plain.shares);
    expect(LABEL_PARTS).toBeGreaterThan(1);
  });
});

it('the place of a class is that of the ranking, of equal scores too', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 9 }),
      fc.nat(8),
      (scores, at) => {
        const label = at % scores.length;
        const ranking = rank(Float64Array.from(scores)).map(({ index }) => index);
        expect(placeOf(scores, label)).toEqual({ best: ranking[0], place: ranking.indexOf(label) });
      },
    ),
  );
});

describe('methods compared', () => {
  const answers = (right: number, of = 40) => ({
    labels: Int32Array.from({ length: of }, (_, i) => i % CLASSES),
    places: Float64Array.from({ length: of }, (_, i) => (i < right ? 0 : 2)),
    answers: Int32Array.from({ length: of }, (_, i) => (i < right ? i % CLASSES : (i + 1) % CLASSES)),
    shares: Float64Array.from({ length: of }, () => 0.6),
  });
  const alone = Int32Array.from({ length: 40 }, (_, i) => i);

  it('have figures within their intervals, and gains that are paired', () => {
    const [first, second] = through(compared([answers(20), answers(28)], CLASSES, alone));
    expect(first!.figures.acc1).toBe(0.5);
    expect(second!.gain).toBeCloseTo(0.2, 12);
    expect(first!.gain).toBe(0);
    expect(first!.gainInterval).toEqual([0, 0]);
    for (const { figures, intervals } of [first!, second!])
      for (const [name, [low, high]] of Object.entries(intervals)) {
        expect(low).toBeLessThanOrEqual(figures[name as keyof typeof figures]);
        expect(high).toBeGreaterThanOrEqual(figures[name as keyof typeof figures]);
      }
    const [low, high] = second!.gainInterval;
    expect(low).toBeGreaterThan(0);
    expect(high).toBeLessThan(0.4);
  });

  it('have wider intervals where few groups hold many photos', () => {
    const width = (groups: Int32Array) => {
      const { intervals } = through(compared([answers(20)], CLASSES, groups))[0]!;
      return intervals.acc1[1] - intervals.acc1[0];
    };
    expect(width(alone.map((i) => Math.floor(i / 10)))).toBeGreaterThan(1.5 * width(alone));
  });
});
