import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fit, Resample } from '../checkpoint/preprocessor';
import { decodeInNode } from '../node/decode';
import { picture, resample, source, target } from '../testing/drawn';
import { coefficients, PRECISION_BITS } from './coefficients';
import { fitToSquare } from './fit';
import type { PixelSource } from './pixel-source';
import { layOverWhite, resize } from './resize';

const golden = new URL('../fixtures/preprocess/', import.meta.url);
const { cases } = JSON.parse(readFileSync(new URL('cases.json', golden), 'utf8')) as {
  cases: { image: string; size: number; expected: string }[];
};

describe('pixels agree with Pillow', () => {
  test.each(cases)('$image at $size', async ({ image, size, expected }) => {
    const resized = await resize(
      await decodeInNode(readFileSync(new URL(image, golden))),
      size,
      size,
      'bicubic',
    );
    const wanted = readFileSync(new URL(expected, golden));
    const error = wanted.reduce((worst, value, i) => Math.max(worst, Math.abs(value - resized[i]!)), 0);
    expect(resized.length).toBe(wanted.length);
    // Decoders of JPEG may differ by a level or two; everything after them may not.
    expect(error).toBeLessThanOrEqual(image.endsWith('.jpg') ? 2 : 0);
  });
});

describe('the square in the middle agrees with Pillow', () => {
  const crops = JSON.parse(readFileSync(new URL('crops.json', golden), 'utf8')) as {
    image: string;
    edge: number;
    size: number;
    resample: Resample;
    rounding: Fit['rounding'];
    rgb: string;
  }[];

  test.each(crops)('$image, $edge to $size, $resample, $rounding', async (crop) => {
    const { image, edge, size, resample, rounding } = crop;
    const fit = { kind: 'shortest', side: edge, rounding } as const;
    const source = await decodeInNode(readFileSync(new URL(image, golden)));
    const square = await fitToSquare(source, { imageSize: size, fit, resample });
    const wanted = Buffer.from(crop.rgb, 'base64');
    expect(square.length).toBe(wanted.length);
    const error = wanted.reduce((worst, value, i) => Math.max(worst, Math.abs(value - square[i]!)), 0);
    expect(error).toBeLessThanOrEqual(image.endsWith('.jpg') ? 2 : 0);
  });
});

/** The definition, without stripes or typed arrays: every output sample from the whole row, then the whole column. */
function bruteForce(data: Uint8Array, width: number, height: number, size: number, kind: Resample): number[] {
  const flat = data.slice();
  layOverWhite(flat);
  const samples = (length: number, at: (i: number) => number): number[] =>
    Array.from({ length: size }, (_, i) => {
      const scale = length / size;
      const stretch = Math.max(1, scale);
      const centre = (i + 0.5) * scale;
      const reach = (kind === 'bicubic' ? 2 : 1) * stretch;
      const inside = Array.from({ length }, (_, j) => j).filter(
        (j) => j >= Math.trunc(Math.max(0, centre - reach + 0.5)) && j < Math.trunc(centre + reach + 0.5),
      );
      const exact = inside.map((j) => kernel((j + 0.5 - centre) / stretch, kind));
      const sum = exact.reduce((a, b) => a + b, 0);
      const fixed = exact.map((weight) => Math.sign(weight) * Math.round((Math.abs(weight) / sum) * 2 ** 22));
      const total = inside.reduce((a, j, n) => a + at(j) * fixed[n]!, 2 ** 21);
      return Math.min(255, Math.max(0, Math.floor(total / 2 ** 22)));
    });
  const output: number[] = new Array(size * size * 3).fill(0);
  for (let channel = 0; channel < 3; channel++) {
    const rows = Array.from({ length: height }, (_, y) =>
      samples(width, (x) => flat[(y * width + x) * 4 + channel]!),
    );
    for (let x = 0; x < size; x++)
      samples(height, (y) => rows[y]![x]!).forEach((value, y) => {
        output[(y * size + x) * 3 + channel] = value;
      });
  }
  return output;
}

function kernel(signed: number, kind: Resample): number {
  const x = Math.abs(signed);
  if (kind === 'bilinear') return Math.max(0, 1 - x);
  if (x < 1) return 1.5 * x ** 3 - 2.5 * x ** 2 + 1;
  return x < 2 ? -0.5 * x ** 3 + 2.5 * x ** 2 - 4 * x + 2 : 0;
}

test('agrees with the definition', async () => {
  await fc.assert(
    fc.asyncProperty(picture, target, resample, async (input, size, kind) => {
      const resized = await resize(source(input), size, size, kind);
      const expected = bruteForce(input.data, input.width, input.height, size, kind);
      // The definition sums its polynomial in another order: a weight may round the other way, a sample by one level.
      for (const [i, value] of resized.entries())
        expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(1);
    }),
    { numRuns: 60 },
  );
});

test('the weights of every output sum to one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), target, resample, (input, output, kind) => {
      const { taps, first, count, weights } = coefficients(input, output, kind);
      for (let i = 0; i < output; i++) {
        const sum = weights.slice(i * taps, i * taps + count[i]!).reduce((a, b) => a + b, 0);
        expect(Math.abs(sum / 2 ** PRECISION_BITS - 1)).toBeLessThan(count[i]! * 2 ** -PRECISION_BITS);
        expect(first[i]! + count[i]!).toBeLessThanOrEqual(input);
      }
    }),
  );
});

test('one colour stays that colour, and the same size changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      picture,
      fc.uint8Array({ minLength: 3, maxLength: 3 }),
      target,
      async (input, colour, size) => {
        const plain = input.data.map((_, i) => (i % 4 === 3 ? 255 : colour[i % 4]!));
        const resized = await resize(source({ ...input, data: plain }), size, size, 'bicubic');
        for (const [i, value] of resized.entries()) expect(value).toBe(colour[i % 3]);
        const opaque = input.data.map((value, i) => (i % 4 === 3 ? 255 : value));
        const same = await resize(source({ ...input, data: opaque }), input.width, input.height, 'bicubic');
        expect([...same]).toEqual([...opaque].filter((_, i) => i % 4 !== 3));
      },
    ),
  );
});

test('of an opaque picture the fourth byte says nothing, and blue may come first', async () => {
  await fc.assert(
    fc.asyncProperty(picture, target, resample, async (input, size, kind) => {
      const opaque = input.data.map((value, i) => (i % 4 === 3 ? 255 : value));
      const wanted = await resize(source({ ...input, data: opaque }), size, size, kind);
      expect(await resize(source({ ...input, format: 'RGBX' }), size, size, kind)).toEqual(wanted);
      const turned = input.data.map((value, i) => (i % 2 === 0 ? input.data[i ^ 2]! : value));
      const blueFirst = source({ ...input, data: turned, format: 'BGRX' });
      expect(await resize(blueFirst, size, size, kind)).toEqual(wanted);
    }),
    { numRuns: 60 },
  );
});

test('a part of a resized picture is that part of the whole', async () => {
  await fc.assert(
    fc.asyncProperty(
      picture,
      target,
      target,
      resample,
      fc.nat(),
      fc.nat(),
      async (input, width, height, kind, x, y) => {
        const [left, top] = [x % width, y % height];
        const window = { left, top, width: width - left, height: height - top };
        const whole = await resize(source(input), width, height, kind);
        const part = await resize(source(input), width, height, kind, window);
        for (let row = 0; row < window.height; row++)
          for (let i = 0; i < window.width * 3; i++)
            expect(part[row * window.width * 3 + i]).toBe(whole[((top + row) * width + left) * 3 + i]);
      },
    ),
    { numRuns: 60 },
  );
});

test('a picture read in stripes is the picture read row by row', async () => {
  const [width, height, size] = [3000, 1400, 64];
  const data = Uint8Array.from({ length: width * height * 4 }, (_, i) =>
    i % 4 === 3 ? 255 : (i * 2654435761) >>> 24,
  );
  const { rows } = source({ width, height, data });
  const stripes: number[] = [];
  const recorded: PixelSource = {
    width,
    height,
    rows: (start, end) => {
      stripes.push(end - start);
      return rows(start, end);
    },
  };
  const striped = await resize(recorded, size, size, 'bicubic');
  expect(stripes.length).toBeGreaterThan(3);
  const narrowed = new Uint8Array(size * height * 4).fill(255);
  for (let y = 0; y < height; y++) {
    const line = { width, height: 1, data: data.slice(y * width * 4, (y + 1) * width * 4) };
    const rgb = await resize(source(line), size, 1, 'bicubic');
    for (let x = 0; x < size; x++) narrowed.set(rgb.subarray(x * 3, x * 3 + 3), (y * size + x) * 4);
  }
  expect(striped).toEqual(
    await resize(source({ width: size, height, data: narrowed }), size, size, 'bicubic'),
  );
});

test('alpha over white, rounded', () => {
  const rgba = Uint8Array.of(10, 200, 0, 0, 10, 200, 0, 255, 10, 200, 0, 128);
  layOverWhite(rgba);
  expect([...rgba]).toEqual([255, 255, 255, 255, 10, 200, 0, 255, 132, 227, 127, 255]);
});
