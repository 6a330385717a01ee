import fc from 'fast-check';
import { expect, it } from 'vitest';
import { memoryShares } from './memory-shares';

it('gives a small index all it can use, and the large ones the rest alike', () => {
  expect(memoryShares(256, [1000, 2, 1000])).toEqual([127, 2, 127]);
  expect(memoryShares(256, [Number.POSITIVE_INFINITY])).toEqual([256]);
});

it('never gives more than there is, nor leaves any that an index could use', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.array(fc.nat(600), { maxLength: 6 }), (total, wanted) => {
      const shares = memoryShares(total, wanted);
      const given = shares.reduce((sum, share) => sum + share, 0);
      expect(given).toBeLessThanOrEqual(total);
      for (const [i, share] of shares.entries()) expect(share).toBeLessThanOrEqual(wanted[i]!);
      const lacks = shares.some((share, i) => share < wanted[i]!);
      if (lacks) expect(total - given).toBeLessThan(wanted.length);
    }),
  );
});
