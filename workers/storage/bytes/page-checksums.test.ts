import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PAGE_BYTES, pageChecksums } from './page-checksums';

test('there is one checksum for each page, the last of which may be short', () => {
  expect(pageChecksums(new Uint8Array(0))).toHaveLength(0);
  expect(pageChecksums(new Uint8Array(1))).toHaveLength(1);
  expect(pageChecksums(new Uint8Array(2 * PAGE_BYTES))).toHaveLength(2);
  expect(pageChecksums(new Uint8Array(2 * PAGE_BYTES + 1))).toHaveLength(3);
});

test('a changed byte changes the checksum of its page and no other', () => {
  const length = 3 * PAGE_BYTES - 5;
  const bytes = Uint8Array.from({ length }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 24);
  const before = pageChecksums(bytes);
  fc.assert(
    fc.property(fc.nat(length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = bytes.slice();
      changed[at]! ^= change;
      const differing = pageChecksums(changed)
        .map((sum, page) => (sum === before[page] ? 0 : page + 1))
        .filter((page) => page > 0);
      expect([...differing]).toEqual([Math.floor(at / PAGE_BYTES) + 1]);
    }),
  );
});

test('pages that are cut short, or moved, have other checksums', () => {
  const page = Uint8Array.from({ length: PAGE_BYTES }, (_, i) => i);
  const [whole] = pageChecksums(page);
  expect(pageChecksums(page.subarray(0, -1))[0]).not.toBe(whole);
  expect(pageChecksums(page.subarray(0, -4))[0]).not.toBe(whole);
  expect(pageChecksums(Uint8Array.from([...page.subarray(4), ...page.subarray(0, 4)]))[0]).not.toBe(whole);
  // Where the bytes lie in memory does not matter.
  const apart = new Uint8Array(PAGE_BYTES + 3);
  apart.set(page, 3);
  expect(pageChecksums(apart.subarray(3))[0]).toBe(whole);
});
