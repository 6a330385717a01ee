import { expect, it } from 'vitest';
import { normalise } from '../../../../core';
import { Likenesses } from './likenesses';
import { always, atoms, first, loaded, photo } from './testing/scorers';

const prototypes = [normalise([1, 0, 0]), normalise([0, 1, 0.2])];
const cosine = (a: readonly number[], b: ArrayLike<number>) =>
  Array.from(normalise(a)).reduce((sum, x, i) => sum + x * b[i]!, 0);

it('is the mean of the captions’ highest cosines to a class, and 0 for what is far from all', () => {
  const likenesses = new Likenesses();
  likenesses.begin(prototypes);
  const [a, b] = [
    [0.9, 0.3, 0],
    [0.1, 1, 1],
  ];
  const expected = (cosine(a!, prototypes[0]!) + cosine(b!, prototypes[1]!)) / 2;
  expect(likenesses.of(photo('a', loaded(atoms(0, 0, 1), a!, b!)))).toBeCloseTo(expected, 6);
  expect(likenesses.of(photo('b', loaded(atoms(0, 0, 1), [-1, -1, -1])))).toBe(0);
  expect(likenesses.hasWork).toBe(false);
});

it('reads ten captions, however many a method does', () => {
  const likenesses = new Likenesses();
  likenesses.begin(prototypes);
  const near = Array.from({ length: 10 }, () => [1, 0, 0]);
  expect(likenesses.of(photo('a', loaded(atoms(0, 0, 1), ...near, [-1, 0, 0])))).toBeCloseTo(1, 6);
});

it('is not known without captions, and without classes', () => {
  const likenesses = new Likenesses();
  expect(likenesses.of(photo('a', first))).toBeNull();
  likenesses.begin(prototypes);
  expect(likenesses.of(photo('a', atoms(1, 0, 0)))).toBeNull();
  expect(likenesses.hasWork).toBe(false);
});

it('is computed in steps where it takes long, and is then there at once for photos of the same captions', () => {
  const likenesses = new Likenesses();
  likenesses.begin(Array.from({ length: 2_000_000 }, (_, i) => prototypes[i % 2]!));
  const some = photo('a', first);
  expect(likenesses.of(some)).toBeNull();
  expect(likenesses.hasWork).toBe(true);
  expect(likenesses.step(() => false)).toEqual([]);
  expect(likenesses.step(always)).toEqual(['a']);
  expect(likenesses.hasWork).toBe(false);
  expect(likenesses.of(some)).toBeGreaterThan(0.5);
  expect(likenesses.of(photo('b', first))).toBe(likenesses.of(some));
  likenesses.of(photo('c', loaded(atoms(1, 0, 0), [0, 0, 1])));
  likenesses.forget('c');
  expect(likenesses.hasWork).toBe(false);
});
