import { expectedAbove, type ScoreModel } from '../coarse-search';
import type { Shares } from './choose-shards';

/** Lists that are looked at first where nothing can be learnt. */
const AT_FIRST = 4;
/** Halvings of the range in which the k-th best score lies. */
const HALVINGS = 30;

/** Shares of shards in what lists bring. @param brings nearest first; null where nothing says */
export function sharesOf(
  order: Uint32Array,
  brings: readonly number[] | null,
  shardOf: (list: number) => number,
): Shares {
  const its = brings ?? new Array<number>(Math.min(AT_FIRST, order.length)).fill(1);
  const total = its.reduce((sum, one) => sum + one, 0);
  const shares = new Map<number, number>();
  its.forEach((one, i) => {
    const shard = shardOf(order[i]!);
    shares.set(shard, (shares.get(shard) ?? 0) + one / total);
  });
  return shares;
}

/**
 * How many of the k best each list is expected to hold, nearest first, as far as lists bring anything.
 * @param order lists, nearest first
 * @param least a score that the k-th best has at least
 */
export function bringsOf(
  order: Uint32Array,
  closeness: Float32Array,
  sizes: Uint32Array,
  k: number,
  model: ScoreModel,
  least = -1,
): number[] {
  const kth = Math.max(least, kthOf(order, closeness, sizes, k, model));
  const brings: number[] = [];
  for (const list of order) {
    const its = expectedAbove(kth, model, closeness[list]!, sizes[list]!);
    // Closeness falls along the order, and with it what a list can bring.
    if (its === 0) break;
    brings.push(its);
  }
  return brings;
}

/**
 * How a query's scores follow from closeness, by lists that it was compared with; null where they say nothing.
 * @param outcomes sum of the scores and of their squares for each list, `[lists.length, 2]`
 * @param margin factor on the spread of scores within a list
 */
export function modelOf(
  lists: ArrayLike<number>,
  outcomes: ArrayLike<number>,
  closeness: Float32Array,
  sizes: Uint32Array,
  margin: number,
): ScoreModel | null {
  let [captions, products, squares, within] = [0, 0, 0, 0];
  for (let i = 0; i < lists.length; i++) {
    const list = lists[i]!;
    const [sum, its] = [outcomes[2 * i]!, outcomes[2 * i + 1]!];
    const count = sizes[list]!;
    captions += count;
    products += sum * closeness[list]!;
    squares += count * closeness[list]! ** 2;
    within += Math.max(0, its - (sum * sum) / count);
  }
  const spread = margin * Math.sqrt(within / Math.max(1, captions - lists.length));
  return spread > 0 && squares > 0 ? { unit: products / squares, spread } : null;
}

/** The score above which k captions are expected, under a model of the scores. */
function kthOf(
  order: Uint32Array,
  closeness: Float32Array,
  sizes: Uint32Array,
  k: number,
  model: ScoreModel,
): number {
  const expected = (score: number) => {
    let sum = 0;
    for (const list of order) {
      const its = expectedAbove(score, model, closeness[list]!, sizes[list]!);
      if (its === 0) break;
      sum += its;
    }
    return sum;
  };
  const mean = (list: number) => model.unit * closeness[list]!;
  let high = Math.max(mean(order[0]!), mean(order.at(-1)!)) + 6 * model.spread;
  let low = Math.min(mean(order[0]!), mean(order.at(-1)!)) - 6 * model.spread;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (expected(middle) > k) low = middle;
    else high = middle;
  }
  return low;
}
