import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WidenedFile, widened, widenedOffset } from './widened';

/** What a half float's bits stand for, as IEEE 754 defines it. */
function meant(bits: number): number {
  const sign = bits >> 15 === 1 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -14 : sign * (1 + fraction) * 2 ** (exponent - 15);
}

const bytesOf = (halves: ArrayLike<number>) => new Uint8Array(Uint16Array.from(halves).buffer);

test('every half float is widened exactly', () => {
  const all = Uint16Array.from({ length: 1 << 16 }, (_, bits) => bits);
  const full = new Float32Array(widened(bytesOf(all)).buffer);
  expect(full).toHaveLength(1 << 16);
  expect(all.findIndex((bits) => !Object.is(full[bits], meant(bits)))).toBe(-1);
});

test('a part of a file is read as it is, or widened, wherever it begins', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 1 }),
      fc.uint8Array({ maxLength: 9 }),
      (halves, before) => {
        const bytes = Uint8Array.from([...before, ...bytesOf(halves)]);
        const file = new WidenedFile(bytes);
        expect(file.length).toBe(3 * bytes.length);
        expect(file.subarray(before.length, bytes.length)).toEqual(bytesOf(halves));
        const start = widenedOffset(bytes.length, before.length);
        const full = new Float32Array(file.subarray(start, start + 4 * halves.length).slice().buffer);
        expect([...full]).toEqual(halves.map(meant));
      },
    ),
  );
});

test('full floats are not cut through', () => {
  const file = new WidenedFile(new Uint8Array(8));
  expect(() => file.subarray(8, 10)).toThrow(RangeError);
  expect(() => file.subarray(9, 13)).toThrow(RangeError);
  expect(() => file.subarray(4, 12)).toThrow(RangeError);
});
