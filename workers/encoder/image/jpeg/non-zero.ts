import type { Component, NonZero } from './frame';

/** Those of a component; none at first. */
export function nonZeroOf(component: Component): NonZero {
  const blocks = component.blocksWide * component.blocksHigh;
  component.nonZero ??= { low: new Uint32Array(blocks), high: new Uint32Array(blocks) };
  return component.nonZero;
}

// Shifts take their count modulo 32: the high coefficients need none of their own.

/** Adds coefficient `k` of a block. */
export function mark({ low, high }: NonZero, block: number, k: number): void {
  if (k < 32) low[block]! |= 1 << k;
  else high[block]! |= 1 << k;
}

/** Whether bit `k` of a low and a high word is set. */
export const isSet = (low: number, high: number, k: number): boolean =>
  (((k < 32 ? low : high) >>> k) & 1) === 1;

/** How many of bits `from` to `to` of a low and a high word are set. @param from at most 64; none are where it is behind `to` */
export const countSet = (low: number, high: number, from: number, to: number): number =>
  ones(low & span(from, to)) + ones(high & span(from - 32, to - 32));

/** The bits `from` to `to` of a word, as far as it has them. */
const span = (from: number, to: number): number =>
  from > 31 || to < 0 ? 0 : (-1 << Math.max(from, 0)) & (-1 >>> (31 - Math.min(to, 31)));

/** How many bits of a word are set: counted by pairs, fours and bytes, all of them at once. */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
