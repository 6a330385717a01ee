import { describe, expect, it } from 'vitest';
import { normalise } from '../../embeddings';
import { seededRandom } from '../../metrics/random';
import { rank } from '../../ranking';
import { classify } from '../../testing/tasks';
import { NO_STORE, type PhotoInput, type Task } from '../task';
import { paperValues } from '../values';
import { transClip } from '.';

const WIDTH = 8;

/** Photos in clusters; the prompts point only roughly at them. */
function world(perCluster: number, seed = 1) {
  const random = seededRandom(seed);
  const around = (axis: number, noise: number) =>
    normalise(
      Float64Array.from({ length: WIDTH }, (_, k) => (k === axis ? 1 : 0) + noise * (random() - 0.5)),
    );
  const alone = (own: Float32Array) => ({ own, captions: [], similarities: [] });
  const labels: number[] = [];
  const photos = Array.from({ length: 3 * perCluster }, (_, i): PhotoInput => {
    labels.push(i % 3);
    return { id: `${i}`, atoms: alone(around(i % 3, 0.9)), paired: null, candidates: null };
  });
  const classes = [0, 1, 2].map((c) => ({
    atoms: alone(around(c, 1.6)),
    names: [],
    templates: [],
    descriptions: [],
    counts: null,
  }));
  const task: Task = { classes, photos, labelled: [], logitScale: 20, products: NO_STORE };
  return { task, labels };
}

const answers = (task: Task) =>
  classify(transClip, task, paperValues(transClip)).scores.map((of) => rank(of)[0]!.index);

describe('TransCLIP', () => {
  it('is right more often than the prompts alone where photos of a class lie together', () => {
    let before = 0;
    let after = 0;
    for (const seed of [1, 2, 3, 4, 5]) {
      const { task, labels } = world(20, seed);
      const byLooks = task.photos.map(
        ({ atoms }) =>
          rank(
            task.classes.map((cls) =>
              Array.from(cls.atoms.own).reduce((sum, x, k) => sum + x * atoms.own[k]!, 0),
            ),
          )[0]!.index,
      );
      const hits = (found: readonly number[]) => found.filter((answer, i) => answer === labels[i]).length;
      before += hits(byLooks);
      after += hits(answers(task));
    }
    expect(after).toBeGreaterThan(before);
  });

  it('gives shares that sum to 1, whatever the order of the photos', () => {
    const { task } = world(6);
    const { scores } = classify(transClip, task, paperValues(transClip));
    const turned = classify(
      transClip,
      { ...task, photos: task.photos.toReversed() },
      paperValues(transClip),
    ).scores.toReversed();
    scores.forEach((of, i) => {
      expect(of.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
      for (const [c, p] of of.entries()) expect(turned[i]![c]).toBeCloseTo(p, 6);
    });
  });

  it('learns a class that the prompts name wrongly from accepted photos', () => {
    const { task, labels } = world(20, 7);
    // The prompts of the first two classes are exchanged.
    const [first, second, third] = task.classes as [
      Task['classes'][0],
      Task['classes'][0],
      Task['classes'][0],
    ];
    const exchanged = { ...task, classes: [second, first, third] };
    const labelled = task.photos
      .slice(0, 18)
      .map(({ id, atoms }, i) => ({ id, embedding: atoms.own, label: labels[i]! }));
    const hits = (found: readonly number[]) =>
      found.filter((answer, i) => i >= 18 && answer === labels[i]).length;
    expect(hits(answers({ ...exchanged, labelled }))).toBeGreaterThan(hits(answers(exchanged)));
  });

  it('stays with its start where there is one photo, and where all photos are the same', () => {
    const { task } = world(1);
    const [photo] = task.photos;
    const one = { ...task, photos: [photo!] };
    const same = { ...task, photos: [0, 1, 2, 3].map((i) => ({ ...photo!, id: `${i}` })) };
    const start = rank(
      task.classes.map((cls) =>
        Array.from(cls.atoms.own).reduce((sum, x, k) => sum + x * photo!.atoms.own[k]!, 0),
      ),
    )[0]!.index;
    expect(answers(one)).toEqual([start]);
    for (const scores of classify(transClip, same, paperValues(transClip)).scores)
      for (const p of scores) expect(Number.isFinite(p)).toBe(true);
  });

  it('names the neighbours that a photo was told by', () => {
    const { task } = world(5);
    const { evidence } = classify(transClip, task, paperValues(transClip));
    evidence.forEach(({ lists }, i) => {
      const [photos] = lists;
      expect(photos!.items).toHaveLength(3);
      expect(photos!.items.map(({ index }) => index)).not.toContain(i);
    });
  });
});
