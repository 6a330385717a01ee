import { expect, it } from 'vitest';
import { normalise } from '../../embeddings';
import { classify } from '../../testing/tasks';
import { NO_STORE, type Task } from '../task';
import { tipAdapter } from '.';

const alone = (values: number[]) => ({ own: normalise(values), captions: [], similarities: [] });
const task: Task = {
  classes: [alone([1, 0, 0]), alone([0, 1, 0])].map((atoms) => ({
    atoms,
    names: [atoms.own],
    templates: [],
    descriptions: [],
    counts: null,
  })),
  photos: [{ id: 'a', atoms: alone([0.8, 0.6, 0]), paired: null, candidates: null }],
  labelled: [
    { id: 'b', embedding: normalise([0.8, 0.6, 0]), label: 1 },
    { id: 'c', embedding: normalise([0, 0, 1]), label: 0 },
  ],
  logitScale: 10,
  products: NO_STORE,
};
const parameters = { weight: 3, sharpness: 2 };
const scores = (input: Task, values = parameters) => [...classify(tipAdapter, input, values).scores[0]!];

it('adds λ·exp(−b(1 − cosine)) of each accepted photo to its class', () => {
  const [first, second] = scores(task);
  expect(first).toBeCloseTo(8 + 3 * Math.exp(-2), 5);
  expect(second).toBeCloseTo(6 + 3, 5);
});

it('is the scaled cosines at λ = 0 and without accepted photos', () => {
  expect(scores(task, { ...parameters, weight: 0 })).toEqual(scores({ ...task, labelled: [] }));
  expect(scores({ ...task, labelled: [] })[0]).toBeCloseTo(8, 5);
});

it('lets no photo vote for itself', () => {
  const own = { ...task.labelled[0]!, id: 'a' };
  expect(scores({ ...task, labelled: [own] })).toEqual(scores({ ...task, labelled: [] }));
});

it('gives the votes as evidence, each at its place among the accepted photos', () => {
  const [evidence] = classify(tipAdapter, task, parameters).evidence;
  expect(evidence!.lists[0]!.items.map(({ index }) => index)).toEqual([0, 1]);
  expect(evidence!.lists[0]!.items[0]!.weight).toBeCloseTo(3, 5);
});
