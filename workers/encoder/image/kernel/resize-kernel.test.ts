import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Resample } from '../../checkpoint/preprocessor';
import { type Drawn, format, picture, resample, source, target } from '../../testing/drawn';
import type { PixelSource } from '../pixel-source';
import { resize, type Window } from '../resize';
import { ResizeKernel } from './resize-kernel';
import { SOURCE_HASH_FILE, sourceHash } from './source-hash';

const kernelFile = (name: string) => readFileSync(new URL(name, import.meta.url));
const kernel = new ResizeKernel(new WebAssembly.Module(kernelFile('resize.wasm')));

test('is compiled from the source as it is: npm run resize-kernel', () => {
  expect(kernelFile(SOURCE_HASH_FILE).toString().trim()).toBe(sourceHash());
});

/** Resized by the kernel and by the plain code, each of which has its own copy to lay over white. */
const both = (drawn: Drawn, width: number, height: number, filter: Resample, window?: Window) =>
  Promise.all([kernel, null].map((by) => resize(source(drawn), width, height, filter, window, by)));

test('resizes as the plain code does, byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(
      picture,
      target,
      target,
      resample,
      format,
      async (drawn, width, height, filter, format) => {
        const input = { ...drawn, format };
        const [quick, plain] = await both(input, width, height, filter);
        expect(quick).toEqual(plain);
        const window = {
          left: width >> 2,
          top: height >> 1,
          width: (width + 1) >> 1,
          height: (height + 1) >> 1,
        };
        const [quickPart, plainPart] = await both(input, width, height, filter, window);
        expect(quickPart).toEqual(plainPart);
      },
    ),
  );
});

test('sums hundreds of samples likewise, most of them black or white, of which weights below zero take away', async () => {
  const side = fc.integer({ min: 1, max: 900 });
  const few = fc.integer({ min: 1, max: 5 });
  const long = fc.record({ side, few, lying: fc.boolean(), seed: fc.integer({ min: 1 }) });
  await fc.assert(
    fc.asyncProperty(long, target, few, resample, async ({ side, few, lying, seed }, wide, low, filter) => {
      const [width, height] = lying ? [side, few] : [few, side];
      let drawn = seed;
      const data = Uint8Array.from({ length: width * height * 4 }, () => {
        drawn = (drawn * 16_807) % 2_147_483_647;
        return drawn % 5 < 2 ? 0 : drawn % 5 < 4 ? 255 : drawn >>> 8;
      });
      const [quick, plain] = await both({ width, height, data, format: 'RGBX' }, wide, low, filter);
      expect(quick).toEqual(plain);
    }),
  );
});

test('resizes large pictures likewise, which are read in several stripes and need more memory', async () => {
  const [width, height] = [3001, 1501];
  let drawn = 1;
  const data = Uint8Array.from({ length: width * height * 4 }, (_, i) => {
    drawn = (drawn * 16_807) % 2_147_483_647;
    return i % 4 === 3 && i % 28 !== 3 ? 255 : drawn;
  });
  for (let time = 0; time < 2; time++) {
    const [quick, plain] = await both({ width, height, data }, 224, 97, 'bicubic');
    expect(Buffer.compare(quick!, plain!)).toBe(0);
  }
});

test('resizes two pictures at a time, whose rows come by and by', async () => {
  const drawn = [1, 2].map((nth) => ({
    width: 700,
    height: 900,
    data: Uint8Array.from({ length: 700 * 900 * 4 }, (_, i) => (Math.imul(i, 2654435761) >>> 24) * nth),
  }));
  const slowly = (of: (typeof drawn)[0]): PixelSource => {
    const { rows } = source(of);
    return { ...of, rows: (start, end) => new Promise((done) => setTimeout(done, 0, rows(start, end))) };
  };
  const together = await Promise.all(
    drawn.map((of) => resize(slowly(of), 50, 40, 'bicubic', undefined, kernel)),
  );
  for (const [i, of] of drawn.entries())
    expect(together[i]).toEqual(await resize(source(of), 50, 40, 'bicubic'));
});
