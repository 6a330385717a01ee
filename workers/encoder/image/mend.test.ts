import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { checkImage } from './inspect';
import { examineJpeg } from './jpeg/examine';
import { mend } from './mend';

const read = (name: string) =>
  Uint8Array.from(readFileSync(new URL(`../fixtures/pictures/${name}`, import.meta.url)));

/** The mended file's bytes, and the codes of what is said of it. */
async function mended(bytes: Uint8Array<ArrayBuffer>) {
  const file = new Blob([bytes]);
  const { file: sound, warnings } = await mend(file, await checkImage(file));
  return { bytes: new Uint8Array(await sound.arrayBuffer()), codes: warnings.map(({ code }) => code) };
}

it.each(['baseline.jpg', 'plain.png', 'lossy.webp', 'plain.avif', 'plain.bmp', 'plain.heic', 'lzw.tiff'])(
  '%s is given on as it is, without a word',
  async (name) => {
    expect(await mended(read(name))).toEqual({ bytes: read(name), codes: [] });
  },
);

it.each(['baseline.jpg', 'progressive.jpg', 'restart.jpg'])('%s gets the end that it lacks', async (name) => {
  const whole = read(name);
  expect(await mended(whole.slice(0, -2))).toEqual({ bytes: whole, codes: ['image-incomplete'] });
  const cut = await mended(whole.slice(0, whole.length * 0.8));
  expect(cut.codes).toEqual(['image-incomplete']);
  expect(examineJpeg(cut.bytes)!.hasEnd).toBe(true);
});

it('other files get the zeros that they lack, or their end chunk', async () => {
  for (const name of ['lossy.webp', 'plain.avif', 'plain.bmp', 'plain.heic']) {
    const whole = read(name);
    const { bytes, codes } = await mended(whole.slice(0, whole.length * 0.7));
    expect(codes, name).toEqual(['image-incomplete']);
    expect(bytes.length, name).toBe(whole.length);
  }
  const png = read('plain.png');
  expect(await mended(png.slice(0, -12))).toEqual({ bytes: png, codes: ['image-incomplete'] });
});

it('a piece that is lost between restart markers is damage, the file is not called incomplete', async () => {
  const whole = read('restart.jpg');
  const isRestart = (at: number) => whole[at] === 0xff && whole[at + 1]! >= 0xd0 && whole[at + 1]! <= 0xd7;
  const [first, second] = Array.from(whole.keys()).filter((at) => at > 620 && isRestart(at));
  const { codes } = await mended(Uint8Array.of(...whole.slice(0, first), ...whole.slice(second)));
  expect(codes).toEqual(['image-damaged']);
});

it.each(['baseline.jpg', 'progressive.jpg', 'restart.jpg'])(
  '%s goes on without what looks like a marker and is none',
  async (name) => {
    const whole = read(name);
    const scan = whole.findIndex((byte, i) => byte === 0xff && whole[i + 1] === 0xda);
    // Among the codes, before the first segment and before the scan.
    for (const where of [scan + 300, 2, scan])
      for (const marker of [
        [0xff, 0x4a],
        [0xff, 0xff, 0xff, 0x4a],
      ]) {
        const { bytes, codes } = await mended(
          Uint8Array.of(...whole.slice(0, where), ...marker, ...whole.slice(where)),
        );
        expect(codes, `${where}`).toEqual(['image-damaged']);
        expect(bytes).toEqual(whole);
      }
  },
);

it('passes that are not all there are told, though someone put an end mark behind them', async () => {
  const whole = read('progressive.jpg');
  const cut = Uint8Array.of(...whole.slice(0, whole.length * 0.7), 0xff, 0xd9);
  expect((await mended(cut)).codes).toEqual(['image-incomplete']);
});

it.each(['baseline.jpg', 'plain.bmp'])('%s without a pixel is refused', async (name) => {
  const file = new Blob([read(name).slice(0, name.endsWith('jpg') ? 625 : 60)]);
  await expect(mend(file, await checkImage(file))).rejects.toMatchObject({ code: 'image-unreadable' });
});
