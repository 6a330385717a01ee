import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { FernglassError } from '../../../../core';
import { checkImage } from '../inspect';
import { mend } from '../mend';
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

/** The first strip's length as the file states it, to be read and changed, and where the strip lies. */
function stripBytesOf(bytes: Uint8Array<ArrayBuffer>) {
  const view = new DataView(bytes.buffer);
  const little = bytes[0] === 0x49;
  const page = view.getUint32(4, little);
  const entryOf = (tag: number) =>
    Array.from({ length: view.getUint16(page, little) }, (_, i) => page + 2 + i * 12).find(
      (at) => view.getUint16(at, little) === tag,
    )!;
  const placeOf = (entry: number) => {
    const size = view.getUint16(entry + 2, little) === 3 ? 2 : 4;
    const inside = size * view.getUint32(entry + 4, little) <= 4;
    return { size, at: inside ? entry + 8 : view.getUint32(entry + 8, little) };
  };
  const numberAt = ({ size, at }: { size: number; at: number }, i: number) =>
    size === 2 ? view.getUint16(at + i * 2, little) : view.getUint32(at + i * 4, little);
  const counts = placeOf(entryOf(279));
  return {
    place: numberAt(placeOf(entryOf(273)), 0),
    get: (i: number) => numberAt(counts, i),
    set: (i: number, value: number) =>
      counts.size === 2
        ? view.setUint16(counts.at + i * 2, value, little)
        : view.setUint32(counts.at + i * 4, value, little),
  };
}

describe('TIFF', () => {
  it.each(names)('%s is decoded upright, as Pillow decodes it', async (name) => {
    const picture = await decodeTiff(new Blob([read(name)]));
    expect([picture.width, picture.height]).toEqual([80, 60]);
    const wanted = Buffer.from(expected[name]!.rgb, 'base64');
    const worst = Math.max(
      ...[...(await resize(picture, 32, 32, 'bicubic'))].map((value, i) => Math.abs(value - wanted[i]!)),
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

  it.each(['lzw', 'packbits', 'none', 'jpeg', 'deflate'] as const)(
    'in %s: a strip that gives too little, or too much, says so',
    async (compression) => {
      const image = sharp(read('plain.png')).tiff({ compression, predictor: 'none', quality: 90 });
      const bytes = Uint8Array.from(await image.toBuffer());
      const whole = await decodeTiff(new Blob([bytes]));
      expect(whole.damaged).toBe(false);
      const short = bytes.slice();
      const count = stripBytesOf(short);
      count.set(0, Math.floor(count.get(0) * 0.6));
      const cut = await decodeTiff(new Blob([short])).catch((thrown: unknown) => thrown);
      if (cut instanceof Error) expect(cut).toMatchObject({ code: 'image-unreadable' });
      else expect(cut).toMatchObject({ damaged: true });
      if (compression === 'none' || compression === 'jpeg') return;
      const long = Uint8Array.of(...bytes, ...bytes.slice(8, 108));
      const { place, get, set } = stripBytesOf(long);
      long.copyWithin(bytes.length, place, place + get(0));
      set(0, get(0) + 60);
      expect(await decodeTiff(new Blob([long]))).toMatchObject({ damaged: true });
    },
  );

  describe('whose table stands behind the pixels', () => {
    const written = (compression: 'none' | 'lzw' | 'deflate' | 'packbits' | 'jpeg', more: object = {}) =>
      sharp(read('plain.png'))
        .resize(160, 120)
        .tiff({ compression, ...more })
        .toBuffer();
    const pixelsOf = async (bytes: Uint8Array<ArrayBuffer>) => {
      const file = new Blob([bytes]);
      const { file: sound, warnings } = await mend(file, await checkImage(file));
      const picture = await decodeTiff(sound);
      const pixels = Buffer.from(picture.rows(0, picture.height)).toString('base64');
      return { pixels, codes: warnings.map(({ code }) => code) };
    };

    it.each([
      ['plain', 'none', {}, 60],
      ['in LZW', 'lzw', {}, 40],
      ['as differences', 'deflate', { predictor: 'horizontal' }, 40],
      ['in PackBits', 'packbits', {}, 60],
      ['in tiles', 'deflate', { tile: true, tileWidth: 32, tileHeight: 32 }, 60],
    ] as const)(
      '%s: is read whole where its last bytes are missing, and said to be incomplete',
      async (_, compression, more, most) => {
        const bytes = Uint8Array.from(await written(compression, more));
        const whole = await pixelsOf(bytes);
        expect(whole.codes).toEqual([]);
        for (const missing of [1, 2, 20, most])
          expect(await pixelsOf(bytes.slice(0, -missing)), `${missing} bytes`).toEqual({
            pixels: whole.pixels,
            codes: ['image-incomplete'],
          });
      },
    );

    it('with sixteen bits a sample, finds how many they are', async () => {
      const image = sharp(read('plain.png')).toColourspace('rgb16').tiff({ compression: 'none' });
      const bytes = Uint8Array.from(await image.toBuffer());
      expect((await pixelsOf(bytes.slice(0, -20))).pixels).toEqual((await pixelsOf(bytes)).pixels);
    });

    it('is refused where what is missing says how pixels are written, and says so', async () => {
      const table = (bytes: Uint8Array<ArrayBuffer>) =>
        new DataView(bytes.buffer).getUint32(4, bytes[0] === 0x49);
      for (const compression of ['none', 'lzw', 'jpeg'] as const) {
        const bytes = Uint8Array.from(await written(compression));
        for (const end of [table(bytes) - 100, table(bytes), table(bytes) + 1, table(bytes) + 50])
          await expect(pixelsOf(bytes.slice(0, end)), `${compression} ${end}`).rejects.toMatchObject({
            code: 'image-unreadable',
            message: expect.stringMatching(/cut short.*behind.*pixels.*Copy it again/s),
          });
      }
    });
  });

  it.each([
    [3, 'fax (CCITT group 3)'],
    [4, 'fax (CCITT group 4)'],
    [6, 'old-style JPEG'],
    [34712, 'JPEG 2000'],
    [50000, 'Zstandard'],
    [50002, 'JPEG XL'],
    [999, 'something that is not known here'],
  ])('compressed by way %i is refused by its name', async (compression, name) => {
    const page = { 256: 16, 257: 16, 258: 1, 259: compression, 262: 0, 273: 8, 277: 1, 278: 16, 279: 4 };
    await expect(decodeTiff(new Blob([tiffOf(page)]))).rejects.toMatchObject({
      code: 'image-type-unsupported',
      message: expect.stringContaining(name),
    });
  });

  it('with a strip of no bytes says so', async () => {
    const page = { 256: 16, 257: 16, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: 16, 279: 0 };
    expect((await checkImage(new Blob([tiffOf(page)]))).damaged).toBe(true);
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
