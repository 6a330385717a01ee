import { describe, expect, it } from 'vitest';
import { type Atoms, auroc, PAPER_SETTINGS } from '../../../core';
import { seeded } from '../../random.ts';
import { CHOSEN, candidatesFor, farCaptions, type ListOfClasses, SUMS } from './candidates.ts';

const WIDTH = 12;
const unit = (values: readonly number[]): Float32Array => {
  const norm = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / norm);
};
/** A direction near an axis. */
const near = (axis: number, seed: string): Float32Array => {
  const random = seeded(seed);
  return unit(Array.from({ length: WIDTH }, (_, i) => Number(i === axis) + random.between(-0.15, 0.15)));
};
const atoms = (axis: number, seed: string): Atoms => {
  const own = near(axis, seed);
  const captions = Array.from({ length: 12 }, (_, i) => near(axis, `${seed} ${i}`));
  return { own, captions, similarities: captions.map((caption) => dotOf(own, caption)) };
};
const dotOf = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, value, i) => sum + value * b[i]!, 0);

const CLASSES = 4;
const list: ListOfClasses = {
  classes: Array.from({ length: CLASSES }, (_, c) => atoms(c, `class ${c}`)),
  settings: { ...PAPER_SETTINGS, alpha: 0.9, beta: 0.7 },
  scale: 40,
  zeroShotScale: 100,
  logitScale: 100,
  logitBias: -10,
  far: [near(10, 'far'), near(11, 'far too')],
};

describe('captions far from every class', () => {
  it('are those whose nearest class is farthest, 15 % of them', () => {
    const captions = Array.from({ length: 20 }, (_, i) => near(i % 5, `caption ${i}`));
    const far = farCaptions(captions, list.classes);
    expect(far).toHaveLength(3);
    // Only every fifth lies along an axis that no class has.
    for (const caption of far) expect(captions.indexOf(caption as Float32Array) % 5).toBe(4);
  });
});

describe('scores that tell strangers', () => {
  const scoresOf = candidatesFor(list);
  const own = Array.from({ length: 24 }, (_, i) => scoresOf(atoms(i % CLASSES, `photo ${i}`)));
  const strangers = Array.from({ length: 24 }, (_, i) => scoresOf(atoms(6 + (i % 4), `stranger ${i}`)));

  it('are all numbers, under one set of names that the sums and the chosen one are of', () => {
    const names = Object.keys(own[0]!);
    for (const scores of [...own, ...strangers]) {
      expect(Object.keys(scores)).toEqual(names);
      expect(Object.values(scores).every(Number.isFinite)).toBe(true);
    }
    for (const name of [CHOSEN, ...SUMS.flat()]) expect(names).toContain(name);
  });

  it('are higher for photos of the classes; how near captions lie to a photo says nothing of the classes', () => {
    const area = (name: string) =>
      auroc(
        own.map((scores) => scores[name]!),
        strangers.map((scores) => scores[name]!),
      );
    for (const name of Object.keys(own[0]!))
      if (!['captions to photo', 'captions shared with a class'].includes(name))
        expect(area(name), name).toBeGreaterThan(0.95);
    expect(area('captions to photo')).toBeLessThan(0.9);
    // No caption of a photo is one of a class here.
    expect(area('captions shared with a class')).toBe(0.5);
  });

  it('read ten captions of a photo, as the page does', () => {
    const photo = atoms(1, 'photo');
    const cut = {
      ...photo,
      captions: photo.captions.slice(0, 10),
      similarities: Array.from(photo.similarities).slice(0, 10),
    };
    expect(scoresOf(photo)).toEqual(scoresOf(cut));
  });
});
