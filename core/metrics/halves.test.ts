import fc from 'fast-check';
import { expect, it } from 'vitest';
import { headOf } from './halves';

it('the head is the half of the classes that have most; classes with as many stay together', () => {
  expect(headOf([5, 1, 9, 0])).toEqual([true, false, true, false]);
  expect(headOf([0, 0, 0, 7])).toEqual([false, false, false, true]);
  expect(headOf([3, 3, 3, 1, 0])).toEqual([true, true, true, false, false]);
  expect([headOf([2, 2, 2]), headOf([4]), headOf([])]).toEqual([null, null, null]);
  fc.assert(
    fc.property(fc.array(fc.nat(9), { minLength: 1 }), (counts) => {
      const head = headOf(counts);
      if (head === null) {
        expect(new Set(counts).size).toBe(1);
        return;
      }
      const of = (isHead: boolean) => counts.filter((_, c) => head[c] === isHead);
      expect(Math.min(...of(true))).toBeGreaterThan(Math.max(...of(false)));
    }),
  );
});
