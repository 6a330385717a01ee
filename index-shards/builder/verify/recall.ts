import { type Embeddings, row } from '../../../core';
import { DEFAULT_SEARCH_PARAMETERS } from '../../../workers/retrieval/cache/search-parameters';
import { kernelsInNode } from '../../../workers/retrieval/kernels/node';
import { SearchableIndex } from '../../../workers/retrieval/search/searchable-index';
import type { Manifest, Routing } from '../../format';
import { meanRecall } from '../pack/clip';
import type { Progress } from '../stages/progress';
import { Best } from './exact';
import { leastMargin } from './margin';
import { readIndexFile, ShardReader } from './shards';

/** An index with more bytes does not fit the search module's memory as a whole, so its routing is not measured. */
const ROUTED_UP_TO = 1.5e9;

/** recall@10 of some queries, 0–1. */
export interface Recall {
  readonly exhaustive: number;
  readonly routed: number | null;
}

/**
 * Measures the written files against exact search: once with every caption compared, a shard in memory at a time, and
 * once as the app searches.
 * @param truth ids of the exact top 10 of each query
 */
export async function measureRecall(
  folder: string,
  manifest: Manifest,
  queries: Embeddings,
  truth: readonly (readonly number[])[],
  progress: Progress,
): Promise<Recall[]> {
  const exhaustive = await exhaustiveIds(folder, manifest, queries, progress);
  const routed = await routedIds(folder, manifest, queries, progress);
  return truth.map((its, q) => ({
    exhaustive: meanRecall([exhaustive[q]!], [its]),
    routed: routed === null ? null : meanRecall([routed[q]!], [its]),
  }));
}

async function exhaustiveIds(
  folder: string,
  manifest: Manifest,
  queries: Embeddings,
  progress: Progress,
): Promise<number[][]> {
  progress.begin('searching every caption');
  const shards = await ShardReader.open(folder, manifest);
  const best = Array.from({ length: queries.count }, () => new Best(10));
  let compared = 0;
  for (const entry of manifest.shards) {
    const { block, listStarts } = await shards.load(entry);
    best.forEach((its, q) => {
      const scan = shards.scan(row(queries, q), 10);
      for (let list = 0; list < entry.lists; list++)
        scan.compare(block, listStarts[list]!, listStarts[list + 1]!);
      const { rows, similarities } = scan.finish();
      rows.forEach((at, i) => {
        its.offer(block.id(at), similarities[i]!);
      });
    });
    block.free();
    compared += entry.captions;
    progress.update(compared, manifest.captions, 'captions');
  }
  progress.end();
  return best.map(({ ids }) => ids);
}

/**
 * Measures how the lists of the written files are to be chosen; null for an index that is searched exactly, or that does
 * not fit memory.
 * @param sets queries to tune with, `[n, d]` each
 */
export async function measureRouting(
  folder: string,
  manifest: Manifest,
  sets: readonly Embeddings[],
  progress: Progress,
): Promise<Routing | null> {
  if (manifest.captions <= DEFAULT_SEARCH_PARAMETERS.exactUpTo) return null;
  return inApp(folder, manifest, 'tuning the routing', progress, async (index) => ({
    caution: await leastMargin(index, sets),
  }));
}

async function routedIds(
  folder: string,
  manifest: Manifest,
  queries: Embeddings,
  progress: Progress,
): Promise<number[][] | null> {
  return inApp(folder, manifest, 'searching as the app does', progress, async (index) =>
    (await index.search(queries, 10)).hits.map((list) => list.map(({ id }) => id)),
  );
}

/** Opens the written files as the app does; null where they are too large for it. */
async function inApp<T>(
  folder: string,
  manifest: Manifest,
  what: string,
  progress: Progress,
  use: (index: SearchableIndex) => Promise<T>,
): Promise<T | null> {
  const files = [manifest.router, ...manifest.shards];
  if (files.reduce((sum, { bytes }) => sum + bytes, 0) > ROUTED_UP_TO) return null;
  progress.begin(what);
  const index = new SearchableIndex(manifest, await kernelsInNode(manifest.model.width));
  for (const entry of files) index.add(entry, await readIndexFile(folder, entry));
  const result = await use(index);
  index.clear();
  progress.end();
  return result;
}
