import type { HuffmanTable, ScanBits } from './bits';
import type { Component } from './frame';

/** What a scan codes of its blocks: coefficients `first` to `last`, bits down to `low`, for the first time or again. */
export interface Band {
  readonly first: number;
  readonly last: number;
  readonly low: number;
  readonly again: boolean;
}

/** Goes over one block's bits; false where they can be no block. */
export type ReadBlock = (bits: ScanBits, component: Component, block: number) => boolean;

/** One component's part of a scan. */
export interface BlockReader {
  read: ReadBlock;
  /** A run of empty blocks ends at a restart. */
  restart(): void;
}

/**
 * How the blocks of a component are coded in a scan. Only codes are followed, no coefficient is computed.
 * @returns null where a table is missing
 */
export function blockReader(
  progressive: boolean,
  band: Band,
  dc: HuffmanTable | undefined,
  ac: HuffmanTable | undefined,
): BlockReader | null {
  if (!progressive) return dc && ac ? { read: sequential(dc, ac), restart() {} } : null;
  if (band.first === 0) {
    if (band.again) return { read: (bits) => bits.take(1) >= 0, restart() {} };
    return dc ? { read: (bits) => skipDc(bits, dc), restart() {} } : null;
  }
  if (!ac) return null;
  return band.again ? new Refinement(band, ac) : new FirstPass(band, ac);
}

function skipDc(bits: ScanBits, dc: HuffmanTable): boolean {
  const size = bits.symbol(dc);
  if (size < 0 || size > 15) return false;
  bits.take(size);
  return true;
}

const sequential =
  (dc: HuffmanTable, ac: HuffmanTable): ReadBlock =>
  (bits) =>
    skipDc(bits, dc) && bits.skipCoefficients(ac);

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

  read(bits: ScanBits, component: Component, block: number): boolean {
    if (this.#empty > 0) {
      this.#empty--;
      return true;
    }
    for (let k = this.band.first; k <= this.band.last; k++) {
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
      bits.take(size);
      markNonZero(component, block, k);
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

  read(bits: ScanBits, component: Component, block: number): boolean {
    let k = this.band.first;
    const { last } = this.band;
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
        if (size === 1) bits.take(1);
        for (; k <= last; k++)
          if (isNonZero(component, block, k)) bits.take(1);
          else if (--run < 0) break;
        if (size === 1) {
          if (k > last) return false;
          markNonZero(component, block, k);
        }
      }
    }
    if (this.#empty > 0) {
      for (; k <= last; k++) if (isNonZero(component, block, k)) bits.take(1);
      this.#empty--;
    }
    return true;
  }
}

function nonZeroOf(component: Component) {
  const blocks = component.blocksWide * component.blocksHigh;
  component.nonZero ??= { low: new Uint32Array(blocks), high: new Uint32Array(blocks) };
  return component.nonZero;
}

function markNonZero(component: Component, block: number, k: number): void {
  const { low, high } = nonZeroOf(component);
  if (k < 32) low[block]! |= 1 << k;
  else high[block]! |= 1 << (k - 32);
}

function isNonZero(component: Component, block: number, k: number): boolean {
  const { low, high } = nonZeroOf(component);
  return k < 32 ? (low[block]! & (1 << k)) !== 0 : (high[block]! & (1 << (k - 32))) !== 0;
}
