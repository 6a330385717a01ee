/** Parts of a cross-validation. */
const TUNING_FOLDS = 5;

/**
 * Deals whole groups out to the parts of a cross-validation, so that photos of one thing never stand on both sides of it; the
 * groups of each class (that of a group's first photo) by turns, so that the parts hold about the same classes.
 * @param groups `[n]`, the group of each photo, any numbers
 * @param labels `[n]`
 * @param random uniform in [0, 1)
 * @returns `[n]`, 0 to `count` − 1; fewer parts where there are fewer groups
 */
export function groupFolds(
  groups: ArrayLike<number>,
  labels: ArrayLike<number>,
  random: () => number,
  count = TUNING_FOLDS,
): Int32Array {
  const classOf = new Map<number, number>();
  for (let i = 0; i < groups.length; i++) if (!classOf.has(groups[i]!)) classOf.set(groups[i]!, labels[i]!);
  const parts = Math.min(count, classOf.size);
  const order = [...classOf.keys()].map((group) => ({ group, key: random() }));
  // By class, and within a class by chance; dealing goes on from one class to the next, so that no part gets all the rests.
  order.sort((a, b) => classOf.get(a.group)! - classOf.get(b.group)! || a.key - b.key);
  const foldOf = new Map(order.map(({ group }, place) => [group, place % Math.max(1, parts)]));
  return Int32Array.from(groups, (group) => foldOf.get(group)!);
}
