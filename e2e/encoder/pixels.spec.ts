import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
