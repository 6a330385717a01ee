import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromPosition, held, snap, stepped, toPosition } from './scale';

describe('scale', () => {
  it('goes there and back within three digits on the logarithmic scale', () => {
    fc.assert(
      fc.property(fc.double({ min: -3, max: 3, noNaN: true }), (position) => {
        const there = fromPosition(position, 'logarithmic');
        expect(Math.abs(toPosition(there, 'logarithmic') - position)).toBeLessThan(0.0025);
      }),
    );
  });

  it('gives the papers’ temperatures exactly', () => {
    for (const tau of [0.001, 0.01, 1, 100, 1000])
      expect(fromPosition(toPosition(tau, 'logarithmic'), 'logarithmic')).toBe(tau);
  });

  it('leaves no noise on the straight scale', () => {
    expect(fromPosition(0.1 + 0.2, 'linear')).toBe(0.3);
  });

  it('holds values to their limits and refuses what is no number', () => {
    expect(held(2, { min: 0, max: 1 })).toBe(1);
    expect(held(-2, { min: 0, max: 1 })).toBe(0);
    expect(held(Number.NaN, { min: 0, max: 1 })).toBeNull();
  });

  it('catches a pull near a mark and only there', () => {
    expect(snap(0.21, [0, 0.2, 0.5], 1)).toBe(0.2);
    expect(snap(0.23, [0, 0.2, 0.5], 1)).toBe(0.23);
    expect(snap(0.203, [0.2, 0.205], 1)).toBe(0.205);
    expect(snap(1.95, [2], 6)).toBe(2);
  });

  it('steps on the grid with arrows and page keys, and leaves other keys alone', () => {
    const steps = { small: 0.01, large: 0.1 };
    expect(stepped(0.2, 'ArrowUp', steps)).toBe(0.21);
    expect(stepped(0.123, 'ArrowRight', steps)).toBe(0.13);
    expect(stepped(0.2, 'PageDown', steps)).toBe(0.1);
    expect(stepped(0.2, 'Home', steps)).toBeNull();
  });
});
