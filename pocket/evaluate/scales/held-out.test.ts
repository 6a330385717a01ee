import { expect, it } from 'vitest';
import { fitMargin } from '../../../core';
import { heldOut, heldOutLines, judgedAt, type ScoredPicture } from './held-out.ts';

/** Photos of two classes, each picture in two lists, whose better class is right as often as softmax(20 · gap) says. */
function photos(rightOf: (picture: number, gap: number) => boolean): ScoredPicture[] {
  return Array.from({ length: 4000 }, (_, i) => {
    const picture = i >> 1;
    const gap = ((picture >> 1) % 50) / 200;
    return { picture, thing: picture, scores: [0.5, 0.5 - gap], right: rightOf(picture, gap) };
  });
}
const calibrated = (picture: number, gap: number) =>
  ((picture * 7919) % 1000) / 1000 < 1 / (1 + Math.exp(-20 * gap));
const rule = (answers: Parameters<typeof fitMargin>[0]) => fitMargin(answers, 0.9);

it('a rule that carries over keeps on other pictures what it kept on its own', () => {
  const found = heldOut('cosine', photos(calibrated), 40, rule)!;
  expect(Math.abs(found.margins[0] - found.margins[1])).toBeLessThan(0.15);
  expect(Math.abs(found.confidentRight - 0.9)).toBeLessThan(0.04);
  expect(found.interval[0]).toBeLessThan(found.confidentRight);
  expect(found.interval[1]).toBeGreaterThan(found.confidentRight);
  expect(found.ece).toBeLessThan(0.04);
});

it('judges each half by what the other half gave', () => {
  // Of even pictures margins say all, of odd ones nothing.
  const found = heldOut(
    'cosine',
    photos((picture, gap) => (picture % 2 === 0 ? gap > 0.12 : picture % 4 === 1)),
    40,
    rule,
  )!;
  expect(found.margins[1]).toBe(1);
  // Even pictures are never confident, as the odd ones' margin is 1; so all that are confident are odd, and half right.
  expect(found.confidentRight).toBeCloseTo(0.5, 1);
  expect(found.ece).toBeGreaterThan(0.1);
});

it('is less sure where its pictures are few things drawn many times', () => {
  // One thing in eight is always mistaken, whatever its pictures' margins.
  const drawn = photos((picture) => Math.floor(picture / 50) % 8 !== 0);
  const width = (thing: (picture: number) => number) => {
    const [low, high] = heldOut(
      'cosine',
      drawn.map((photo) => ({ ...photo, thing: thing(photo.picture) })),
      40,
      () => 0.1,
    )!.interval;
    return high - low;
  };
  expect(width((picture) => Math.floor(picture / 50))).toBeGreaterThan(3 * width((picture) => picture));
});

it('says nothing of pictures that are never right', () => {
  expect(
    heldOut(
      'cosine',
      photos(() => false),
      40,
      rule,
    ),
  ).toBeNull();
  expect(heldOutLines([['cased', null]]).at(-1)).toBe('cased                always or never right');
});

it('has margins as the page shows them', () => {
  const [first] = judgedAt('cosine', [{ scores: [0.1, 0.3], right: false }], 10);
  expect(first!.right).toBe(false);
  expect(first!.margin).toBeCloseTo(Math.tanh(1), 6);
});
