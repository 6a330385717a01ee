import { type Embeddings, row } from '../../../../core';
import { Pins } from '../../cache/pins';
import type { Residency } from '../../cache/residency';
import type { StoredFiles } from '../../cache/stored-files';
import type { Scan } from '../../kernels';
import { CoarseSearch, expectedAbove, neededOf, type ScoreModel } from '../coarse-search';
import { compareLists } from '../compare-lists';
import { rankAll } from '../list-ranking';
import { planSearch } from '../search-plan';

/** What queries need of an index to find what they would find in all of it. */
export interface ListNeed {
  /** Numbers of the shards that hold it, rising; those that are here among them. */
  readonly shards: readonly number[];
  /** Part of the k best in the whole index that is expected to be found with these shards, 0–1, the queries' mean. */
  readonly expectedRecall: number;
  /** Whether the queries were followed to their end: all of the shards are here then. */
  readonly isFollowed: boolean;
}

/** Lists that are here with which a query is compared to learn how scores follow from closeness. */
const LEARN_BY = 16;
/** Halvings of the range in which the k-th best score lies. */
const HALVINGS = 30;

/** A query's way through the lists of the whole index, as far as they are here. */
interface Way {
  readonly scan: Scan;
  readonly coarse: CoarseSearch;
  /** All lists that are not empty, nearest first. */
  readonly order: Uint32Array;
  readonly closeness: Float32Array;
}

/**
 * Follows each query through the lists of the whole index, nearest first, until so large a part of its k best is expected
 * to have been seen. Where a list is not here the way ends, and how far it would have gone is reckoned: by what the query
 * has seen, or by how captions lie in the lists that are here. Once what is missing has come, another call goes on.
 * @param queries `[n, d]`, normalised
 * @param files how what left memory is read again; null where nothing did
 * @returns null while the router is not here
 * @throws FernglassError as `planSearch`
 */
export async function listNeed(
  index: Residency,
  queries: Embeddings,
  k: number,
  files: StoredFiles | null,
): Promise<ListNeed | null> {
  const { layout, manifest, router } = index;
  const { enough, margin } = planSearch(index, queries, k, undefined);
  if (router === null) return null;
  const sizes = router.listSizes;
  const lists = Uint32Array.from(sizes.keys()).filter((list) => sizes[list]! > 0);
  const wanted = Math.min(k, manifest.captions);
  const isHere = (list: number) => index.hasShard(layout.ofList(list));
  const pins = new Pins(index, files);
  const needed = new Set<number>();
  let recall = 0;
  let isFollowed = true;
  const scanner = router.residual ?? index.kernels;
  try {
    for (let q = 0; q < queries.count; q++) {
      const vector = row(queries, q);
      const closeness = router.router.closeness(vector);
      const ranking = rankAll(closeness, lists);
      const scan = scanner.scan(vector, wanted);
      try {
        const way: Way = {
          scan,
          coarse: new CoarseSearch(ranking, sizes, margin),
          order: ranking.order,
          closeness,
        };
        const { expected, seen } = await follow(way, wanted, enough, index, pins, isHere);
        isFollowed &&= seen !== null;
        const last = seen ?? (await reckoned(way, wanted, enough, margin, index, pins, isHere));
        for (const list of ranking.order.subarray(0, last)) needed.add(layout.ofList(list));
        recall += seen === null ? enough : expected;
      } finally {
        scan.free();
      }
    }
  } finally {
    pins.release();
  }
  return {
    shards: [...needed].sort((a, b) => a - b),
    expectedRecall: queries.count === 0 ? 1 : recall / queries.count,
    isFollowed,
  };
}

/** Goes on as long as lists are here. @returns how many were seen; null where the way ended before its end */
async function follow(
  { scan, coarse }: Way,
  k: number,
  enough: number,
  index: Residency,
  pins: Pins,
  isHere: (list: number) => boolean,
): Promise<{ readonly expected: number; readonly seen: number | null }> {
  for (let seen = 0; ; ) {
    const expected = coarse.expectedRecall(k, scan.kth());
    if (coarse.exhausted || expected >= enough) return { expected, seen };
    const next = coarse.next().slice();
    if (!next.every(isHere)) return { expected, seen: null };
    coarse.record(next, await outcomesOf(scan, next, index, pins));
    seen += next.length;
  }
}

async function outcomesOf(
  scan: Scan,
  lists: Uint32Array,
  index: Residency,
  pins: Pins,
): Promise<Float32Array> {
  await pins.pin([lists.slice().sort()]);
  return compareLists({ scan, coarse: null, compared: 0, expectedRecall: 1 }, lists, index, pins, null);
}

/** How many of the nearest lists the query would have seen at the end of its way. */
async function reckoned(
  { scan, coarse, order, closeness }: Way,
  k: number,
  enough: number,
  margin: number,
  index: Residency,
  pins: Pins,
  isHere: (list: number) => boolean,
): Promise<number> {
  const least = coarse.listsUntil(k, scan.kth(), enough);
  const sizes = index.router!.listSizes;
  // What it has seen by itself says more than what others show.
  if (scan.kth() > -1 && coarse.captions > 0) return least;
  const model = await modelOf(order.filter(isHere).slice(0, LEARN_BY), closeness, scan, margin, index, pins);
  if (model === null) return least;
  const kth = kthOf(order, closeness, sizes, k, model);
  const brings = Array.from(order, (list) => expectedAbove(kth, model, closeness[list]!, sizes[list]!));
  return Math.max(least, neededOf(brings, k, enough));
}

/** How a query's scores follow from closeness, by lists that are here; null where none are. */
async function modelOf(
  lists: Uint32Array,
  closeness: Float32Array,
  scan: Scan,
  margin: number,
  index: Residency,
  pins: Pins,
): Promise<ScoreModel | null> {
  if (lists.length === 0) return null;
  const outcomes = await outcomesOf(scan, lists, index, pins);
  let [captions, products, squares, within] = [0, 0, 0, 0];
  lists.forEach((list, i) => {
    const [sum, its] = [outcomes[2 * i]!, outcomes[2 * i + 1]!];
    const count = index.router!.listSizes[list]!;
    captions += count;
    products += sum * closeness[list]!;
    squares += count * closeness[list]! ** 2;
    within += Math.max(0, its - (sum * sum) / count);
  });
  const spread = margin * Math.sqrt(within / Math.max(1, captions - lists.length));
  return spread > 0 && squares > 0 ? { unit: products / squares, spread } : null;
}

/** The score above which k captions are expected, under a model of the scores. */
export function kthOf(
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
