import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cropped } from './crop';
import type { PixelSource } from './pixel-source';
import { resize } from './resize';

/** Rows of pixels, out of one buffer that each call overwrites, as a canvas does. */
function sourceOf(width: number, height: number, data: Uint8Array): PixelSource {
  const shared = new Uint8Array(data.length);
  return {
    width,
    height,
    rows(start, end) {
      shared.set(data.subarray(start * width * 4, end * width * 4));
      return shared.subarray(0, (end - start) * width * 4);
    },
  };
}

const pictureWithWindow = fc
  .record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 40 }) })
  .chain(({ width, height }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      data: fc.uint8Array({ minLength: width * height * 4, maxLength: width * height * 4 }),
      across: fc.tuple(fc.nat(width - 1), fc.nat(width - 1)),
      down: fc.tuple(fc.nat(height - 1), fc.nat(height - 1)),
    }),
  );

test('a part is resized as a picture of those pixels alone would be: nothing around it leaks in', async () => {
  await fc.assert(
    fc.asyncProperty(pictureWithWindow, async ({ width, height, data, across, down }) => {
      const [left, right] = across.toSorted((a, b) => a - b) as [number, number];
      const [top, bottom] = down.toSorted((a, b) => a - b) as [number, number];
      const window = { left, top, width: right - left + 1, height: bottom - top + 1 };
      const alone = new Uint8Array(window.width * window.height * 4);
      for (let y = 0; y < window.height; y++) {
        const from = ((top + y) * width + left) * 4;
        alone.set(data.subarray(from, from + window.width * 4), y * window.width * 4);
      }
      const part = cropped(sourceOf(width, height, data), window);
      const expected = sourceOf(window.width, window.height, alone);
      expect(await resize(part, 8, 8, 'bicubic')).toEqual(await resize(expected, 8, 8, 'bicubic'));
      expect([...(await part.rows(0, 1))]).toEqual([...(await expected.rows(0, 1))]);
    }),
  );
});
