/** Lists that make one shard. */
export interface ShardPlan {
  readonly firstList: number;
  readonly lists: number;
}

/** Cuts lists, in order, into runs of about equal bytes, none above `most` unless it is a single list. */
export function planShards(bytes: readonly number[], most: number): ShardPlan[] {
  const total = bytes.reduce((sum, its) => sum + its, 0);
  const share = total / Math.ceil(total / most);
  const plans: { firstList: number; lists: number }[] = [];
  let filled = Infinity;
  bytes.forEach((its, list) => {
    if (filled + its / 2 > share || filled + its > most) {
      plans.push({ firstList: list, lists: 0 });
      filled = 0;
    }
    plans.at(-1)!.lists++;
    filled += its;
  });
  return plans;
}
