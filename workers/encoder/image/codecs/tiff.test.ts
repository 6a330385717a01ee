import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { FernglassError } from '../../../../core';
import { checkImage } from '../inspect';
import { resize } from '../resize';
import { decodeTiff } from './tiff';
import { unpackBits, unpackLzw } from './tiff-blocks';

const directory = new URL('../../fixtures/pictures/', import.meta.url);
const read = (name: string) => Uint8Array.from(readFileSync(new URL(name, directory)));
const expected = JSON.parse(new TextDecoder().decode(read('expected.json'))) as Record<
  string,
  { rgb: string }
>;
const names = readdirSync(directory).filter((name) => name.endsWith('.tiff'));

/** A TIFF file of one page: entries in order of their tags, with one value each, then whatever is appended. */
function tiffOf(
  entries: Readonly<Record<number, number>>,
  data = new Uint8Array(0),
): Uint8Array<ArrayBuffer> {
  const tags = Object.entries(entries);
  const bytes = new Uint8Array(8 + 2 + tags.length * 12 + 4 + data.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 0x2a, 0, 8]);
  view.setUint16(8, tags.length, true);
  tags.forEach(([tag, value], i) => {
    view.setUint16(10 + i * 12, Number(tag), true);
    view.setUint16(12 + i * 12, 4, true);
    view.setUint32(14 + i * 12, 1, true);
    view.setUint32(18 + i * 12, value, true);
  });
  bytes.set(data, bytes.length - data.length);
  return bytes;
}

describe('TIFF', () => {
  it.each(names)('%s is decoded upright, as Pillow decodes it', async (name) => {
    const picture = await decodeTiff(new Blob([read(name)]));
    expect([picture.width, picture.height]).toEqual([80, 60]);
    const wanted = Buffer.from(expected[name]!.rgb, 'base64');
    const worst = Math.max(
      ...[...resize(picture, 32, 32, 'bicubic')].map((value, i) => Math.abs(value - wanted[i]!)),
    );
    expect(worst).toBeLessThanOrEqual(name === 'jpeg.tiff' ? 6 : 0);
  });

  it.each([
    ['16 bits a colour', (image: Sharp) => image.toColourspace('rgb16').tiff({ compression: 'none' })],
    [
      'tiles',
      (image: Sharp) => image.tiff({ tile: true, tileWidth: 32, tileHeight: 16, compression: 'lzw' }),
    ],
    ['inks', (image: Sharp) => image.toColourspace('cmyk').tiff({ compression: 'deflate' })],
    ['floats', (image: Sharp) => image.toColourspace('scrgb').tiff({ compression: 'none' })],
  ] as const)('of %s is read', async (_, write) => {
    const file = await write(sharp(read('plain.png'))).toBuffer();
    const picture = await decodeTiff(new Blob([Uint8Array.from(file)]));
    expect([picture.width, picture.height]).toEqual([80, 60]);
    expect(new Set(picture.rows(10, 50)).size).toBeGreaterThan(50);
  });

  it('says of how many pages the first is read', async () => {
    expect(await checkImage(new Blob([read('pages.tiff')]))).toMatchObject({ type: 'TIFF', frames: 2 });
  });

  it.each([
    ['a raw file of a camera', { 254: 1, 256: 160, 257: 120, 273: 8, 330: 8 }, 'image-type-unsupported'],
    ['pixels that are no colours yet', { 256: 16, 257: 16, 262: 32803, 273: 8 }, 'image-type-unsupported'],
    ['no pixels', { 256: 16, 257: 16, 258: 8, 259: 1, 262: 1 }, 'image-unreadable'],
    [
      'fax',
      { 256: 16, 257: 16, 258: 1, 259: 4, 262: 0, 273: 8, 277: 1, 278: 16, 279: 4 },
      'image-type-unsupported',
    ],
  ])('%s is refused by name', async (_, entries, code) => {
    await expect(decodeTiff(new Blob([tiffOf(entries)]))).rejects.toMatchObject({ code });
  });

  it('that is damaged inside says so, and is refused where nothing else is in it', async () => {
    const bytes = read('deflate.tiff');
    const whole = await decodeTiff(new Blob([bytes]));
    expect(whole.damaged).toBe(false);
    const damaged = bytes.slice().fill(0xff, 3000, 3400);
    const part = await decodeTiff(new Blob([damaged]));
    expect(part.damaged).toBe(true);
    expect(part.rows(0, 2)).toEqual(whole.rows(0, 2));
    const nothing = bytes.slice().fill(0xff, 8, 11_000);
    await expect(decodeTiff(new Blob([nothing]))).rejects.toMatchObject({ code: 'image-unreadable' });
  });

  it('has its limits held against pages and tiles', async () => {
    const page = { 258: 8, 259: 1, 262: 1, 277: 1 };
    for (const size of [
      { 256: 20_000, 257: 20_000 },
      { 256: 10, 257: 10, 322: 60_000, 323: 60_000 },
    ])
      await expect(checkImage(new Blob([tiffOf({ ...size, ...page })]))).rejects.toMatchObject({
        code: 'image-too-large',
      });
  });

  it('whose pages go in a circle comes to an end', async () => {
    const bytes = tiffOf({ 256: 1, 257: 1 });
    new DataView(bytes.buffer).setUint32(bytes.length - 4, 8, true);
    expect((await checkImage(new Blob([bytes]))).frames).toBe(1);
  });

  it('is decoded or refused by a typed error, whatever its bytes', async () => {
    const change = fc.record({ at: fc.nat(20_000), bytes: fc.uint8Array({ minLength: 1, maxLength: 4 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names.map(read)),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        async (file, changes, early) => {
          const bytes = file.slice();
          for (const { at, bytes: some } of changes)
            bytes.set(some, (early ? at % 300 : at) % (bytes.length - some.length));
          const blob = new Blob([bytes]);
          const outcome = await checkImage(blob)
            .then(({ type }) => (type === 'TIFF' ? decodeTiff(blob) : null))
            .catch((thrown: unknown) => thrown);
          if (outcome instanceof Error) expect(outcome).toBeInstanceOf(FernglassError);
        },
      ),
      { numRuns: 250 },
    );
  });
});

describe('unpacking', () => {
  it('fills its room and no more, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(100), (from, room) => {
        for (const unpack of [unpackBits, unpackLzw]) {
          const to = new Uint8Array(room + 8);
          try {
            unpack(from, to.subarray(0, room));
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(RangeError);
          }
          expect(to.subarray(room)).toEqual(new Uint8Array(8));
        }
      }),
    );
  });
});
