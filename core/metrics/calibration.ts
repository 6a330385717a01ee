/** Photos whose shares lie between `low` and `high`: one bar of a reliability plot. */
export interface ReliabilityBin {
  readonly low: number;
  readonly high: number;
  /** Photos, each as often as it counts. */
  readonly count: number;
  /** Mean share of the answer, 0–1; 0 in an empty bin. */
  readonly share: number;
  /** Part of the answers that are right, 0–1; 0 in an empty bin. */
  readonly accuracy: number;
}

/** Bins of Guo et al. (ICML 2017). */
export const CALIBRATION_BINS = 15;

/**
 * Photos by the share of their answer, in bins of equal width: (0, 1/M], (1/M, 2/M], … (Guo et al. 2017, section 2).
 * @param shares `[n]`, share of the best class, 0–1
 * @param right `[n]`, 1 or true where the answer is right
 * @param weights `[n]`, how often each photo counts; once each where left out
 */
export function reliabilityBins(
  shares: ArrayLike<number>,
  right: ArrayLike<number | boolean>,
  bins = CALIBRATION_BINS,
  weights?: ArrayLike<number>,
): ReliabilityBin[] {
  const counts = new Float64Array(bins);
  const sums = new Float64Array(bins);
  const hits = new Float64Array(bins);
  for (let i = 0; i < shares.length; i++) {
    const weight = weights === undefined ? 1 : weights[i]!;
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(shares[i]! * bins) - 1));
    counts[bin]! += weight;
    sums[bin]! += weight * shares[i]!;
    if (right[i]) hits[bin]! += weight;
  }
  return Array.from(counts, (count, bin) => ({
    low: bin / bins,
    high: (bin + 1) / bins,
    count,
    share: count > 0 ? sums[bin]! / count : 0,
    accuracy: count > 0 ? hits[bin]! / count : 0,
  }));
}

/**
 * Expected calibration error, 0–1: Σ (count / all)·|accuracy − share| over the bins (Guo et al. 2017, eq. 3); 0 where there is no photo.
 */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  const all = bins.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return 0;
  return bins.reduce(
    (sum, { count, accuracy, share }) => sum + (count / all) * Math.abs(accuracy - share),
    0,
  );
}
