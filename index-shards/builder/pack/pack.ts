import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Embeddings, FernglassError } from '../../../core';
import type { Kernels } from '../../../workers/retrieval/kernels';
import {
  type FileEntry,
  LIMITS,
  quantise,
  type ShardEntry,
  type ShardTags,
  sha256Hex,
  writeRouter,
  writeTags,
  writeVectors,
} from '../../format';
import { gather, type Matrix } from '../embed/matrix';
import { writeWhole } from '../stages/files';
import type { Progress } from '../stages/progress';
import type { TextLines } from '../stages/text-lines';
import type { Lists } from './leaves';
import { planShards } from './plan';
import type { PlainList, ShardCodec } from './shard-codec';

/** Bytes that the length of one text takes, at most. */
const LENGTH_BYTES = 5;

/** Further vectors of the captions by id, to be packed beside the shards. */
interface PackedSpace {
  readonly embeddings: Matrix;
  readonly clip: number;
}

export interface PackOptions {
  /** The folder that becomes the index. */
  readonly out: string;
  readonly codec: ShardCodec;
  /** Bytes per shard, at most, unless one list alone is longer. */
  readonly shardBytes: number;
  readonly spaces: readonly PackedSpace[];
  /** Tags of the captions by id, to be packed beside the shards. */
  readonly tags: ShardTags | null;
}

/** The files of an index, all but its manifest. */
export interface PackedFiles {
  readonly router: FileEntry;
  readonly shards: readonly ShardEntry[];
  /** Of each space, a file per shard. */
  readonly spaces: readonly (readonly FileEntry[])[];
  /** A file per shard; none where the captions have no tags. */
  readonly tags: readonly FileEntry[];
}

interface PackedShard {
  readonly shard: ShardEntry;
  readonly spaces: readonly FileEntry[];
  readonly tags: readonly FileEntry[];
}

/**
 * Writes the router and the shards into `out`. What was written is noted in `folder`, and not written again while it is
 * there.
 * @throws FernglassError `input-invalid` when lists or shards are more, or larger, than an index may have.
 */
export async function packFiles(
  folder: string,
  lists: Lists,
  captions: TextLines,
  kernels: Kernels,
  options: PackOptions,
  progress: Progress,
): Promise<PackedFiles> {
  mkdirSync(options.out, { recursive: true });
  const { width } = lists.means;
  progress.begin('building the router');
  const router = await noted(join(folder, 'router.json'), options.out, async () => {
    const centroids = quantise(lists.means, largestMagnitude(lists.means));
    return keep(
      options.out,
      writeRouter(width, lists.sizes, kernels.buildRouter(centroids), options.codec.file),
    );
  });
  progress.end();

  progress.begin('packing shards');
  const bytes = Array.from(lists.sizes, (size, list) => {
    let text = 0;
    for (const id of lists.list(list).ids) text += captions.bytes(id);
    const bytes = options.codec.listBytes(size, text);
    if (text + LENGTH_BYTES * size > LIMITS.listTextBytes || bytes > LIMITS.shardBytes)
      throw new FernglassError(
        'input-invalid',
        `A list of ${size} captions takes ${bytes} bytes, more than a page may read at once. Give a smaller --list-size.`,
      );
    return bytes;
  });
  const plans = planShards(bytes, options.shardBytes);
  if (plans.length > LIMITS.shards)
    throw new FernglassError(
      'input-invalid',
      `The index would have ${plans.length} shards, more than ${LIMITS.shards}. Give a larger --shard-size.`,
    );
  const shards: PackedShard[] = [];
  let packed = 0;
  for (const plan of plans) {
    const note = join(folder, `${String(shards.length).padStart(5, '0')}.json`);
    const shard = await noted(note, options.out, () => packShard(lists, captions, plan, options));
    shards.push(shard);
    packed += shard.shard.captions;
    progress.update(packed, captions.count, 'captions');
  }
  progress.end(`${shards.length} shards`);
  return {
    router,
    shards: shards.map(({ shard }) => shard),
    spaces: options.spaces.map((_, s) => shards.map(({ spaces }) => spaces[s]!)),
    tags: shards.flatMap(({ tags }) => tags),
  };
}

async function packShard(
  lists: Lists,
  captions: TextLines,
  plan: { readonly firstList: number; readonly lists: number },
  { codec, out, spaces, tags }: PackOptions,
): Promise<PackedShard> {
  const packed = Array.from({ length: plan.lists }, (_, i): PlainList => {
    const number = plan.firstList + i;
    const ids = Array.from(lists.list(number).ids);
    return {
      ids,
      texts: ids.map((id) => captions.text(id)),
      vectors: lists.vectors(number),
    };
  });
  const ids = packed.flatMap((list) => list.ids);
  const entry = await keep(out, codec.write(plan.firstList, packed));
  const further: FileEntry[] = [];
  for (const space of spaces) {
    const codes = quantise(gather(space.embeddings, ids), space.clip);
    further.push(await keep(out, writeVectors(space.embeddings.width, plan.firstList, codes)));
  }
  const itsTags: FileEntry[] = [];
  if (tags !== null) {
    const of = (column: Uint16Array) => Uint16Array.from(ids, (id) => column[id]!);
    const its = { languages: of(tags.languages), sources: of(tags.sources) };
    itsTags.push(await keep(out, writeTags(plan.firstList, its)));
  }
  return { shard: { ...entry, ...plan, captions: ids.length }, spaces: further, tags: itsTags };
}

/** Writes a file of the index under its hash. */
async function keep(out: string, bytes: Uint8Array<ArrayBuffer>): Promise<FileEntry> {
  const sha256 = await sha256Hex(bytes);
  writeWhole(join(out, `${sha256}.bin`), bytes);
  return { name: `${sha256}.bin`, bytes: bytes.length, sha256 };
}

/** What a note says was written, if it still lies there; else what `write` writes, noted. */
async function noted<T extends FileEntry | PackedShard>(
  note: string,
  out: string,
  write: () => Promise<T>,
): Promise<T> {
  if (existsSync(note)) {
    const written = JSON.parse(readFileSync(note, 'utf8')) as T;
    const files: readonly FileEntry[] =
      'shard' in written ? [written.shard, ...written.spaces, ...written.tags] : [written as FileEntry];
    if (files.every(({ name }) => existsSync(join(out, name)))) return written;
  }
  const written = await write();
  writeWhole(note, JSON.stringify(written));
  return written;
}

function largestMagnitude({ data }: Embeddings): number {
  let largest = 0;
  for (const x of data) largest = Math.max(largest, Math.abs(x));
  return largest || 1;
}
