/**
 * How well a score parts two kinds of photos: the chance that one of `inside` has a higher score than one of `outside`, a tie counting
 * half (area under the ROC curve; Fawcett 2006, section 7). 0.5 is no better than chance.
 * @param inside `[n]`, scores of photos that should be high
 * @param outside `[m]`, scores of photos that should be low
 * @param weightsInside `[n]`, how often each counts, once each where left out; `weightsOutside` `[m]` likewise
 * @returns 0–1; NaN where one kind has no photo
 */
export function auroc(
  inside: ArrayLike<number>,
  outside: ArrayLike<number>,
  weightsInside?: ArrayLike<number>,
  weightsOutside?: ArrayLike<number>,
): number {
  const high = ordered(inside, weightsInside);
  const low = ordered(outside, weightsOutside);
  let below = 0;
  let sum = 0;
  for (let i = 0, j = 0; i < high.length; ) {
    const { score } = high[i]!;
    let here = 0;
    for (; i < high.length && high[i]!.score === score; i++) here += high[i]!.weight;
    while (j < low.length && low[j]!.score < score) below += low[j++]!.weight;
    let equal = 0;
    for (; j < low.length && low[j]!.score === score; j++) equal += low[j]!.weight;
    sum += here * (below + equal / 2);
    below += equal;
  }
  return sum / (total(high) * total(low));
}

/** A score that keeps photos, and what it lets through. */
export interface FalseAlarms {
  /** Photos at or above it are kept. */
  readonly threshold: number;
  /** Part of the photos of something else that are kept too, 0–1. */
  readonly rate: number;
}

/**
 * False alarms where `kept` of the photos inside are kept: FPR at that TPR, as out-of-distribution detection reports it at 95 %
 * (Hendrycks and Gimpel, ICLR 2017, and after). A weighted photo counts as so many.
 * @param inside `[n]` and `outside` `[m]`, as for `auroc`
 * @param kept part of the photos inside that must be kept, 0–1
 * @returns NaN as the rate where there is no photo outside; a threshold of −∞, which keeps all, where none is inside
 */
export function falseAlarmsAt(
  inside: ArrayLike<number>,
  outside: ArrayLike<number>,
  kept = 0.95,
  weightsInside?: ArrayLike<number>,
  weightsOutside?: ArrayLike<number>,
): FalseAlarms {
  const high = ordered(inside, weightsInside);
  // The highest threshold that still keeps as many as asked for.
  const mayGo = (1 - kept) * total(high) * (1 + 1e-12);
  let gone = 0;
  let threshold = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < high.length; ) {
    threshold = high[i]!.score;
    let equal = 0;
    for (; i < high.length && high[i]!.score === threshold; i++) equal += high[i]!.weight;
    gone += equal;
    if (gone > mayGo) break;
  }
  const low = ordered(outside, weightsOutside);
  const through = total(low.filter(({ score }) => score >= threshold));
  return { threshold, rate: through / total(low) };
}

interface Weighted {
  readonly score: number;
  readonly weight: number;
}

/** By rising score, without those that do not count. */
function ordered(scores: ArrayLike<number>, weights?: ArrayLike<number>): Weighted[] {
  return Array.from(scores, (score, i) => ({ score, weight: weights === undefined ? 1 : weights[i]! }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => a.score - b.score);
}

const total = (photos: readonly Weighted[]) => photos.reduce((sum, { weight }) => sum + weight, 0);
