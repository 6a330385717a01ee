import { packedWidth, type Run } from '../../../../index-shards/format';
import { upperTail } from '../normal';

/** One bit of a caption's codes: of which coefficient, and which bit of that code. */
export interface CodeBit {
  readonly coefficient: number;
  readonly shift: number;
}

/** How codes lie in memory. */
export interface Layout {
  /** Weightiest first, eight to a pair of nibbles; those that only fill up are of a coefficient behind all others. */
  readonly bits: readonly CodeBit[];
  /** Pairs of nibbles that the first pass compares. */
  readonly firstPairs: number;
}

/** Bits for each coefficient that a caption is first compared by. */
const FIRST_BITS = 1;

/** Orders the bits of codes by what they weigh: an error of one bit costs the square of its step. */
export function layoutOf(runs: readonly Run[], steps: ArrayLike<number>): Layout {
  const bits: (CodeBit & { readonly weight: number })[] = [];
  let coefficient = 0;
  for (const { bits: width, count } of runs)
    for (const end = coefficient + count; coefficient < end; coefficient++)
      for (let shift = 0; shift < width && steps[coefficient]! > 0; shift++)
        bits.push({ coefficient, shift, weight: steps[coefficient]! * 2 ** shift });
  bits.sort((a, b) => b.weight - a.weight || a.coefficient - b.coefficient);
  const filled: CodeBit[] = bits.map(({ coefficient, shift }) => ({ coefficient, shift }));
  while (filled.length % 8 !== 0 || filled.length === 0)
    filled.push({ coefficient: packedWidth(runs), shift: 0 });
  const pairs = filled.length / 8;
  return { bits: filled, firstPairs: Math.min(pairs, Math.ceil((FIRST_BITS * packedWidth(runs)) / 8)) };
}

/** What the bits of the first pass say of whole codes: on average `code = slope · those bits + intercept`. */
export interface FirstView {
  /** `[packedWidth + 1]`. */
  readonly slope: Float32Array;
  /** `[packedWidth]`. */
  readonly intercept: Float32Array;
}

/** Captions below which the view is taken from the bits' weights rather than learnt. */
export const ENOUGH = 256;

/**
 * Learns from some captions' codes.
 * @param codes `[n, packedWidth]`, a byte each
 */
export function firstView({ bits, firstPairs }: Layout, codes: Uint8Array, width: number): FirstView {
  const masks = new Uint8Array(width + 1);
  const whole = new Uint8Array(width + 1);
  bits.forEach(({ coefficient, shift }, b) => {
    whole[coefficient]! |= 1 << shift;
    if (b < 8 * firstPairs) masks[coefficient]! |= 1 << shift;
  });
  const slope = new Float32Array(width + 1);
  const intercept = new Float32Array(width);
  const count = codes.length / width;
  for (let coefficient = 0; coefficient < width; coefficient++) {
    const mask = masks[coefficient]!;
    let [sum, seen, products, squares] = [0, 0, 0, 0];
    for (let i = coefficient; i < codes.length; i += width) {
      const code = codes[i]!;
      const part = code & mask;
      sum += code;
      seen += part;
      products += code * part;
      squares += part * part;
    }
    const spread = squares - (seen * seen) / count;
    const isLearnt = count >= ENOUGH;
    slope[coefficient] = isLearnt && spread > 0 ? (products - (sum * seen) / count) / spread : 1;
    intercept[coefficient] = isLearnt
      ? (sum - slope[coefficient]! * seen) / count
      : (whole[coefficient]! - mask) / 2;
  }
  return { slope, intercept };
}

/** What comparing candidates by all their codes taught; see `outcome_t` in `fast_scan.hpp`. */
export interface Outcome {
  readonly refined: number;
  /** First score at or below which nothing was compared further; −2 when everything was. */
  readonly cut: number;
  readonly kth: number;
  readonly bias: number;
  readonly deviation: number;
  readonly excess: number;
}

/** Deviations below the k-th best beyond which nothing is looked for, and steps of the sum up to there. */
const DEEP = 12;
const STEPS = 96;

/**
 * Part of the k best that the first pass did not hide, 0–1. First scores are off by a normal error, as learnt from the
 * candidates; below the cut captions grow more by the exponential rate at which candidates grow towards it.
 */
export function firstPassRecall({ refined, cut, kth, bias, deviation, excess }: Outcome, k: number): number {
  if (cut <= -2) return 1;
  if (refined < k || !(deviation > 0) || !(excess > 0)) return 0;
  const step = (DEEP * deviation) / STEPS;
  let missed = 0;
  for (let i = 0; i < STEPS; i++) {
    const depth = (i + 0.5) * step;
    const density = (refined / excess) * Math.exp(depth / excess);
    missed += density * step * upperTail((kth - cut - bias + depth) / deviation);
  }
  return k / (k + missed);
}

/** How likely captions are among the k best by all their codes, given their first scores. */
export function chances(firstScores: Float32Array, { kth, bias, deviation }: Outcome): Float32Array {
  return firstScores.map((first) => (deviation > 0 ? upperTail((kth - first - bias) / deviation) : 1));
}

/** Part of the k best that may stay unread. */
const LEFT = 0.005;
/** Captions that are read when nothing is known of the first pass's error yet. */
const AT_FIRST = 4;

/**
 * How many of the captions whose codes are not in memory are worth reading.
 * @param firstScores falling
 * @param usual what another query taught, for as long as this one has refined too little
 * @param firstKth first score of the k-th best
 */
export function worthReading(
  firstScores: Float32Array,
  outcome: Outcome,
  usual: Outcome | null,
  firstKth: number,
  k: number,
): number {
  const known = outcome.refined >= k ? outcome : usual;
  if (known === null) return Math.min(firstScores.length, AT_FIRST * k);
  const { bias, deviation } = known;
  const kth = Math.max(outcome.kth, firstKth + bias);
  const each = chances(firstScores, { ...known, kth, bias, deviation });
  let left = 0;
  let count = each.length;
  while (count > 0 && left + each[count - 1]! <= LEFT * k) left += each[--count]!;
  return count;
}
