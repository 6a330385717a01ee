/** Codes of at most this many bits are found in one step. */
const LOOKAHEAD = 9;

/** A Huffman table of a JPEG file, as DHT writes it. */
export interface HuffmanTable {
  /** By the next nine bits: length of the code << 8 | symbol; 0 for longer codes and for none. */
  readonly short: Uint16Array;
  /**
   * The same for coefficients, with the bits that follow the code: how far the place moves << 5 | all these bits. The end
   * of a block moves beyond it.
   */
  readonly step: Uint16Array;
  /** By length of the code: the largest code, −1 where there is none, and where its symbols begin, less its first code. */
  readonly largest: Int32Array;
  readonly offset: Int32Array;
  readonly symbols: Uint8Array;
}

/** @returns null where the lengths fit no prefix code */
export function huffmanTable(lengths: Uint8Array, symbols: Uint8Array): HuffmanTable | null {
  const short = new Uint16Array(1 << LOOKAHEAD);
  const step = new Uint16Array(1 << LOOKAHEAD);
  const largest = new Int32Array(17).fill(-1);
  const offset = new Int32Array(17);
  let code = 0;
  let at = 0;
  for (let length = 1; length <= 16; length++) {
    const count = lengths[length - 1]!;
    if (code + count > 1 << length) return null;
    offset[length] = at - code;
    if (count > 0) largest[length] = code + count - 1;
    for (let i = 0; i < count; i++, code++, at++)
      if (length <= LOOKAHEAD) {
        const from = code << (LOOKAHEAD - length);
        const to = (code + 1) << (LOOKAHEAD - length);
        short.fill((length << 8) | symbols[at]!, from, to);
        step.fill((moveOf(symbols[at]!) << 5) | (length + (symbols[at]! & 15)), from, to);
      }
    code <<= 1;
  }
  return { short, step, largest, offset, symbols };
}

/** Moves beyond the block: nothing but zeros follows. */
const TO_END = 128;

/** How far a coefficient's symbol moves the place in the block. */
const moveOf = (symbol: number): number =>
  (symbol & 15) === 0 && symbol !== 0xf0 ? TO_END : (symbol >> 4) + 1;

/**
 * Reads the bits of a scan: stuffed zeros are left out, and a marker or the file's end stops it. Behind these there are
 * zeros, as decoders read them; `starved` says that some were used.
 */
export class ScanBits {
  #bits = 0;
  #count = 0;
  /** Zeros that were put behind the data. */
  #padding = 0;
  /** Where bytes stand that look like a marker and are none: a changed bit makes them. They are passed over. */
  readonly bogus: number[] = [];

  /** @param position the scan's first byte */
  constructor(
    readonly bytes: Uint8Array,
    public position: number,
  ) {}

  /** Whether bits were asked for that the data do not have. */
  get starved(): boolean {
    return this.#padding > this.#count;
  }

  /** A symbol; −1 for a code that the table does not have. */
  symbol(table: HuffmanTable): number {
    if (this.#count < 16) this.#fill();
    const found = table.short[(this.#bits >>> (this.#count - LOOKAHEAD)) & ((1 << LOOKAHEAD) - 1)]!;
    if (found !== 0) {
      this.#count -= found >> 8;
      return found & 0xff;
    }
    for (let length = LOOKAHEAD + 1; length <= 16; length++) {
      const code = (this.#bits >>> (this.#count - length)) & ((1 << length) - 1);
      if (code > table.largest[length]!) continue;
      this.#count -= length;
      return table.symbols[code + table.offset[length]!] ?? -1;
    }
    return -1;
  }

  /** The next bits as a number. @param count 0–16 */
  take(count: number): number {
    if (this.#count < count) this.#fill();
    this.#count -= count;
    return (this.#bits >>> this.#count) & ((1 << count) - 1);
  }

  /** Goes over the coefficients of a block behind its first; false where they can be none. */
  skipCoefficients(table: HuffmanTable): boolean {
    const { step } = table;
    let k = 1;
    while (k < 64) {
      if (this.#count < 25) this.#fill();
      // Copies: a field is slower to change, and this loop takes most of the time.
      const bits = this.#bits;
      let count = this.#count;
      while (k < 64 && count > 24) {
        const found = step[(bits >>> (count - LOOKAHEAD)) & ((1 << LOOKAHEAD) - 1)]!;
        if (found === 0) break;
        count -= found & 31;
        k += found >> 5;
      }
      if (k >= 64 || count <= 24) {
        this.#count = count;
        continue;
      }
      this.#count = count;
      const symbol = this.symbol(table);
      if (symbol < 0) return false;
      this.take(symbol & 15);
      k += moveOf(symbol);
    }
    return k === 64 || k > TO_END;
  }

  /** Drops what is left of the byte and whatever stands before the next marker; says whether that was more than padding. */
  toMarker(): boolean {
    const whole = Math.max(0, this.#count - this.#padding) >> 3;
    let odd = false;
    for (let i = 0; i < whole; i++) odd ||= isOdd((this.#bits >>> (this.#padding + i * 8)) & 0xff);
    this.#bits = 0;
    this.#count = 0;
    this.#padding = 0;
    const { bytes } = this;
    for (; this.position < bytes.length; this.position++) {
      const byte = bytes[this.position]!;
      const next = bytes[this.position + 1];
      if (byte === 0xff && next !== 0 && next !== 0xff) {
        if (!isBogus(next)) break;
        this.bogus.push(this.position++);
        continue;
      }
      odd ||= isOdd(byte);
    }
    return odd;
  }

  /** At least 25 bits, zeros where the data have ended. */
  #fill(): void {
    const { bytes } = this;
    while (this.#count <= 24) {
      let byte = bytes[this.position];
      if (byte === 0xff) {
        const next = bytes[this.position + 1];
        if (next === 0) this.position += 2;
        else if (next === 0xff) {
          this.position++;
          continue;
        } else if (isBogus(next)) {
          this.bogus.push(this.position);
          this.position += 2;
          continue;
        } else byte = undefined;
      } else if (byte !== undefined) this.position++;
      if (byte === undefined) this.#padding += 8;
      this.#bits = ((this.#bits << 8) | (byte ?? 0)) >>> 0;
      this.#count += 8;
    }
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
