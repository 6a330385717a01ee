import { expect, it } from 'vitest';
import { type Atoms, atomWeights, dot, PAPER_SETTINGS, POCKET_SETTINGS } from '../../../core';
import { chosenDefaults, methodsWith } from './methods.ts';

const photo: Atoms = {
  own: [1, 0],
  captions: [
    [1, 0],
    [0.6, 0.8],
  ],
  similarities: [0.9, 0.1],
};
const settings = { ...PAPER_SETTINGS, tauImageToText: 0.5, tauTextToText: 0.25 };
const methods = new Map(methodsWith(settings).map((method) => [method.name, method.settings]));
const weights = (name: string, side: 'image' | 'class') => [...atomWeights(photo, side, methods.get(name)!)];
const softmax = (tau: number) => 1 / (1 + Math.exp(-0.8 / tau));

it('the rows of the ablation bring in one component after the other', () => {
  expect([...methods.keys()]).toEqual([
    'zero-shot',
    'core-alpha',
    'core-alpha-t2t',
    'core-alpha-t2t-beta',
    'core',
    'core-paper',
  ]);
  expect([...methods.values()].map(({ alpha, beta }) => [alpha, beta])).toEqual([
    [0, 0],
    [0.2, 0],
    [0.2, 0],
    [0.2, 0.5],
    [0.2, 0.5],
    [0.2, 0.5],
  ]);
});

it('without a temperature captions count alike', () => {
  expect(weights('core-alpha', 'class')).toEqual([0.5, 0.5]);
  expect(weights('core-alpha-t2t', 'class')[0]).toBeCloseTo(softmax(0.25), 12);
  expect(weights('core-alpha-t2t-beta', 'class')[0]).toBeCloseTo(softmax(0.25), 12);
  expect(weights('core-alpha-t2t-beta', 'image')).toEqual([0.5, 0.5]);
  expect(weights('core', 'image')[0]).toBeCloseTo(softmax(0.5), 12);
  expect(dot(weights('core', 'image'), [1, 1])).toBeCloseTo(1, 12);
});

it('the settings that were chosen are the ones that the page starts from', () => {
  expect(chosenDefaults().settings).toEqual(POCKET_SETTINGS);
});
