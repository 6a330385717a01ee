import { softmax } from './enrichment';

/** A class in a ranking. */
export interface RankedClass {
  /** Position in the class list. */
  readonly index: number;
  /** Cosine, −1 to 1. */
  readonly score: number;
}

/** Class indices by falling score; equal scores keep the order of the class list. */
export function rank(scores: ArrayLike<number>): RankedClass[] {
  // Numbers are put in order, and made classes then: sorting thousands of objects takes several times as long.
  const order = new Uint32Array(scores.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  order.sort((a, b) => scores[b]! - scores[a]! || a - b);
  const ranking: RankedClass[] = [];
  for (const index of order) ranking.push({ index, score: scores[index]! });
  return ranking;
}

/**
 * softmax(scale·score) over the user's classes, in the order given: a share "relative to your classes", no
 * probability that the photo shows any of them. `scale` is the checkpoint's logit scale (exp t).
 */
export function relativeShares(scores: ArrayLike<number>, scale: number): Float64Array {
  return softmax(scores, 1 / scale);
}

/** Share of the best class minus that of the second, 0–1; 1 for a single class. */
export function margin(shares: ArrayLike<number>): number {
  let first = 0;
  let second = 0;
  for (let i = 0; i < shares.length; i++) {
    const share = shares[i]!;
    if (share > first) [first, second] = [share, first];
    else if (share > second) second = share;
  }
  return first - second;
}
