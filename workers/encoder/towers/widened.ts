import type { Bytes } from '../checkpoint/protobuf';
import { release } from '../checkpoint/release';

/** Where in a `WidenedFile` of a file of so many bytes the halves that lie at `offset` in the file lie as full floats. */
export const widenedOffset = (length: number, offset: number) => length + 2 * offset;

/** A file, and behind it the whole of it once more, where each half float becomes a full one when it is asked for. */
export class WidenedFile implements Bytes {
  /** @param file whose parts are nobody else's, or lie in a buffer with others */
  constructor(private readonly file: Bytes) {}

  get length(): number {
    return widenedOffset(this.file.length, this.file.length);
  }

  at(index: number): number | undefined {
    return this.subarray(index, index + 1)[0];
  }

  /** @throws RangeError where it would cut through a full float */
  subarray(start: number, end: number): Uint8Array<ArrayBuffer> {
    const { length } = this.file;
    if (end <= length) return this.file.subarray(start, end);
    if (start < length || (start - length) % 2 !== 0 || (end - start) % 4 !== 0)
      throw new RangeError('no whole full floats');
    const halves = this.file.subarray((start - length) / 2, (end - length) / 2);
    const full = widened(halves);
    release(halves);
    return full;
  }
}

/** Every half float's full one, by its bits; made when it is first wanted. */
let fullBits: Uint32Array | null = null;

/** Half floats (IEEE 754) as full ones, exactly; both have their lowest byte first. */
export function widened(halves: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  fullBits ??= Uint32Array.from({ length: 1 << 16 }, (_, half) => fullOf(half));
  // Two bytes at once are seen from an even place on only.
  const even = halves.byteOffset % 2 === 0 ? halves : halves.slice();
  const from = new Uint16Array(even.buffer, even.byteOffset, even.length >> 1);
  const to = new Uint32Array(from.length);
  for (let i = 0; i < from.length; i++) to[i] = fullBits[from[i]!]!;
  return new Uint8Array(to.buffer);
}

/** One half float's bits as a full one's. */
function fullOf(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return sign | 0x7f800000 | (fraction << 13);
  if (exponent > 0) return sign | ((exponent + 112) << 23) | (fraction << 13);
  if (fraction === 0) return sign;
  // Below the least exponent halves have leading zeros, which full floats need not have.
  const zeros = Math.clz32(fraction) - 21;
  return sign | ((113 - zeros) << 23) | (((fraction << zeros) & 0x3ff) << 13);
}
