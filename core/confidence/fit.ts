import type { Output } from '../methods/method';
import { expectedCalibrationError, reliabilityBins } from '../metrics';

/** A photo whose class is known, as a method scored it. */
export interface ScoredPhoto {
  /** The method's scores of all classes, `[C]`, in any order. */
  readonly scores: ArrayLike<number>;
  /** Whether the best class is the photo's. */
  readonly right: boolean;
}

/** A scale fitted to photos. */
export interface Fit {
  readonly scale: number;
  /** Expected calibration error of the answers' shares at that scale, 0–1. */
  readonly ece: number;
}

/** How far around the start is looked: 64 times less to 64 times more covers all that checkpoints and methods were seen to need. */
const FARTHEST = 64;
const COARSE = 1.2;
const FINE = 1.02;

/**
 * The scale at which the answers' shares are right as often as they say: the one with the least log loss of "the answer is right" among
 * photos whose class is known (Guo et al., ICML 2017, section 4.2, for the answer alone, so that the true class need not be in the
 * ranking). Log loss and not the calibration error is made least because it has one minimum, also with few photos; the error at that scale comes with it.
 * @param start where the search begins: the scale that holds without a fit, above 0
 * @param farthest how many times less and more is looked at; 1 judges `start` alone
 * @returns null where the photos cannot say: none, or all right, or all wrong
 */
export function fitScale(
  output: Output,
  photos: readonly ScoredPhoto[],
  start: number,
  farthest = FARTHEST,
): Fit | null {
  const right = photos.map((photo) => photo.right);
  if (!right.includes(true) || !right.includes(false)) return null;
  const gaps = photos.map(({ scores }) => gapsOf(output, scores));
  const lossAt = (scale: number) => logLoss(answerShares(gaps, scale), right);
  const coarse = leastOf(lossAt, start / farthest, start * farthest, COARSE);
  const scale = farthest > 1 ? leastOf(lossAt, coarse / COARSE, coarse * COARSE, FINE) : start;
  return { scale, ece: expectedCalibrationError(reliabilityBins(answerShares(gaps, scale), right)) };
}

/** How far each score lies below the best, in the units that a scale multiplies, `[C]`. */
function gapsOf(output: Output, scores: ArrayLike<number>): Float64Array {
  const plain = output === 'cosine' || output === 'logit';
  const values = Float64Array.from(scores, (score) => (plain ? score : Math.log(Math.max(0, score))));
  const best = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  // Where everything is 0 all are as good as the best.
  return values.map((value) => (value === best ? 0 : best - value));
}

/** Share of the best class of each photo, `[n]`, 0–1. */
function answerShares(gaps: readonly Float64Array[], scale: number): Float64Array {
  return Float64Array.from(gaps, (of) => {
    let sum = 0;
    for (let c = 0; c < of.length; c++) sum += Math.exp(-scale * of[c]!);
    return 1 / sum;
  });
}

/** Mean −log of what the shares gave to how it was, in nats. */
function logLoss(shares: Float64Array, right: readonly boolean[]): number {
  let sum = 0;
  for (let i = 0; i < shares.length; i++) {
    const given = right[i] ? shares[i]! : 1 - shares[i]!;
    // A share rounded to 1 would make one wrong answer outweigh all others.
    sum -= Math.log(Math.max(given, 1e-12));
  }
  return sum / Math.max(1, shares.length);
}

function leastOf(loss: (scale: number) => number, from: number, to: number, step: number): number {
  let best = from;
  let least = Number.POSITIVE_INFINITY;
  for (let scale = from; scale <= to * (1 + 1e-9); scale *= step) {
    const now = loss(scale);
    if (now < least) [best, least] = [scale, now];
  }
  return best;
}
