import { expect, it } from 'vitest';
import {
  CAREFUL_SETTINGS,
  methodById,
  normalise,
  PAPER_SETTINGS,
  paperValues,
  RELEASED_CODE_SETTINGS,
  rank,
  VARIED_SETTINGS,
} from '../../../core';
import { classify, TASK_VECTORS, taskOf } from '../../../core/testing/tasks';
import { seeded } from '../../random.ts';
import { furtherMethods, type Labelled } from './methods.ts';

const random = seeded('further methods');
const vectors = Array.from({ length: TASK_VECTORS }, () =>
  normalise(Array.from({ length: 12 }, () => random.normal())),
);
const task = taskOf(vectors, { photos: 20, classes: 3 });
const atoms = task.classes.map((cls) => cls.atoms);
const labelled: Labelled = {
  task: { ...task, labelled: [] },
  classes: ['oak', 'fern', 'moss'].map((name) => ({ name, names: [name] })),
  labels: task.photos.map((_, i) => i % 3),
  scales: null,
  classNamed: (candidate) => (candidate === 'name 1' ? 1 : -1),
  byName: { alone: atoms, fused: atoms },
  described: atoms,
  varied: atoms,
  together: atoms,
};
const judged = new Map(
  furtherMethods(PAPER_SETTINGS).map(({ name, judge }) => [name, judge(labelled)] as const),
);
const places = (name: string) => judged.get(name)!.map(({ place }) => place);

it('every method judges every photo', () => {
  for (const [name, verdicts] of judged) {
    expect(verdicts.length, name).toBe(20);
    for (const { place, margin } of verdicts) {
      expect(place, name).toBeGreaterThanOrEqual(0);
      expect(margin, name).toBeGreaterThanOrEqual(0);
      expect(margin, name).toBeLessThanOrEqual(1 + 1e-9);
    }
  }
});

it.each([
  ['caption-ensemble', 'caption-ensemble'],
  ['cupl', 'cupl'],
  ['autoclip', 'auto-clip'],
  ['real', 'real'],
  ['zlap', 'zlap'],
  ['transclip', 'transclip'],
])('%s ranks as the method does', (row, id) => {
  const method = methodById(id)!;
  const { scores } = classify(method, labelled.task, paperValues(method));
  expect(places(row)).toEqual(
    scores.map((of, i) => rank(of).findIndex(({ index }) => index === labelled.labels[i])),
  );
});

it('CoRE takes the captions that it is given', () => {
  const { scores } = classify(methodById('core')!, task, { ...PAPER_SETTINGS });
  const expected = scores.map((of, i) => rank(of).findIndex(({ index }) => index === labelled.labels[i]));
  expect(places('core-lexical')).toEqual(expected);
});

it.each([
  ['core-released', RELEASED_CODE_SETTINGS],
  ['core-varied', VARIED_SETTINGS],
  ['core-careful', CAREFUL_SETTINGS],
])('%s has the settings of its preset', (name, settings) => {
  const { scores } = classify(methodById('core')!, task, { ...settings });
  expect(places(name)).toEqual(
    scores.map((of, i) => rank(of).findIndex(({ index }) => index === labelled.labels[i])),
  );
});

it('CaSED is right by the name alone', () => {
  places('cased').forEach((place, i) => {
    if (labelled.labels[i] === 1) expect(place).toBeLessThan(3);
    else expect(place).toBe(Number.POSITIVE_INFINITY);
  });
});

it('accepted pictures pull what looks like them to their class, and never vote for themselves', () => {
  const own = vectors.slice(0, 3);
  const photos = task.photos.map((photo, i) => ({ ...photo, atoms: { ...photo.atoms, own: own[i % 3]! } }));
  // Prompts that say nothing leave the word to the accepted pictures.
  const classes = task.classes.map((cls) => ({ ...cls, atoms: { ...cls.atoms, own: vectors[50]! } }));
  const alike = { ...labelled, task: { ...labelled.task, photos, classes } };
  const shot = furtherMethods(PAPER_SETTINGS).find(({ name }) => name === 'tip-adapter-1')!;
  expect(shot.judge(alike).every(({ place }) => place === 0)).toBe(true);
  const strangers = Array.from({ length: 20 }, (_, i) => i);
  const alone = { ...alike, labels: strangers.map((i) => (i < 3 ? i : 0)) };
  const [, , last] = shot.judge(alone);
  // The only picture of the last class has no accepted one beside it.
  expect(last!.place).toBeGreaterThan(0);
});
