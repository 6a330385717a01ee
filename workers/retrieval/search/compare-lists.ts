import type { AllowedCaptions } from '../cache/allowed-captions';
import type { Pins, ResidentList } from '../cache/pins';
import type { Residency } from '../cache/residency';
import type { ListOutcome, Scan } from '../kernels';
import type { CoarseSearch } from './coarse-search';

/** One query under way. */
export interface Query {
  readonly scan: Scan;
  /** Null when every list is compared. */
  readonly coarse: CoarseSearch | null;
  /** Captions. */
  compared: number;
  /** Part of the k best that lies in the lists compared, as far as one can say. */
  expectedRecall: number;
}

/** Compares every list with some queries. */
export async function compareEveryList(
  queries: readonly Query[],
  index: Residency,
  pins: Pins,
  allowed: AllowedCaptions | null,
): Promise<void> {
  if (queries.length === 0) return;
  const { layout, manifest, shards } = index;
  for (const [shard, { name, lists }] of manifest.shards.entries()) {
    if (!shards.has(name) || allowed?.countIn(shard) === 0) continue;
    const resident = await pins.pinShard(shard);
    if (resident === undefined) continue;
    // The inner loop is over queries: a list is read from memory once for all of them.
    const { block, listStarts } = resident;
    for (let l = 0; l < lists; l++)
      for (const query of queries)
        compareList(
          query,
          { shard, block, start: listStarts[l]!, end: listStarts[l + 1]! },
          layout.firstRows[shard]!,
          allowed,
        );
  }
}

/**
 * Compares the lists that are nearest to each query, until enough of the k best is expected to be found.
 * @param enough part of them, 0–1
 */
export async function compareNearestLists(
  queries: readonly Query[],
  k: number,
  enough: number,
  index: Residency,
  pins: Pins,
  allowed: AllowedCaptions | null,
): Promise<void> {
  let active = queries.filter(({ coarse }) => !coarse!.exhausted);
  while (active.length > 0) {
    active = active.filter((query) => {
      query.expectedRecall = query.coarse!.expectedRecall(k, query.scan.kth());
      return query.expectedRecall < enough && !query.coarse!.exhausted;
    });
    // In the order in which they lie in memory.
    const nexts = active.map(({ coarse }) => coarse!.next().slice().sort());
    await pins.pin(nexts);
    active.forEach((query, q) => {
      query.coarse!.record(nexts[q]!, compareLists(query, nexts[q]!, index, pins, allowed));
    });
  }
}

/** Compares lists with a query; sum and squares of each in turn, `[lists.length, 2]`. */
export function compareLists(
  query: Query,
  lists: Uint32Array,
  { layout, router }: Residency,
  pins: Pins,
  allowed: AllowedCaptions | null,
): Float32Array {
  const { scan } = query;
  if (allowed === null && scan.compareLists !== undefined) {
    const outcomes = scan.compareLists(lists);
    lists.forEach((list, i) => {
      if (outcomes[2 * i + 1]! > 0) query.compared += router!.listSizes[list]!;
    });
    return outcomes;
  }
  const outcomes = new Float32Array(2 * lists.length);
  lists.forEach((list, i) => {
    const resident = pins.list(list);
    if (resident === null) return;
    const firstRow = layout.firstRows[resident.shard]!;
    const { sum, squares } = compareList(query, resident, firstRow, allowed);
    outcomes[2 * i] = sum;
    outcomes[2 * i + 1] = squares;
  });
  return outcomes;
}

/** @param firstRow of the list's shard */
function compareList(
  query: Query,
  { shard, block, start, end }: ResidentList,
  firstRow: number,
  allowed: AllowedCaptions | null,
): ListOutcome {
  // Where in the shard the block begins: it is the shard's or the list's own.
  const offset = block.firstRow - firstRow;
  if (allowed === null) {
    query.compared += end - start;
    return query.scan.compare(block, start - offset, end - offset);
  }
  let [sum, squares] = [0, 0];
  for (const [first, last] of allowed.runs(shard, start, end)) {
    if (last === first) continue;
    const outcome = query.scan.compare(block, first - offset, last - offset);
    query.compared += last - first;
    sum += outcome.sum;
    squares += outcome.squares;
  }
  return { sum, squares };
}
