import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { openEmptyPage } from '../support/empty-page';
import { greyPng } from '../support/pictures';
import { bundle, expect, FIXTURES, test } from './harness';
import type { pixelsOf } from './pixels';

declare global {
  var pixels: { pixelsOf: typeof pixelsOf };
}

interface Case {
  readonly file: string;
  readonly size: number;
  readonly rgb: Uint8Array;
}

const golden = join(FIXTURES, 'preprocess');
const { cases } = JSON.parse(readFileSync(join(golden, 'cases.json'), 'utf8')) as {
  cases: { image: string; size: number; expected: string }[];
};
const pictures = join(FIXTURES, 'pictures');
const expected = JSON.parse(readFileSync(join(pictures, 'expected.json'), 'utf8')) as Record<
  string,
  { rgb: string }
>;

const all: Case[] = [
  ...cases.map(({ image, size, expected }) => ({
    file: join(golden, image),
    size,
    rgb: readFileSync(join(golden, expected)),
  })),
  ...Object.entries(expected).map(([name, { rgb }]) => ({
    file: join(pictures, name),
    size: 32,
    rgb: Buffer.from(rgb, 'base64'),
  })),
];

test('pixels in the browser agree with Pillow, in every format and orientation', async ({ bare }) => {
  await bare.addScriptTag({ content: await bundle('e2e/encoder/pixels.ts', 'pixels') });
  const pixelsOf = (file: Buffer, size: number) =>
    bare.evaluate(
      async ([file, size]) =>
        pixels.pixelsOf(await (await fetch(`data:application/octet-stream;base64,${file}`)).blob(), size),
      [file.toString('base64'), size] as const,
    );
  for (const { file, size, rgb } of all) {
    const actual = await pixelsOf(readFileSync(file), size);
    expect(actual.length, file).toBe(rgb.length);
    const error = rgb.reduce((worst, value, i) => Math.max(worst, Math.abs(value - actual[i]!)), 0);
    // Lossy decoders may differ by a level or two; everything after them may not.
    expect(error, file).toBeLessThanOrEqual(
      /heic|jpeg.tiff/.test(file) ? 8 : /jpg|avif|lossy/.test(file) ? 2 : 0,
    );
  }

  await test.step('of one wider than a canvas', async () => {
    const width = 70_000;
    const row = new Uint8Array(width).fill(255, width / 2);
    const line = (
      await pixelsOf(
        greyPng(width, 20, () => row),
        32,
      )
    ).slice(0, 32 * 3);
    expect(line).toEqual([
      ...Array(15 * 3).fill(0),
      ...line.slice(15 * 3, 17 * 3),
      ...Array(15 * 3).fill(255),
    ]);
  });

  await test.step('of a file that is cut, those that came', async () => {
    const top = 32 * 6 * 3;
    for (const name of ['baseline.jpg', 'plain.png', 'lossy.webp', 'animated.gif']) {
      const file = readFileSync(join(pictures, name));
      const whole = await pixelsOf(file, 32);
      const part = await pixelsOf(
        file.subarray(0, Math.floor(file.length * (name === 'animated.gif' ? 0.4 : 0.7))),
        32,
      );
      const worst = Math.max(...part.slice(0, top).map((value, i) => Math.abs(value - whole[i]!)));
      expect(worst, name).toBeLessThanOrEqual(2);
      expect(part, name).not.toEqual(whole);
    }
  });
});

test('pixels read out of a frame are those that a canvas gives, and frames that hold others are left', async ({
  bare,
}) => {
  const [width, height] = [1801, 1203];
  let drawn = 1;
  const noise = Uint8Array.from({ length: width * height * 3 }, () => {
    drawn = (drawn * 16_807) % 2_147_483_647;
    return drawn >>> 7;
  });
  const image = () => sharp(noise, { raw: { width, height, channels: 3 } });
  const files = [
    await image().jpeg().toBuffer(),
    await image().jpeg().withMetadata({ orientation: 6 }).toBuffer(),
    await image().png({ compressionLevel: 1 }).toBuffer(),
    await image().greyscale().jpeg().toBuffer(),
    await image().extract({ left: 0, top: 0, width: 3, height: 1 }).png().toBuffer(),
  ].map((file) => file.toString('base64'));
  const program = await bundle('e2e/encoder/pixels.ts', 'pixels');

  /** The pictures' pixels, and how often a frame's were copied, where `change` was done to the browser. */
  const read = async (change: string) => {
    await openEmptyPage(bare);
    await bare.addScriptTag({
      content: `var copies = 0;
        const copyTo = VideoFrame.prototype.copyTo;
        VideoFrame.prototype.copyTo = function (...given) { copies++; return copyTo.apply(this, given); };
        const asItIs = VideoFrame.prototype.copyTo;
        ${change}`,
    });
    await bare.addScriptTag({ content: program });
    return bare.evaluate(async (files) => {
      const read: string[] = [];
      for (const file of files) {
        const picture = await (await fetch(`data:application/octet-stream;base64,${file}`)).blob();
        read.push((await pixels.pixelsOf(picture, 96)).join());
      }
      return { read, copies: (globalThis as unknown as { copies: number }).copies };
    }, files);
  };

  const canvas = await read('delete globalThis.VideoFrame;');
  expect(canvas.copies).toBe(0);
  const stripes = 4 * 9 + 1;
  const frames = await read('');
  expect(frames.copies).toBeGreaterThan(stripes);
  expect(frames.read).toEqual(canvas.read);

  for (const change of [
    // Other colours, by a single level.
    `VideoFrame.prototype.copyTo = async function (to, ...rest) {
      const layout = await asItIs.call(this, to, ...rest);
      to[to.length - 4] ^= 1;
      return layout;
    };`,
    // Another place than was asked for.
    `VideoFrame.prototype.copyTo = function (to, { rect, ...rest }) {
      return asItIs.call(this, to, { ...rest, rect: { ...rect, y: Math.max(0, rect.y - 1) } });
    };`,
    `VideoFrame.prototype.copyTo = () => Promise.reject(new DOMException('lost', 'OperationError'));`,
    `Object.defineProperty(VideoFrame.prototype, "format", { get: () => "I420" });`,
    `globalThis.VideoFrame = function () { throw new TypeError('Too large'); };`,
  ]) {
    const { read: pixels, copies } = await read(change);
    expect(copies, change).toBeLessThan(stripes);
    expect(pixels, change).toEqual(canvas.read);
  }
});
