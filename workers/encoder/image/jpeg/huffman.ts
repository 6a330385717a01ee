/** Codes of at most this many bits are found in one look. */
const SHORT = 9;
/** So many bits are looked at to go over several coefficients at once. */
export const LEAP = 12;
/** What the end of a block moves the place in the block by: nothing but zeros follows. */
export const TO_END = 128;
/** A move beyond the block that is no end of a block: marks entries that are no leap. */
const NOWHERE = 64;
const NOT_MADE = NOWHERE << 5;
const NO_LEAP = NOT_MADE | 1;

/** A Huffman table of a JPEG file, as DHT writes it. */
export interface HuffmanTable {
  /** By the next nine bits: length of the code << 8 | symbol; 0 for longer codes and for none. */
  readonly short: Uint16Array;
  /** By length of the code: the largest code, −1 where there is none, and where its symbols begin, less its first code. */
  readonly largest: Int32Array;
  readonly offset: Int32Array;
  readonly symbols: Uint8Array;
  /**
   * By the next `LEAP` bits: the steps, as of `stepOver`, over all coefficients whose codes are within these bits, up to
   * the block's end, in one sum. Where that leads beyond the block, `isReached` says that it does not hold. Entries are
   * made when they are first met: a small picture needs few.
   */
  readonly leaps: Uint16Array;
}

/** @returns null where the lengths fit no prefix code */
export function huffmanTable(lengths: Uint8Array, symbols: Uint8Array): HuffmanTable | null {
  const short = new Uint16Array(1 << SHORT);
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
      if (length <= SHORT)
        short.fill((length << 8) | symbols[at]!, code << (SHORT - length), (code + 1) << (SHORT - length));
    code <<= 1;
  }
  return { short, largest, offset, symbols, leaps: new Uint16Array(1 << LEAP).fill(NOT_MADE) };
}

/**
 * The code that comes next: its length << 8 | its symbol; 0 where the table has none.
 * @param next the next bits, 16 or more, from the highest of 32 on
 */
export function findCode(table: HuffmanTable, next: number): number {
  return table.short[next >>> (32 - SHORT)]! || findLongCode(table, next);
}

function findLongCode({ largest, offset, symbols }: HuffmanTable, next: number): number {
  for (let length = SHORT + 1; length <= 16; length++) {
    const code = next >>> (32 - length);
    if (code <= largest[length]!) return (length << 8) | symbols[code + offset[length]!]!;
  }
  return 0;
}

/**
 * The step over one coefficient: how far the place in the block moves << 5 | how many bits its code and those behind it
 * take; 0 where the table has no such code. Makes the leap from here if it was not met before.
 * @param next as for `findCode`
 */
export function stepOver(table: HuffmanTable, next: number): number {
  const index = next >>> (32 - LEAP);
  if (table.leaps[index] === NOT_MADE) table.leaps[index] = leapOver(table, index);
  const found = findCode(table, next);
  return found === 0 ? 0 : (moveOf(found & 0xff) << 5) | ((found >> 8) + (found & 15));
}

/** How far a coefficient's symbol moves the place in the block. */
const moveOf = (symbol: number): number =>
  (symbol & 15) === 0 && symbol !== 0xf0 ? TO_END : (symbol >> 4) + 1;

function leapOver(table: HuffmanTable, index: number): number {
  let move = 0;
  let used = 0;
  while (used < LEAP && move < TO_END) {
    const found = findCode(table, index << (32 - LEAP + used));
    const length = found >> 8;
    const further = moveOf(found & 0xff);
    // A sum of other moves than the end's stays below NOWHERE, and so apart from the end's.
    if (found === 0 || used + length > LEAP || (further < TO_END && move + further >= NOWHERE)) break;
    move += further;
    used += length + (found & 15);
  }
  return move > 0 ? (move << 5) | used : NO_LEAP;
}

/**
 * Whether a leap may lead to this place behind 63. A block that ends by its last coefficient ends at 64; the end of a block
 * leads beyond `TO_END`, by as many places as stand before it: if they were 64, the block had ended already.
 */
export const isReached = (place: number): boolean => place === 64 || (place > TO_END && place < TO_END + 64);
