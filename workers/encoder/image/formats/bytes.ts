/** Size in pixels. */
export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

/** What a picture file says of itself, found without decoding it. */
export interface Header extends Dimensions {
  /** Sizes of everything beside the picture itself that a decoder may set memory aside for: frames, tiles, coded pictures. */
  readonly parts: readonly Dimensions[];
  /** Pictures that follow one another; 1 unless it is animated. */
  readonly frames: number;
  /** Whether every pixel is opaque for sure. */
  readonly opaque: boolean;
  /** Bytes that the file must have to be whole; null where it does not say. */
  readonly length: number | null;
  /** Where the first piece begins that is not whole; null where there is none, or pieces are not known. */
  readonly cutAt: number | null;
  /** Whether a checksum within the file is wrong. */
  readonly damaged: boolean;
}

/** A still and whole picture of unknown transparency, but for what is given. */
export const headerOf = (size: Dimensions, others: Partial<Header> = {}): Header => ({
  parts: [],
  frames: 1,
  opaque: false,
  length: null,
  cutAt: null,
  damaged: false,
  ...others,
  width: size.width,
  height: size.height,
});

/** Reads a file a piece at a time; a view past the file's end is short, and reading beyond it throws a RangeError. */
export type ReadAt = (offset: number, length: number) => Promise<DataView>;

/** Most segments, chunks, boxes or blocks of one file that are looked at. */
export const MOST_STEPS = 1 << 20;

/** Bytes as a string of the same length. */
export function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

/** Four letters at an offset of the view. */
export function fourLetters(view: DataView, offset: number): string {
  view.getUint32(offset);
  return latin1(new Uint8Array(view.buffer, view.byteOffset + offset, 4));
}

export function uint24(view: DataView, offset: number): number {
  return view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16);
}

/** A reader of bits, the highest of each byte first. */
export class BitReader {
  #at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** The next bits as a number. @param count 0–32. @throws RangeError behind the last */
  take(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) {
      const byte = this.bytes[this.#at >> 3];
      if (byte === undefined) throw new RangeError('No bits are left.');
      value = value * 2 + ((byte >> (7 - (this.#at & 7))) & 1);
      this.#at++;
    }
    return value;
  }

  /** An Exp-Golomb number, as H.265 (9.2) writes it. */
  exponential(): number {
    let zeros = 0;
    while (this.take(1) === 0) if (++zeros > 32) throw new RangeError('No number has so many bits.');
    return 2 ** zeros - 1 + this.take(zeros);
  }
}
