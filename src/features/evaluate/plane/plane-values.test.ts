import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Plane } from '../../../engine';
import { planeSvg, planeTable } from './plane-file';
import { placeAt, planeValues, shareOf } from './plane-values';

const about = { steps: 2, weighting: {} as Plane['weighting'], left: 0 };

it('figures are painted from the least to the most, and the best place is known', () => {
  const plane: Plane = {
    ...about,
    kind: 'accuracy',
    photos: 4,
    acc1: Float32Array.of(0.25, 0.5, 0.75, 0.5),
    balanced: Float32Array.of(0.5, 0.5, 0.5, 0.5),
  };
  const acc1 = planeValues(plane, 'acc1', []);
  expect([...acc1.strength]).toEqual([0, 0.5, 1, 0.5]);
  expect([acc1.best, acc1.wordsAt(2)]).toEqual([2, 'Acc@1 75.0 %']);
  const balanced = planeValues(plane, 'balanced', []);
  expect([balanced.best, [...balanced.strength]]).toEqual([-1, [0, 0, 0, 0]]);
});

it('answers and flips say what a place stands for', () => {
  const answers: Plane = { ...about, kind: 'answers', answers: Int32Array.of(3, 3, 1, 3) };
  const names = ['a', 'b', 'c', 'd'];
  const values = planeValues(answers, 'photo', names);
  expect([...values.strength]).toEqual([0, 0, 1, 0]);
  expect([0, 2].map((place) => values.wordsAt(place))).toEqual(['answer d', 'answer b']);
  const flips: Plane = { ...about, kind: 'flips', photos: 9, changed: Int32Array.of(0, 3, 6, 3) };
  expect(planeValues(flips, 'flips', []).wordsAt(2)).toBe('6 of 9 answers others than now');
  expect(planeValues(flips, 'flips', []).best).toBe(-1);
});

it('places and shares are each other’s', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 101 }), fc.nat(), (steps, n) => {
      const place = n % steps ** 2;
      const { alpha, beta } = shareOf(steps, place);
      expect(placeAt(steps, alpha, beta)).toBe(place);
    }),
  );
});

const black = { places: 'rgb(0, 0, 0)', words: 'rgb(9, 9, 9)', ground: 'rgb(255, 255, 255)' };

it('a file of the plane has its places where they stand, strong ones together, and marks what is in force', () => {
  // β 0: 0 and 1; β 1: half of both.
  const strength = Float32Array.of(0, 0.5, 1, 0.5);
  const about = { title: 'A < B', words: 'Here', range: 'from 0 to 1' };
  const svg = planeSvg({ strength }, 2, { alpha: 0, beta: 1 }, about, black);
  const rects = [
    ...svg.matchAll(
      /<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="[\d.]+" fill-opacity="([\d.]+)"/g,
    ),
  ];
  expect(rects.map((match) => match.slice(1).map(Number))).toEqual([
    [184, 176, 150, 1],
    [34, 26, 300, 0.5],
  ]);
  expect(svg).toMatch(/<circle cx="109.00" cy="101.00"/);
  expect(svg).toContain('A &lt; B');
});

it('a table of the plane has a row for each place', () => {
  const plane: Plane = {
    ...about,
    kind: 'accuracy',
    photos: 4,
    acc1: Float32Array.of(0.25, 0.5, 0.75, 0.5),
    balanced: Float32Array.of(0.5, 0.5, 0.5, 0.5),
  };
  expect(planeTable(plane, [])).toMatchObject({
    header: ['alpha', 'beta', 'Acc@1', 'Balanced accuracy'],
    rows: [
      [0, 0, '25.0', '50.0'],
      [0, 1, '50.0', '50.0'],
      [1, 0, '75.0', '50.0'],
      [1, 1, '50.0', '50.0'],
    ],
  });
  const answers: Plane = { ...about, kind: 'answers', answers: Int32Array.of(1, 1, 0, -1) };
  expect(planeTable(answers, ['fern', 'moss']).rows.map((row) => row[2])).toEqual([
    'moss',
    'moss',
    'fern',
    '',
  ]);
  const flips: Plane = { ...about, kind: 'flips', photos: 9, changed: Int32Array.of(0, 3, 6, 3) };
  expect(planeTable(flips, []).rows.map((row) => row[2])).toEqual([0, 3, 6, 3]);
});
