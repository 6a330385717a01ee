import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countSet, isSet } from './non-zero';

it('counts the coefficients that are set from one to another as one by one', () => {
  const word = fc.integer({ min: 0, max: 0xffff_ffff });
  fc.assert(
    fc.property(word, word, fc.nat(64), fc.nat(63), (low, high, from, to) => {
      let set = 0;
      for (let k = from; k <= to; k++) if (isSet(low, high, k)) set++;
      expect(countSet(low, high, from, to)).toBe(set);
    }),
    { numRuns: 2000 },
  );
  expect(isSet(1 << 5, 0, 5) && isSet(0, 1 << 5, 37)).toBe(true);
  expect(isSet(1 << 5, 0, 37) || isSet(0, 1 << 5, 5)).toBe(false);
});
