import { findCode, type HuffmanTable, isReached, LEAP, stepOver, TO_END } from './huffman';

/** What the blocks of a component are coded by in a sequential scan. */
export interface BlockTables {
  readonly dc: HuffmanTable;
  readonly ac: HuffmanTable;
}

/** Reads the bits of a scan. Behind its data, at a marker or the file's end, there are zeros, as decoders read them. */
export interface BitReader {
  /** Where its data end: at a marker, or at the file's end; known once `toMarker` was called. */
  readonly position: number;
  /** Where bytes stand that look like a marker and are none: a changed bit makes them. They are passed over. */
  readonly bogus: readonly number[];
  /** Whether bits were asked for that the data do not have. */
  readonly starved: boolean;
  /** Has to be called before each block and after the last; false where `starved`. */
  ready(): boolean;
  /** A symbol; −1 for a code that the table does not have. */
  symbol(table: HuffmanTable): number;
  /** The next bits as a number. @param count 0–16 */
  take(count: number): number;
  /** Goes over bits. @param count up to 64 */
  skip(count: number): void;
  /**
   * Goes over blocks of a sequential scan, whose tables take turns; calls `ready` after each.
   * @returns how many there were, before one that can be none or that is not there to its end
   */
  skipBlocks(tables: readonly BlockTables[], count: number): number;
  /** Drops what is left of the byte and whatever stands before the next marker; says whether that was more than padding. */
  toMarker(): boolean;
  /** From a marker to the data behind it. */
  passMarker(): void;
}

/** So many bytes are copied at once: what is copied stays in the processor's caches. */
const CHUNK = 1 << 16;
/** More bytes than any block takes, be it damaged: 64 codes of 16 bits, and 15 bits behind each. */
const LONGEST_BLOCK = 256;

/**
 * Reads the bits from a copy of the data without what stands between them: stuffed zeros, fill bytes, what looks like a
 * marker. So where a bit stands is a plain number, and any code takes one look at four bytes.
 *
 * After `ready`, the copy holds the next block to its end, or all data up to a marker and zeros for one block more: what
 * goes over a block never has to look where the copy ends.
 */
export class ScanBits implements BitReader {
  readonly bogus: number[] = [];
  readonly #bytes: Uint8Array;
  readonly #copy: Uint8Array;
  readonly #view: DataView;
  readonly #capacity: number;
  #position: number;
  /** Bytes of the copy that are data. */
  #length = 0;
  /** Whether these are all up to a marker or the file's end. */
  #atMarker = false;
  /** The next bit of the copy, and the last at which a block may begin. */
  #bit = 0;
  #limit = -1;

  /** @param start the scan's first byte, or the file's end */
  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.#position = start;
    // One more than there are: it is full only where more are to come.
    this.#capacity = Math.min(CHUNK, bytes.length - start + 1);
    this.#copy = new Uint8Array(this.#capacity + LONGEST_BLOCK + 4);
    this.#view = new DataView(this.#copy.buffer);
  }

  get position(): number {
    return this.#position;
  }

  get starved(): boolean {
    return this.#atMarker && this.#bit > this.#limit;
  }

  ready(): boolean {
    if (this.#bit <= this.#limit) return true;
    if (!this.#atMarker) this.#read();
    return this.#bit <= this.#limit;
  }

  symbol(table: HuffmanTable): number {
    const bit = this.#bit;
    const found = findCode(table, this.#view.getInt32(bit >> 3) << (bit & 7));
    this.#bit = bit + (found >> 8);
    return found === 0 ? -1 : found & 0xff;
  }

  take(count: number): number {
    const bit = this.#bit;
    this.#bit = bit + count;
    // In two shifts: one by 32 would be none.
    return ((this.#view.getInt32(bit >> 3) << (bit & 7)) >>> 1) >>> (31 - count);
  }

  skip(count: number): void {
    this.#bit += count;
  }

  skipBlocks(tables: readonly BlockTables[], count: number): number {
    const view = this.#view;
    // Copies: fields are slower, and this loop takes most of the time. At its head a block may begin at `bit`, as after `ready`.
    let bit = this.#bit;
    let limit = this.#limit;
    let turn = 0;
    for (let done = 0; done < count; done++) {
      const { dc, ac } = tables[turn]!;
      turn = turn + 1 < tables.length ? turn + 1 : 0;
      const { leaps } = ac;
      const first = findCode(dc, view.getInt32(bit >> 3) << (bit & 7));
      const size = first & 0xff;
      const isSize = first !== 0 && size < 16;
      bit += (first >> 8) + (isSize ? size : 0);
      // The place in the block of what comes next; −1 where that can be nothing.
      let k = isSize ? 1 : -1;
      while (k >= 0 && k < 64) {
        const next = view.getInt32(bit >> 3) << (bit & 7);
        let step = leaps[next >>> (32 - LEAP)]!;
        let to = k + (step >> 5);
        // One coefficient alone where there is no leap, or where it would lead over the block's end.
        if (to >= 64 && !isReached(to)) {
          step = stepOver(ac, next);
          to = k + (step >> 5);
          if (step === 0 || (to > 64 && to <= TO_END)) to = -1;
        }
        bit += step & 31;
        k = to;
      }
      if (k < 0 || bit > limit) {
        this.#bit = bit;
        if (k < 0 || !this.ready()) return done;
        bit = this.#bit;
        limit = this.#limit;
      }
    }
    this.#bit = bit;
    return count;
  }

  toMarker(): boolean {
    for (let odd = false; ; this.#read()) {
      odd ||= this.#copy.subarray((this.#bit + 7) >> 3, this.#length).some(isOdd);
      if (this.#atMarker) return odd;
      this.#bit = this.#length * 8;
    }
  }

  passMarker(): void {
    this.#position += 2;
    this.#length = 0;
    this.#bit = 0;
    this.#limit = -1;
    this.#atMarker = false;
  }

  /** Drops what was used of the copy and fills it up. */
  #read(): void {
    const copy = this.#copy;
    const bytes = this.#bytes;
    const capacity = this.#capacity;
    const used = this.#bit >> 3;
    copy.copyWithin(0, used, this.#length);
    let length = this.#length - used;
    let position = this.#position;
    while (length < capacity && position < bytes.length) {
      if (bytes[position] !== 0xff) {
        const ahead = bytes.subarray(position, position + capacity - length);
        const plain = ahead.indexOf(0xff);
        const run = plain < 0 ? ahead : ahead.subarray(0, plain);
        copy.set(run, length);
        length += run.length;
        position += run.length;
        continue;
      }
      const next = bytes[position + 1];
      if (next === 0) {
        copy[length++] = 0xff;
        position += 2;
      } else if (next === 0xff) position++;
      else if (isBogus(next)) {
        this.bogus.push(position);
        position += 2;
      } else break;
    }
    this.#bit &= 7;
    this.#length = length;
    this.#position = position;
    this.#atMarker = length < capacity;
    if (this.#atMarker) copy.fill(0, length, length + LONGEST_BLOCK + 4);
    this.#limit = (this.#atMarker ? length : length - LONGEST_BLOCK) * 8;
  }
}

/** Whether a byte behind 0xff makes no marker that a JPEG file has (ITU-T T.81, table B.1): decoders refuse such files. */
export function isBogus(marker: number | undefined): boolean {
  if (marker === undefined) return false;
  return (
    (marker > 0x01 && marker < 0xc0) ||
    marker === 0xc8 ||
    marker === 0xde ||
    marker === 0xdf ||
    (marker >= 0xf0 && marker <= 0xfd)
  );
}

/** Some encoders fill up the end of a scan with zeros or ones. */
const isOdd = (byte: number) => byte !== 0 && byte !== 0xff;
