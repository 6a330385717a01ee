import { readdirSync, readFileSync } from 'node:fs';
import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FernglassError } from '../../../../core';
import { checkImage } from '../inspect';
import { crc32 } from './crc32';

const directory = new URL('../../fixtures/pictures/', import.meta.url);
const read = (name: string) => Uint8Array.from(readFileSync(new URL(name, directory)));
const names = readdirSync(directory).filter((name) => !name.endsWith('.json'));
const check = (...parts: BlobPart[]) => checkImage(new Blob(parts));

/** Puts numbers into a copy of the bytes. */
function changed(bytes: Uint8Array, change: (view: DataView) => void): Uint8Array<ArrayBuffer> {
  const copy = Uint8Array.from(bytes);
  change(new DataView(copy.buffer));
  return copy;
}

const indexOf = (bytes: Uint8Array, text: string): number => {
  const at = Buffer.from(bytes).indexOf(text, 0, 'latin1');
  if (at < 0) throw new Error(`no ${text}`);
  return at;
};

describe('frames', () => {
  it.each([
    ['animated.gif', 2],
    ['animated.webp', 2],
    ['plain.png', 1],
    ['alpha.webp', 1],
    ['plain.avif', 1],
  ])('%s has %i', async (name, frames) => {
    expect((await check(read(name))).frames).toBe(frames);
  });
});

describe('length', () => {
  it.each(names.filter((name) => !/jpg|tiff/.test(name)))(
    '%s: the file has the length it says',
    async (name) => {
      const bytes = read(name);
      expect((await check(bytes)).length).toBe(bytes.length);
      expect((await check(bytes.slice(0, -1))).length).toBeGreaterThan(bytes.length - 1);
      expect((await check(bytes.slice(0, bytes.length * 0.7))).length).toBeGreaterThan(bytes.length * 0.7);
      expect((await check(bytes, new Uint8Array(9))).length).toBe(bytes.length);
    },
  );

  it('a PNG file is cut at the chunk that is not whole', async () => {
    const bytes = read('plain.png');
    expect((await check(bytes.slice(0, -12))).cutAt).toBe(bytes.length - 12);
    expect((await check(bytes.slice(0, bytes.length * 0.7))).cutAt).toBe(indexOf(bytes, 'IDAT') - 4);
  });
});

describe('damage', () => {
  it('of pixels of a PNG file shows in a checksum, and of a comment does not matter', async () => {
    const bytes = read('plain.png');
    const at = indexOf(bytes, 'IDAT') + 20;
    expect((await check(bytes)).damaged).toBe(false);
    expect((await check(changed(bytes, (view) => view.setUint8(at, ~view.getUint8(at))))).damaged).toBe(true);
    const gamma = read('gamma.png');
    const comment = indexOf(gamma, 'gAMA') + 4;
    expect((await check(changed(gamma, (view) => view.setUint8(comment, 77)))).damaged).toBe(false);
  });

  const damaged = async (...parts: BlobPart[]) => (await check(...parts)).damaged;

  it.each(['plain.avif', 'plain.heic', 'turned.heic'])(
    '%s: of where its picture lies, or of a length within',
    async (name) => {
      const bytes = read(name);
      expect(await damaged(bytes)).toBe(false);
      const data = indexOf(bytes, 'mdat') + 4;
      const iloc = indexOf(bytes, 'iloc');
      const view = new DataView(bytes.buffer);
      // The place of an item's bytes, as a number among the boxes.
      const places = Array.from({ length: data - iloc - 8 }, (_, i) => iloc + i).filter((at) => {
        const place = view.getUint32(at);
        return place >= data && place < bytes.length;
      });
      expect(places.length).toBeGreaterThan(0);
      for (const move of [3, 1_000_000])
        expect(
          await damaged(
            changed(bytes, (copy) => copy.setUint32(places[0]!, view.getUint32(places[0]!) + move)),
          ),
        ).toBe(true);
      const first = view.getUint32(places[0]!);
      expect(await damaged(changed(bytes, (copy) => copy.setUint8(first, 0xff)))).toBe(true);
    },
  );

  it.each([
    ['lossy.webp', 'VP8 '],
    ['alpha.webp', 'VP8L'],
  ])('%s: of the length of a chunk', async (name, chunk) => {
    const bytes = read(name);
    expect(await damaged(bytes)).toBe(false);
    const at = indexOf(bytes, chunk) + 4;
    expect(
      await damaged(changed(bytes, (view) => view.setUint32(at, view.getUint32(at, true) + 64, true))),
    ).toBe(true);
  });

  it('of the length of a block of a GIF file', async () => {
    const bytes = read('animated.gif');
    expect(await damaged(bytes)).toBe(false);
    const at = indexOf(bytes, '\x2c\0\0\0\0\x50\0\x3c\0') + 10;
    const flags = bytes[at - 1]!;
    const codes = at + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0) + 1;
    expect(await damaged(changed(bytes, (view) => view.setUint8(codes, view.getUint8(codes) - 5)))).toBe(
      true,
    );
  });

  it('is summed as zlib sums', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 99 }), fc.nat(99), (bytes, cut) => {
        const sum = crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut)));
        expect(sum).toBe(zlibCrc32(bytes));
      }),
    );
  });
});

describe('what is decoded is held against the limit, whatever the header says', () => {
  const refused = (...parts: BlobPart[]) =>
    expect(check(...parts)).rejects.toMatchObject({ code: 'image-too-large' });

  it('the first frame of a GIF file beyond its screen', async () => {
    const bytes = read('animated.gif');
    const at = indexOf(bytes, '\x2c\0\0\0\0\x50\0\x3c\0');
    await refused(changed(bytes, (view) => view.setUint32(at + 5, 20_000 * 0x10001, true)));
  });

  it('a frame of an animated PNG file beyond its canvas', async () => {
    const bytes = read('plain.png');
    const frame = Buffer.alloc(38);
    frame.writeUInt32BE(26, 0);
    frame.write('fcTL', 4, 'latin1');
    frame.writeUInt32BE(30_000, 12);
    frame.writeUInt32BE(30_000, 16);
    frame.writeUInt32BE(zlibCrc32(frame.subarray(4, 34)), 34);
    await refused(bytes.slice(0, 33), Uint8Array.from(frame), bytes.slice(33));
  });

  it('coded pixels of a WebP file beyond its canvas', async () => {
    const bytes = read('animated.webp');
    const at = indexOf(bytes, 'VP8L');
    await refused(changed(bytes, (view) => view.setUint32(at + 9, 16_383 | (16_383 << 14), true)));
  });

  it('a second frame header of a JPEG file', async () => {
    const bytes = read('baseline.jpg');
    const at = indexOf(bytes, '\xff\xc0');
    const second = changed(bytes.slice(at, at + 19), (view) => view.setUint32(5, 60_000 * 0x10001));
    await refused(bytes.slice(0, at + 19), second, bytes.slice(at + 19));
  });

  it('the sequence header of an AVIF file, beyond what its box states', async () => {
    const bytes = read('plain.avif');
    // The bits of width − 1 and height − 1, 79 and 59, as the sequence header has them.
    const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    const mdat = indexOf(bytes, 'mdat') * 8;
    const at = bits.indexOf('01100101' + '1001111' + '111011', mdat);
    expect(at).toBeGreaterThan(0);
    const wide = `${bits.slice(0, at)}11111111${'1'.repeat(32)}${bits.slice(at + 40)}`;
    await refused(Uint8Array.from(wide.match(/.{8}/g)!, (byte) => Number.parseInt(byte, 2)));
  });
});

it('any bytes are read to an end, or refused by a typed error', async () => {
  const files = names.map(read);
  const change = fc.record({ at: fc.nat(9999), bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }) });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.array(change, { maxLength: 5 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (file, changes, part) => {
        const bytes = file.slice(0, Math.ceil(file.length * part));
        for (const { at, bytes: some } of changes)
          if (bytes.length > some.length) bytes.set(some, at % (bytes.length - some.length));
        const outcome = await check(bytes).catch((thrown: unknown) => thrown);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(FernglassError);
      },
    ),
    { numRuns: 1500 },
  );
});
