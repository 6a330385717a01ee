import { type Embeddings, FernglassError, row } from '../../../core';
import {
  type FileEntry,
  type Manifest,
  neededFiles,
  sizeOf,
  usableSpace,
} from '../../../index-shards/format';
import type { FieldPlan } from '../../protocol';
import type { Opened } from '../open-index';
import type { SearchableIndex } from '../search/searchable-index';

/**
 * What of an open index queries need where there is no network.
 * @param queries `[n, d]`, normalised
 * @param fetch brings files of the index
 * @throws FernglassError as a search or a download
 */
export async function fieldPlan(
  { index, source, store }: Pick<Opened, 'index' | 'source' | 'store'>,
  queries: Embeddings,
  k: number,
  fetch: (names: readonly string[]) => Promise<void>,
): Promise<FieldPlan> {
  const { router, shards, tags } = index.manifest;
  if (index.router === null) await fetch([router.name]);
  // How far captions lie from their list's centre is learnt from some of them.
  if (index.captionsPresent === 0) await fetch([shards[busiestShard(index, queries)]!.name]);
  const need = await index.needOf(queries, k, source);
  if (need === null)
    throw new FernglassError(
      'shard-not-found',
      `The file that leads to the captions of “${index.manifest.title}” is not here. Connect, and try again.`,
    );
  const needed: FileEntry[] = [router, ...(tags?.files ?? []), ...need.shards.map((shard) => shards[shard]!)];
  const away = new Set(index.missing().map(({ name }) => name));
  const missing = needed.filter(({ name }) => away.has(name));
  return {
    missing: missing.map(({ name }) => name),
    bytesMissing: sizeOf(missing),
    bytesNeeded: sizeOf(needed),
    bytesTotal: sizeOf(neededFiles(index.manifest)),
    captions: need.shards.reduce((sum, shard) => sum + shards[shard]!.captions, 0),
    captionsTotal: index.manifest.captions,
    expectedRecall: need.expectedRecall,
    mayGrow: !need.isFollowed,
    spaces: spacesOf(index.manifest, await store.names().catch(() => new Set<string>())),
  };
}

/** Bytes of the vector spaces that searches can be made in. @param stored names of the files that are */
function spacesOf(manifest: Manifest, stored: ReadonlySet<string>): FieldPlan['spaces'] {
  return Object.fromEntries(
    (['text', 'image'] as const).flatMap((kind) => {
      const files = usableSpace(manifest, kind)?.files;
      if (files === undefined) return [];
      const missing = files.filter(({ name }) => !stored.has(name));
      return [[kind, { bytesNeeded: sizeOf(files), bytesMissing: sizeOf(missing) }]];
    }),
  );
}

/** The shard that most queries look into first. */
function busiestShard({ layout, manifest, router }: SearchableIndex, queries: Embeddings): number {
  const votes = new Uint32Array(manifest.shards.length);
  for (let q = 0; q < queries.count; q++) {
    const [nearest] = router?.router.nearest(row(queries, q), 1) ?? [];
    if (nearest !== undefined) votes[layout.ofList(nearest)]!++;
  }
  return votes.reduce((best, count, shard) => (count > votes[best]! ? shard : best), 0);
}
