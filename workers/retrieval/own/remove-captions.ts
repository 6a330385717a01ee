import { FernglassError } from '../../../core';
import {
  captionFilesOf,
  type FileEntry,
  joinedCaptionFiles,
  type Manifest,
  provenanceOf,
  type Shard,
  type ShardEntry,
} from '../../../index-shards/format';
import type { CaptionsOfFile } from '../../protocol';
import type { Kernels } from '../kernels';
import { besideAt, readBeside, type ShardBeside } from './beside';
import { type PackedCaptions, refuseOtherCodes } from './pack-captions';
import { listsOfShard, type Row, ShardWriter } from './write-shards';

/** Captions of a shard that is written anew; as many as are added at a time. */
const CAPTIONS_PER_SHARD = 1024;

/**
 * Ids of captions of a file, ascending.
 * @param texts `[captions]`, by id
 */
export function idsOfFile(
  manifest: Manifest,
  { file, texts: some }: CaptionsOfFile,
  texts: readonly string[],
): number[] {
  const wanted = some === undefined ? null : new Set(some);
  const ids: number[] = [];
  let from = 0;
  for (const { name, captions } of captionFilesOf(manifest)) {
    if (name === file)
      for (let id = from; id < from + captions; id++) if (wanted?.has(texts[id]!) ?? true) ids.push(id);
    from += captions;
  }
  return ids;
}

/**
 * An index without some of its captions. The codes, tags and further vectors of those that stay are taken as they are; the ids of those behind a
 * removed one become lower, so that there is no gap. Shards before the first removed caption stay.
 * @param removed ids, ascending
 * @throws FernglassError `input-invalid` where nothing would be left, or it is no index that can be changed here
 */
export async function withoutCaptions(
  manifest: Manifest,
  removed: readonly number[],
  read: (entry: ShardEntry) => Promise<Shard>,
  readFile: (file: FileEntry) => Promise<Uint8Array>,
  kernels: Kernels,
): Promise<PackedCaptions> {
  refuseOtherCodes(manifest);
  if (removed.length >= manifest.captions)
    throw new FernglassError(
      'input-invalid',
      `“${manifest.title}” has no other captions. Delete the index instead, or add others first.`,
    );
  const gone = new Set(removed);
  const stay: { readonly entry: ShardEntry; readonly beside: ShardBeside }[] = [];
  const sizes: number[] = [];
  const means: Int8Array[] = [];
  const left: ShardBeside[] = [];
  const rows: Row[] = [];
  for (const [i, entry] of manifest.shards.entries()) {
    const shard = await read(entry);
    const beside = await readBeside(manifest, i, entry, readFile);
    if (stay.length === i && isBefore(shard, removed[0]!)) {
      const lists = listsOfShard(shard);
      stay.push({ entry, beside });
      sizes.push(...lists.sizes);
      means.push(...lists.means);
    } else {
      left.push(beside);
      rows.push(...rowsOf(shard, beside).filter(({ id }) => !gone.has(id)));
    }
  }
  rows.sort((a, b) => a.id - b.id);
  const entries = stay.map(({ entry }) => entry);
  const writer = new ShardWriter(manifest.model.width, manifest, entries, { sizes, means });
  for (const [i, { entry, beside }] of stay.entries()) writer.beside.stay(i, entry.firstList, beside);
  for (const beside of left) writer.beside.leave(beside);
  let passed = 0;
  const renumbered = rows.map((row) => {
    while (passed < removed.length && removed[passed]! < row.id) passed++;
    return { ...row, id: row.id - passed };
  });
  for (let start = 0; start < renumbered.length; start += CAPTIONS_PER_SHARD)
    await writer.shard(renumbered.slice(start, start + CAPTIONS_PER_SHARD));
  const router = await writer.router(kernels);
  const captionFiles = filesWithout(manifest, removed);
  return {
    manifest: {
      ...manifest,
      ...(await writer.beside.finish()),
      captions: manifest.captions - removed.length,
      lists: writer.lists.sizes.length,
      router,
      shards: writer.shards,
      captionFiles,
      provenance: provenanceOf(captionFiles),
      // What was measured held for what was there.
      recall: null,
    },
    files: writer.files,
    lists: writer.lists,
  };
}

const isBefore = ({ ids }: Shard, id: number) => ids.every((its) => its < id);

function rowsOf({ codes, ids, text, textStarts, width }: Shard, beside: ShardBeside): Row[] {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return Array.from(ids, (id, i) => ({
    id,
    text: decoder.decode(text.subarray(textStarts[i]!, textStarts[i + 1]!)),
    codes: codes.subarray(i * width, (i + 1) * width),
    beside: besideAt(beside, i),
  }));
}

function filesWithout(manifest: Manifest, removed: readonly number[]) {
  let [from, passed] = [0, 0];
  const left = captionFilesOf(manifest).flatMap((file) => {
    const end = from + file.captions;
    const before = passed;
    while (passed < removed.length && removed[passed]! < end) passed++;
    from = end;
    const captions = file.captions - (passed - before);
    return captions > 0 ? [{ ...file, captions }] : [];
  });
  return joinedCaptionFiles(left);
}
