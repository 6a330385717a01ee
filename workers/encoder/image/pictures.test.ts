import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FernglassError } from '../../../core';
import { decodeInNode } from '../node/decode';
import { checkImage, MAX_PIXELS } from './inspect';
import { resize } from './resize';

const directory = new URL('../fixtures/pictures/', import.meta.url);
const read = (name: string) => Uint8Array.from(readFileSync(new URL(name, directory)));
const expected = JSON.parse(new TextDecoder().decode(read('expected.json'))) as Record<
  string,
  { width: number; height: number; rgb: string }
>;
const names = Object.keys(expected);

async function errorOf(parts: BlobPart[]): Promise<{ code: string; message: string }> {
  const thrown = await checkImage(new Blob(parts)).then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof FernglassError)) throw new Error(`not a FernglassError: ${thrown}`);
  return thrown;
}

test.each(names)('%s: type and size from its header', async (name) => {
  const { type, width, height } = await checkImage(new Blob([read(name)]));
  const suffix = {
    JPEG: 'jpg',
    PNG: 'png',
    WebP: 'webp',
    AVIF: 'avif',
    GIF: 'gif',
    BMP: 'bmp',
    HEIC: 'heic',
    TIFF: 'tiff',
  }[type];
  expect(name.endsWith(`.${suffix}`)).toBe(true);
  // Coded in whole blocks, and before it is turned.
  if (type === 'HEIC') return;
  const turned = /exif-[5-8]/.test(name);
  expect([width, height]).toEqual(turned ? [80, 60] : [expected[name]!.width, expected[name]!.height]);
});

// The decoder used in Node has no BMP and no HEIC.
test.each(names.filter((name) => !/bmp|heic/.test(name)))('%s: pixels agree with Pillow', async (name) => {
  const picture = await decodeInNode(read(name));
  const { width, height, rgb } = expected[name]!;
  expect([picture.width, picture.height]).toEqual([width, height]);
  const resized = await resize(picture, 32, 32, 'bicubic');
  const wanted = Buffer.from(rgb, 'base64');
  const error = wanted.reduce((worst, value, i) => Math.max(worst, Math.abs(value - resized[i]!)), 0);
  expect(error).toBeLessThanOrEqual(/jpe?g|avif|lossy/.test(name) ? 2 : 0);
});

describe('what is no picture', () => {
  test.each<[string, BlobPart[], string, RegExp]>([
    ['an empty file', [], 'image-unreadable', /empty/],
    ['text', ['Dear all,\nplease find attached the picture.'], 'image-unreadable', /text/],
    ['other bytes', [Uint8Array.of(0, 1, 2, 200, 3)], 'image-unreadable', /no picture/],
    ['HEIC without anything in it', ['\0\0\0\x18ftypheic\0\0\0\0mif1heic'], 'image-unreadable', /HEIC/],
    ['TIFF without a page', ['II*\0\x08\0\0\0'], 'image-unreadable', /TIFF/],
    [
      'SVG',
      ['<?xml version="1.0"?>\n<!-- drawn by hand -->\n<svg xmlns="x">'],
      'image-type-unsupported',
      /SVG/,
    ],
    ['PDF', ['%PDF-1.7\n'], 'image-type-unsupported', /PDF/],
    ['a video', ['\0\0\0\x18ftypisom\0\0\0\0isommp42'], 'image-type-unsupported', /video/],
  ])('%s', async (_, parts, code, message) => {
    const error = await errorOf(parts);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(error.message).toMatch(/JPEG, PNG, WebP, AVIF, HEIC, TIFF, GIF or BMP|Copy it again/);
  });

  test.each(names)('%s cut within its header', async (name) => {
    expect((await errorOf([read(name).slice(0, 9)])).code).toBe('image-unreadable');
  });
});

test('a picture of too many pixels is refused by its header alone', async () => {
  const header = read('plain.png').slice(0, 60);
  const view = new DataView(header.buffer);
  view.setUint32(16, 20_000);
  view.setUint32(20, 5_001);
  expect(await errorOf([header])).toMatchObject({
    code: 'image-too-large',
    message: expect.stringMatching(/20000 × 5001/),
  });
  view.setUint32(20, 5_000);
  expect(await checkImage(new Blob([header]))).toMatchObject({ width: 20_000, height: MAX_PIXELS / 20_000 });
});

test('the size of a JPEG is found behind long metadata', async () => {
  const jpeg = read('baseline.jpg');
  const segment = new Uint8Array(65_537).fill(0xff);
  segment.set([0xff, 0xe2, 0xff, 0xff]);
  const file = new Blob([jpeg.slice(0, 2), segment, segment, segment, jpeg.slice(2)]);
  expect(await checkImage(file)).toMatchObject({ type: 'JPEG', width: 80, height: 60 });
});
