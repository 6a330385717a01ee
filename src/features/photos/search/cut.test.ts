import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutAt, STEPS, stepOf } from './cut';

describe('the cut of a search', () => {
  it('goes from one photo to all of them, further with every step', () => {
    expect(cutAt(0, 10_000)).toBe(1);
    expect(cutAt(STEPS, 10_000)).toBe(Number.POSITIVE_INFINITY);
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 20_000 }), fc.integer({ min: 1, max: STEPS }), (found, step) => {
        expect(cutAt(step, found)).toBeGreaterThanOrEqual(cutAt(step - 1, found));
      }),
    );
  });

  it('stays where the slider was put', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 20_000 }), fc.integer({ min: 0, max: STEPS }), (found, step) => {
        const shown = Math.min(found, cutAt(step, found));
        // Of few photos several steps show the same number.
        expect(Math.min(found, cutAt(stepOf(shown, found), found))).toBe(shown);
      }),
    );
  });
});
