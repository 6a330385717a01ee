import { packedBytes, RUN_UNIT, type Run } from '../../format';

/** Mean squared error and best step of a uniform quantiser with an even number of levels, for a normal variable of variance 1, by bits (Max 1960, table II). */
export const QUANTISER: Readonly<Record<Run['bits'], { readonly error: number; readonly step: number }>> = {
  1: { error: 0.3634, step: 1.596 },
  2: { error: 0.1188, step: 0.9957 },
  3: { error: 0.03744, step: 0.586 },
  4: { error: 0.01154, step: 0.3352 },
  7: { error: 0.000304, step: 0.0569 },
};

/** Bits in falling order: the coefficients with most variance come first. */
const BITS = [7, 4, 3, 2, 1] as const;

/**
 * The runs, of at most `bytes` bytes, that leave the least error in coefficients of the given variances.
 * @param variances falling; what lies beyond the last run is left out
 * @throws RangeError when not even one run fits.
 */
export function allocateBits(variances: ArrayLike<number>, bytes: number): Run[] {
  // sums[i]: variance of the first i coefficients. A run may reach past the end, where there is nothing to code.
  const reach = Math.ceil(variances.length / 128) * 128;
  const sums = new Float64Array(reach + 1);
  for (let i = 0; i < reach; i++) sums[i + 1] = sums[i]! + (variances[i] ?? 0);
  let best: Run[] = [];
  let least = Infinity;
  const extend = (level: number, runs: Run[], start: number, left: number, error: number): void => {
    const total = error + sums[reach]! - sums[start]!;
    if (total < least && runs.length > 0) [best, least] = [[...runs], total];
    if (level === BITS.length) return;
    const bits = BITS[level]!;
    const unit = RUN_UNIT[bits];
    const unitBytes = packedBytes([{ bits, count: unit }]);
    for (let count = 0; start + count <= reach && (count / unit) * unitBytes <= left; count += unit) {
      const its = QUANTISER[bits].error * (sums[start + count]! - sums[start]!);
      const next = count === 0 ? runs : [...runs, { bits, count }];
      extend(level + 1, next, start + count, left - (count / unit) * unitBytes, error + its);
    }
  };
  extend(0, [], 0, bytes, 0);
  if (best.length === 0) throw new RangeError(`${bytes} bytes hold no coefficients`);
  return best;
}
