import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hexDigest } from './digest';

test('the digest is SHA-256, whether the browser computes it or it is computed by slices', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, isLarge) => {
      const expected = createHash('sha256').update(bytes).digest('hex');
      expect(await hexDigest(Uint8Array.from(bytes), isLarge ? -1 : 1000)).toBe(expected);
    }),
  );
  const long = Uint8Array.from({ length: 2 ** 20 + 5 }, (_, i) => i % 251);
  expect(await hexDigest(long, 0)).toBe(createHash('sha256').update(long).digest('hex'));
});
