import { FernglassError } from '../../../src/core';
import type { LoadedShard } from '../../../workers/retrieval/loaded-shard';
import { type Manifest, readVectors } from '../../format';
import { Bitset } from '../work/bitset';
import type { Progress } from '../work/progress';
import { readIndexFile, ShardReader } from './shards';

/**
 * Reads every file of an index, a shard in memory at a time, and checks lengths, hashes and that they belong together:
 * each caption once, lists as the router counts them, vectors for every shard in every space.
 * @param visit shown each shard, which leaves memory afterwards
 * @returns the number of files
 * @throws FernglassError `shard-not-found`, `shard-corrupt`
 */
export async function checkFiles(
  folder: string,
  manifest: Manifest,
  visit: (shard: LoadedShard) => void,
  progress: Progress,
): Promise<number> {
  const { captions, shards } = manifest;
  const spaces = manifest.spaces ?? [];
  progress.begin('checking files');
  const reader = await ShardReader.open(folder, manifest);
  const { listSizes } = reader.router;
  const seen = new Bitset();
  let done = 0;
  for (const [i, entry] of shards.entries()) {
    const shard = await reader.load(entry);
    for (const id of shard.ids) {
      if (seen.has(id)) throw damaged(`caption ${id} occurs twice`);
      seen.add(id);
    }
    for (let list = 0; list < entry.lists; list++)
      if (shard.listStarts[list + 1]! - shard.listStarts[list]! !== listSizes[entry.firstList + list]!)
        throw damaged(`list ${entry.firstList + list} has another length than the router says`);
    for (const { encoder, files } of spaces)
      readVectors(await readIndexFile(folder, files[i]!), entry, encoder.width);
    visit(shard);
    shard.block.free();
    done += entry.captions;
    progress.update(done, captions, 'captions');
  }
  progress.end();
  return 1 + shards.length * (1 + spaces.length);
}

function damaged(problem: string): FernglassError {
  return new FernglassError(
    'shard-corrupt',
    `The index's files do not belong together: ${problem}. Build it again.`,
  );
}
