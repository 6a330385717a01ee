import { seeded } from '../random.ts';

/** Lower and upper end of an interval. */
export type Interval = readonly [low: number, high: number];

/**
 * Means of resamples of the rows, with replacement (Efron 1979). Every resample takes the same rows of all columns, so means of two
 * columns may be subtracted: a paired comparison.
 * @param columns `[columns][n]`
 * @returns `[columns][resamples]`; the same seed gives the same resamples
 */
export function bootstrapMeans(
  columns: readonly ArrayLike<number>[],
  seed: string,
  resamples = 1000,
): Float64Array[] {
  const n = columns[0]?.length ?? 0;
  const random = seeded('bootstrap', seed);
  const means = columns.map(() => new Float64Array(resamples));
  const taken = new Int32Array(n);
  for (let resample = 0; resample < resamples; resample++) {
    for (let i = 0; i < n; i++) taken[i] = Math.floor(random.next() * n);
    for (const [c, column] of columns.entries()) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += column[taken[i]!]!;
      means[c]![resample] = n > 0 ? sum / n : 0;
    }
  }
  return means;
}

/** The middle `level` of the values (a percentile interval). */
export function middle(values: Float64Array, level = 0.95): Interval {
  const sorted = values.slice().sort();
  const at = (part: number) => sorted[Math.round(part * (sorted.length - 1))] ?? 0;
  return [at((1 - level) / 2), at((1 + level) / 2)];
}
