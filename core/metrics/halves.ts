/**
 * Which classes are in the head: those with more captions (or training photos) than the others, as near to half of the
 * classes as ties allow; classes with as many are in the same half.
 * @param counts of each class
 * @returns `[classes]`, true for the head; null where all classes have as many
 */
export function headOf(counts: readonly number[]): readonly boolean[] | null {
  const order = counts.toSorted((a, b) => b - a);
  let [least, distance] = [Number.NaN, Number.POSITIVE_INFINITY];
  for (let size = 1; size < order.length; size++) {
    if (order[size - 1] === order[size]) continue;
    const own = Math.abs(size - order.length / 2);
    if (own < distance) [least, distance] = [order[size - 1]!, own];
  }
  return Number.isNaN(least) ? null : counts.map((count) => count >= least);
}
