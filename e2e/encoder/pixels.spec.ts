import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
  for (const { file, size, rgb } of all) {
    const actual = await bare.evaluate(
      async ([file, size]) =>
        pixels.pixelsOf(await (await fetch(`data:application/octet-stream;base64,${file}`)).blob(), size),
      [readFileSync(file).toString('base64'), size] as const,
    );
    expect(actual.length, file).toBe(rgb.length);
    const error = rgb.reduce((worst, value, i) => Math.max(worst, Math.abs(value - actual[i]!)), 0);
    // Lossy decoders may differ by a level or two; everything after them may not.
    expect(error, file).toBeLessThanOrEqual(/jpg|avif|lossy/.test(file) ? 2 : 0);
  }
});
