import type { BitReader, BlockTables } from './bits';
import type { Component } from './frame';
import type { HuffmanTable } from './huffman';
import { countSet, isSet, mark, nonZeroOf } from './non-zero';

/** What a scan codes of its blocks: coefficients `first` to `last`, bits down to `low`, for the first time or again. */
export interface Band {
  readonly first: number;
  readonly last: number;
  readonly low: number;
  readonly again: boolean;
}

/** One component's part of a progressive scan. */
export interface BlockReader {
  /** Goes over one block's bits; false where they can be no block. */
  read(bits: BitReader, component: Component, block: number): boolean;
  /** A run of empty blocks ends at a restart. */
  restart(): void;
}

/**
 * How the blocks of a component are coded in a scan. Only codes are followed, no coefficient is computed.
 * @returns null where a table is missing
 */
export function blockCoding(
  progressive: boolean,
  band: Band,
  dc: HuffmanTable | undefined,
  ac: HuffmanTable | undefined,
): BlockTables | BlockReader | null {
  if (!progressive) return dc && ac ? { dc, ac } : null;
  if (band.first === 0) {
    if (band.again) return { read: (bits) => bits.take(1) >= 0, restart() {} };
    return dc ? { read: (bits) => skipDc(bits, dc), restart() {} } : null;
  }
  if (!ac) return null;
  return band.again ? new Refinement(band, ac) : new FirstPass(band, ac);
}

function skipDc(bits: BitReader, dc: HuffmanTable): boolean {
  const size = bits.symbol(dc);
  if (size < 0 || size > 15) return false;
  bits.skip(size);
  return true;
}

/** Coefficients of a progressive scan for the first time. */
class FirstPass implements BlockReader {
  #empty = 0;

  constructor(
    private readonly band: Band,
    private readonly ac: HuffmanTable,
  ) {}

  restart(): void {
    this.#empty = 0;
  }

  read(bits: BitReader, component: Component, block: number): boolean {
    if (this.#empty > 0) {
      this.#empty--;
      return true;
    }
    const nonZero = nonZeroOf(component);
    const { last } = this.band;
    for (let k = this.band.first; k <= last; k++) {
      const symbol = bits.symbol(this.ac);
      if (symbol < 0) return false;
      const size = symbol & 15;
      const run = symbol >> 4;
      if (size === 0) {
        if (run !== 15) {
          this.#empty = (1 << run) - 1 + bits.take(run);
          return true;
        }
        k += 15;
        continue;
      }
      k += run;
      if (k > 63) return false;
      bits.skip(size);
      mark(nonZero, block, k);
    }
    return true;
  }
}

/** One more bit of coefficients that a scan before began. */
class Refinement implements BlockReader {
  #empty = 0;

  constructor(
    private readonly band: Band,
    private readonly ac: HuffmanTable,
  ) {}

  restart(): void {
    this.#empty = 0;
  }

  read(bits: BitReader, component: Component, block: number): boolean {
    const nonZero = nonZeroOf(component);
    const low = nonZero.low[block]!;
    const high = nonZero.high[block]!;
    const { last } = this.band;
    let k = this.band.first;
    if (this.#empty === 0) {
      for (; k <= last; k++) {
        const symbol = bits.symbol(this.ac);
        if (symbol < 0) return false;
        const size = symbol & 15;
        let run = symbol >> 4;
        if (size > 1) return false;
        if (size === 0 && run !== 15) {
          this.#empty = (1 << run) + bits.take(run);
          break;
        }
        // One bit for each that is not zero, up to the zero behind the run.
        let more = size;
        for (; k <= last; k++)
          if (isSet(low, high, k)) more++;
          else if (--run < 0) break;
        bits.skip(more);
        if (size === 1) {
          if (k > last) return false;
          mark(nonZero, block, k);
        }
      }
    }
    if (this.#empty > 0) {
      bits.skip(countSet(low, high, k, last));
      this.#empty--;
    }
    return true;
  }
}
