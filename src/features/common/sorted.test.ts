import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sorted } from './sorted';

describe('sorted', () => {
  it('is what Array.sort gives, equal ones as they stood', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 700 }), async (numbers) => {
        const items = numbers.map((key, at) => ({ key, at }));
        const compare = (a: { key: number }, b: { key: number }) => a.key - b.key;
        expect(await sorted(items, compare)).toEqual(items.toSorted(compare));
      }),
    );
  });

  it('leaves the given list as it was and rests as it goes', async () => {
    const items = Array.from({ length: 1000 }, (_, i) => (i * 7919) % 1000);
    const before = [...items];
    let rests = 0;
    await sorted(
      items,
      (a, b) => a - b,
      async () => {
        rests++;
      },
    );
    expect(items).toEqual(before);
    expect(rests).toBeGreaterThan(50);
  });
});
