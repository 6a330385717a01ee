import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Embeddings, FernglassError, row } from '../../../src/core';
import { SearchableIndex } from '../../../workers/retrieval/searchable-index';
import { usearchInNode } from '../../../workers/retrieval/usearch/node';
import { type FileEntry, type Manifest, readShard, verifyBytes } from '../../format';
import { meanRecall } from '../pack/clip';
import type { Progress } from '../work/progress';
import { Best } from './exact';

/** An index with more bytes does not fit the search module's memory as a whole, so its routing is not measured. */
const ROUTED_UP_TO = 1.5e9;

/** recall@10 of some queries, 0–1. */
export interface Recall {
  readonly exhaustive: number;
  readonly routed: number | null;
}

/**
 * Reads a file of an index and checks its length and hash.
 * @throws FernglassError `shard-not-found`, `shard-corrupt`
 */
export async function readIndexFile(folder: string, entry: FileEntry): Promise<Uint8Array<ArrayBuffer>> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(readFileSync(join(folder, entry.name)));
  } catch (cause) {
    throw new FernglassError('shard-not-found', `The index in ${folder} lacks ${entry.name}.`, { cause });
  }
  await verifyBytes(bytes, entry);
  return bytes;
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
  const usearch = await usearchInNode(manifest.model.width);
  const best = Array.from({ length: queries.count }, () => new Best(10));
  let compared = 0;
  for (const entry of manifest.shards) {
    const bytes = await readIndexFile(folder, entry);
    const shard = readShard(bytes, entry, manifest.model.width, manifest.captions);
    const block = usearch.addVectors(shard.codes, shard.ids, 0);
    best.forEach((its, q) => {
      const scan = usearch.scan(row(queries, q), 10);
      scan.compare(block, 0, block.count);
      const { rows, similarities } = scan.finish();
      rows.forEach((at, i) => {
        its.offer(shard.ids[at]!, similarities[i]!);
      });
    });
    block.free();
    compared += entry.captions;
    progress.update(compared, manifest.captions, 'captions');
  }
  progress.end();
  return best.map(({ ids }) => ids);
}

async function routedIds(
  folder: string,
  manifest: Manifest,
  queries: Embeddings,
  progress: Progress,
): Promise<number[][] | null> {
  const files = [manifest.router, ...manifest.shards];
  if (files.reduce((sum, { bytes }) => sum + bytes, 0) > ROUTED_UP_TO) return null;
  progress.begin('searching as the app does');
  const index = new SearchableIndex(manifest, await usearchInNode(manifest.model.width));
  for (const entry of files) index.add(entry, await readIndexFile(folder, entry));
  const { hits } = index.search(queries, 10);
  index.clear();
  progress.end();
  return hits.map((list) => list.map(({ id }) => id));
}
