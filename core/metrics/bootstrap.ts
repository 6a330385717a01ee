/** Lower and upper end of an interval. */
export type Interval = readonly [low: number, high: number];

/**
 * Resamples of whole groups, with replacement (Efron 1979; for groups, Field and Welsh 2007): photos of one thing go together, since they
 * are right or wrong together. Figures of several methods taken from the same resample may be subtracted: a paired comparison.
 * @param groups `[n]`, the group of each photo, any numbers; a photo of its own is a group of its own
 * @param random uniform in [0, 1)
 * @yields how often each photo counts, `[n]`
 */
export function* groupResamples(
  groups: ArrayLike<number>,
  random: () => number,
  resamples = 1000,
): Generator<Int32Array, void, undefined> {
  const places = new Map<number, number>();
  const groupOf = Int32Array.from(groups, (group) => {
    if (!places.has(group)) places.set(group, places.size);
    return places.get(group)!;
  });
  const count = places.size;
  const taken = new Int32Array(count);
  for (let resample = 0; resample < resamples; resample++) {
    taken.fill(0);
    for (let i = 0; i < count; i++) taken[Math.floor(random() * count)]! += 1;
    const weights = new Int32Array(groupOf.length);
    for (let i = 0; i < weights.length; i++) weights[i] = taken[groupOf[i]!]!;
    yield weights;
  }
}

/**
 * The middle `level` of a figure's resamples, moved by what their mean differs from the figure (Efron's estimate of the bias): resamples
 * have a calibration error above that of the photos, as repeated photos make its bins coarser.
 * @param resampled `[resamples]`, the figure in each
 * @param within bounds of the figure, which the interval is cut to
 */
export function bootstrapInterval(
  resampled: Float64Array,
  figure: number,
  within: Interval = [0, 1],
  level = 0.95,
): Interval {
  if (resampled.length === 0) return [figure, figure];
  const sorted = resampled.slice().sort();
  const bias = sorted.reduce((sum, value) => sum + value, 0) / sorted.length - figure;
  const at = (part: number) => {
    const value = sorted[Math.round(part * (sorted.length - 1))]! - bias;
    return Math.min(within[1], Math.max(within[0], value));
  };
  return [Math.min(figure, at((1 - level) / 2)), Math.max(figure, at((1 + level) / 2))];
}
