import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import createLibheif from 'libheif-js/libheif-wasm/libheif.js';
import { describe, expect, it } from 'vitest';
import { FernglassError } from '../../../../core';
import { checkImage } from '../inspect';
import { resize } from '../resize';
import { decodeHeic } from './heic';

const directory = new URL('../../fixtures/pictures/', import.meta.url);
const read = (name: string) => Uint8Array.from(readFileSync(new URL(name, directory)));
const expected = JSON.parse(new TextDecoder().decode(read('expected.json'))) as Record<
  string,
  { rgb: string }
>;
const start = () =>
  createLibheif({
    wasmBinary: readFileSync(createRequire(import.meta.url).resolve('libheif-js/libheif-wasm/libheif.wasm')),
  });
const libheif = start();

describe('HEIC', () => {
  it.each(['plain.heic', 'turned.heic'])(
    '%s is decoded upright, near the picture it was made of',
    async (name) => {
      const picture = decodeHeic(libheif, read(name));
      expect([picture.width, picture.height]).toEqual([80, 60]);
      const wanted = Buffer.from(expected[name]!.rgb, 'base64');
      const errors = [...(await resize(picture, 32, 32, 'bicubic'))].map((value, i) =>
        Math.abs(value - wanted[i]!),
      );
      picture.close();
      expect(Math.max(...errors)).toBeLessThanOrEqual(8);
      expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(2);
    },
  );

  it('gives back what it took, picture after picture', () => {
    for (let i = 0; i < 200; i++) decodeHeic(libheif, read('plain.heic')).close();
    expect(decodeHeic(libheif, read('plain.heic')).width).toBe(80);
  });

  it('is recognised by its brands, and has its limits held against what is coded in it', async () => {
    const bytes = read('plain.heic');
    expect(await checkImage(new Blob([bytes]))).toMatchObject({
      type: 'HEIC',
      frames: 1,
      length: bytes.length,
    });
    // The canvas of its tiles: version, flags, rows, columns, then width and height.
    const at = Buffer.from(bytes).indexOf(Uint8Array.of(0, 80, 0, 60));
    const huge = bytes.slice();
    huge.set([0xff, 0xff, 0xff, 0xff], at);
    await expect(checkImage(new Blob([huge]))).rejects.toMatchObject({ code: 'image-too-large' });
  });

  it('has its limits held against its parameter sets, whatever its boxes state', async () => {
    const bytes = read('turned.heic');
    const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    // Exp-Golomb numbers for 4:4:4, no separate planes, and the coded width and height in whole blocks of eight.
    const golomb = (value: number) =>
      (value + 1).toString(2).padStart(2 * (value + 1).toString(2).length - 1, '0');
    const at = bits.indexOf(`${golomb(3)}0${golomb(64)}${golomb(80)}`);
    expect(at).toBeGreaterThan(0);
    const from = at + golomb(3).length + 1;
    const wider = `${golomb(16_384)}${golomb(16_384)}`;
    const changed = bits.slice(0, from) + wider + bits.slice(from + wider.length);
    const file = Uint8Array.from(changed.match(/.{8}/g)!, (byte) => Number.parseInt(byte, 2));
    await expect(checkImage(new Blob([file]))).rejects.toMatchObject({ code: 'image-too-large' });
  });

  it('is decoded or refused by a typed error, whatever its bytes', () => {
    const change = fc.record({ at: fc.nat(2000), bytes: fc.uint8Array({ minLength: 1, maxLength: 6 }) });
    fc.assert(
      fc.property(
        fc.constantFrom(read('plain.heic'), read('turned.heic')),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 1900 }),
        (file, changes, cut) => {
          const bytes = file.slice(0, cut);
          for (const { at, bytes: some } of changes)
            if (bytes.length > some.length) bytes.set(some, at % (bytes.length - some.length));
          try {
            decodeHeic(libheif, bytes).close();
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(FernglassError);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
