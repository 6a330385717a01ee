import { type Embeddings, row } from '../../../../core';
import { Pins } from '../../cache/pins';
import type { Residency } from '../../cache/residency';
import type { StoredFiles } from '../../cache/stored-files';
import type { Scan } from '../../kernels';
import type { ScoreModel } from '../coarse-search';
import { compareLists } from '../compare-lists';
import { rankAll } from '../list-ranking';
import { planSearch } from '../search-plan';
import { chooseShards, type Shares } from './choose-shards';
import { bringsOf, modelOf, sharesOf } from './list-shares';

/** What queries need of an index to find what they would find in all of it. */
export interface ListNeed {
  /** Numbers of the shards that hold it, rising; those that are here among them. */
  readonly shards: readonly number[];
  /** Part of the k best in the whole index that is expected to be found with these shards, 0–1, the queries' mean. */
  readonly expectedRecall: number;
  /** Whether all of the shards are here, so that what lies in them was looked at where it matters most. */
  readonly isFollowed: boolean;
}

/** Lists that are here, the nearest, with which a query is compared to learn how scores follow from closeness. */
const LEARN_BY = 16;

/**
 * Chooses shards in which so large a part of the queries' k best is expected as a search is asked for. What a list may hold is
 * reckoned from its closeness, by how captions lie in lists that are here. Once what is missing has come, another call knows
 * better, and may ask for more.
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
  const shares: Shares[] = [];
  const scanner = router.residual ?? index.kernels;
  try {
    for (let q = 0; q < queries.count; q++) {
      const vector = row(queries, q);
      const closeness = router.router.closeness(vector);
      const { order } = rankAll(closeness, lists);
      const scan = scanner.scan(vector, wanted);
      try {
        const near = order.filter(isHere).slice(0, LEARN_BY);
        const model = await modelHere(near, closeness, scan, margin, index, pins);
        const brings = model === null ? null : bringsOf(order, closeness, sizes, wanted, model, scan.kth());
        shares.push(sharesOf(order, brings, (list) => layout.ofList(list)));
      } finally {
        scan.free();
      }
    }
  } finally {
    pins.release();
  }
  const { shards } = manifest;
  const cost = (shard: number) => (index.hasShard(shard) ? 0 : shards[shard]!.bytes);
  const chosen = chooseShards(shares, cost, enough);
  return {
    shards: chosen.shards,
    expectedRecall: queries.count === 0 ? 1 : chosen.expected,
    isFollowed: chosen.shards.every((shard) => index.hasShard(shard)),
  };
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

/** How a query's scores follow from closeness, by lists that are here; null where none are. */
async function modelHere(
  lists: Uint32Array,
  closeness: Float32Array,
  scan: Scan,
  margin: number,
  index: Residency,
  pins: Pins,
): Promise<ScoreModel | null> {
  if (lists.length === 0) return null;
  const outcomes = await outcomesOf(scan, lists, index, pins);
  return modelOf(lists, outcomes, closeness, index.router!.listSizes, margin);
}
