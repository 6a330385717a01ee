import { FernglassError } from '../../../core';
import type { LoadedShard } from '../../../workers/retrieval/cache/loaded-shard';
import { allFiles, type Manifest, readTags, readVectors } from '../../format';
import { Bitset } from '../stages/bitset';
import type { Progress } from '../stages/progress';
import { readIndexFile, ShardReader } from './shards';

/**
 * Reads every file of an index, a shard in memory at a time, and checks lengths, hashes and that they belong together:
 * each caption once, lists as the router counts them, vectors for every shard in every space, tags as the manifest counts
 * them.
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
  const { captions, shards, tags } = manifest;
  const spaces = manifest.spaces ?? [];
  progress.begin('checking files');
  const reader = await ShardReader.open(folder, manifest);
  const { listSizes } = reader.router;
  const seen = new Bitset();
  const languages = new Uint32Array(1 + (tags?.languages.length ?? 0));
  const sources = new Uint32Array(1 + (tags?.sources.length ?? 0));
  let done = 0;
  for (const [i, entry] of shards.entries()) {
    const shard = await reader.load(entry);
    for (let i = 0; i < entry.captions; i++) {
      const id = shard.block.id(i);
      if (seen.has(id)) throw damaged(`caption ${id} occurs twice`);
      seen.add(id);
    }
    for (let list = 0; list < entry.lists; list++)
      if (shard.listStarts[list + 1]! - shard.listStarts[list]! !== listSizes[entry.firstList + list]!)
        throw damaged(`list ${entry.firstList + list} has another length than the router says`);
    for (const { encoder, files } of spaces)
      readVectors(await readIndexFile(folder, files[i]!), entry, encoder.width);
    if (tags !== undefined) {
      const its = readTags(await readIndexFile(folder, tags.files[i]!), entry, tags);
      for (const tag of its.languages) languages[tag]!++;
      for (const tag of its.sources) sources[tag]!++;
    }
    visit(shard);
    shard.block.free();
    done += entry.captions;
    progress.update(done, captions, 'captions');
  }
  tags?.languages.forEach((tag, i) => {
    if (languages[i + 1] !== tag.captions) throw miscounted(tag.name);
  });
  tags?.sources.forEach((tag, i) => {
    if (sources[i + 1] !== tag.captions) throw miscounted(tag.name);
  });
  progress.end();
  return allFiles(manifest).length;
}

const miscounted = (tag: string) =>
  damaged(`another number of captions is tagged “${tag}” than the manifest says`);

function damaged(problem: string): FernglassError {
  return new FernglassError(
    'shard-corrupt',
    `The index's files do not belong together: ${problem}. Build it again.`,
  );
}
