import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { examineJpeg } from './examine';

const pictures = new URL('../../fixtures/pictures/', import.meta.url);
const samples = new URL('../../../../public/samples/', import.meta.url);
const read = (name: string, from = pictures) => Uint8Array.from(readFileSync(new URL(name, from)));
const jpegsIn = (folder: URL) => readdirSync(folder).filter((name) => name.endsWith('.jpg'));
const whole = { part: 1, complete: true, hasEnd: true, damaged: false };

/** Where the data of the first scan begin. */
function scanStart(bytes: Uint8Array): number {
  const at = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xda);
  return at + 2 + ((bytes[at + 2]! << 8) | bytes[at + 3]!);
}

describe('a whole JPEG file', () => {
  it.each(jpegsIn(pictures).map((name) => [name, pictures] as const))('%s is found whole', (name, from) => {
    expect(examineJpeg(read(name, from))).toMatchObject(whole);
  });

  it('is found whole among the samples', () => {
    for (const name of jpegsIn(samples)) expect(examineJpeg(read(name, samples)), name).toMatchObject(whole);
  });

  it.each([
    ['4:2:0', { chromaSubsampling: '4:2:0' }],
    ['4:4:4', { chromaSubsampling: '4:4:4' }],
    ['progressive', { progressive: true }],
    ['trellis, scans optimised', { mozjpeg: true }],
    ['best quality', { quality: 100 }],
    ['least quality', { quality: 1 }],
  ] as const)('is found whole if it is %s, whatever its size', async (_, options) => {
    for (const [width, height] of [
      [1, 1],
      [17, 9],
      [250, 131],
    ] as const) {
      const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
      const create = { width, height, channels: 3, background: 'grey', noise } as const;
      const bytes = await sharp({ create }).jpeg(options).toBuffer();
      expect(examineJpeg(bytes), `${width} × ${height}`).toMatchObject(whole);
    }
  });

  it('may have anything behind its end: another picture, a film, metadata', () => {
    const bytes = read('baseline.jpg');
    expect(examineJpeg(Uint8Array.of(...bytes, ...bytes))).toMatchObject(whole);
    expect(examineJpeg(Uint8Array.of(...bytes, ...new TextEncoder().encode('MotionPhoto')))).toMatchObject(
      whole,
    );
  });

  it('may be filled up before its end mark', () => {
    const bytes = read('baseline.jpg');
    const filled = Uint8Array.of(...bytes.slice(0, -2), 0, 0, 0xff, 0xff, ...bytes.slice(-1));
    expect(examineJpeg(filled)).toMatchObject(whole);
  });
});

describe('a JPEG file that ends too soon', () => {
  it.each(['baseline.jpg', 'progressive.jpg', 'gray.jpg'])('%s: all of it but the end mark', (name) => {
    for (const missing of [1, 2])
      expect(examineJpeg(read(name).slice(0, -missing))).toMatchObject({ ...whole, hasEnd: false });
  });

  it('holds the less of its picture the sooner it ends', () => {
    const bytes = read('baseline.jpg');
    let before = 1;
    for (let length = bytes.length - 2; length > scanStart(bytes); length -= 40) {
      const { part, hasEnd, damaged } = examineJpeg(bytes.slice(0, length))!;
      expect(part).toBeLessThanOrEqual(before);
      expect({ hasEnd, damaged }).toEqual({ hasEnd: false, damaged: false });
      before = part;
    }
    expect(before).toBeLessThan(0.1);
  });

  it('holds nothing where its data would begin', () => {
    const bytes = read('baseline.jpg');
    expect(examineJpeg(bytes.slice(0, scanStart(bytes)))!.part).toBe(0);
  });

  it('is coarse where passes of a progressive one are missing', () => {
    const bytes = read('progressive.jpg');
    expect(examineJpeg(bytes.slice(0, bytes.length * 0.7))).toMatchObject({
      part: 1,
      complete: false,
      hasEnd: false,
    });
  });

  it('can be followed up to a header that is cut', () => {
    const bytes = read('progressive.jpg');
    const second = bytes.findLastIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xc4);
    expect(examineJpeg(bytes.slice(0, second + 9))!.usable).toBe(second);
  });

  it('lacks data though someone put an end mark behind it', () => {
    const bytes = read('baseline.jpg');
    const ended = Uint8Array.of(...bytes.slice(0, bytes.length * 0.7), 0xff, 0xd9);
    expect(examineJpeg(ended)).toMatchObject({ hasEnd: true });
    expect(examineJpeg(ended)!.part).toBeLessThan(0.6);
  });
});

describe('a JPEG file that is damaged inside', () => {
  it.each(['baseline.jpg', 'progressive.jpg'])('%s: a piece is zero, or of another file', (name) => {
    const bytes = read(name);
    const from = scanStart(bytes) + 200;
    expect(examineJpeg(bytes.slice().fill(0, from, from + 300))!.damaged).toBe(true);
    const foreign = bytes.slice();
    foreign.set(read('exif-3.jpg').slice(900, 1200), from);
    expect(examineJpeg(foreign)!.damaged).toBe(true);
  });

  it('has a second frame', () => {
    const bytes = read('baseline.jpg');
    const at = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xc0);
    const frame = bytes.slice(at, at + 19);
    expect(examineJpeg(Uint8Array.of(...bytes.slice(0, at), ...frame, ...bytes.slice(at)))!.damaged).toBe(
      true,
    );
  });
});

it('comes to an end with any bytes, and never throws', () => {
  const files = ['baseline.jpg', 'progressive.jpg'].map((name) => read(name));
  const change = fc.record({ at: fc.nat(2200), byte: fc.nat(255), length: fc.integer({ min: 1, max: 400 }) });
  fc.assert(
    fc.property(
      fc.constantFrom(...files),
      fc.array(change, { maxLength: 6 }),
      fc.nat(2200),
      (file, changes, cut) => {
        const bytes = file.slice(0, Math.max(2, file.length - (cut % file.length)));
        for (const { at, byte, length } of changes)
          bytes.fill(byte, at % bytes.length, (at % bytes.length) + length);
        const report = examineJpeg(bytes);
        if (report === null) return;
        expect(report.part).toBeGreaterThanOrEqual(0);
        expect(report.part).toBeLessThanOrEqual(1);
        expect(report.usable).toBeLessThanOrEqual(bytes.length);
      },
    ),
    { numRuns: 400 },
  );
});
