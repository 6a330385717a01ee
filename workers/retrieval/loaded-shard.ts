import {
  type CaptionTexts,
  captionText,
  type Manifest,
  readPackedShard,
  readShard,
  type ShardEntry,
} from '../../index-shards/format';
import type { ResidualSearch } from './usearch/residual';
import type { Block, Usearch } from './usearch/usearch';

/** A shard in memory: its vectors in the search code's, its texts beside. */
export interface LoadedShard {
  readonly firstList: number;
  readonly listStarts: Uint32Array;
  readonly ids: Uint32Array;
  readonly texts: CaptionTexts;
  readonly block: Block;
  /** All memory it takes. */
  readonly bytes: number;
}

/**
 * Takes a verified shard file into memory.
 * @param firstRow place of its first caption in the index
 * @param residual where the index has residual codes
 * @throws FernglassError `shard-corrupt` when it is no such file, `worker-failed` when memory runs out.
 */
export function loadShard(
  { captions, codec, model }: Manifest,
  entry: ShardEntry,
  bytes: Uint8Array,
  firstRow: number,
  usearch: Usearch,
  residual: ResidualSearch | null,
): LoadedShard {
  let parts: CaptionTexts & Pick<LoadedShard, 'firstList' | 'listStarts' | 'ids'>;
  let block: Block;
  if (codec.kind === 'i8') {
    const shard = readShard(bytes, entry, model.width, captions);
    block = usearch.addVectors(shard.codes, shard.ids, firstRow);
    parts = shard;
  } else {
    const shard = readPackedShard(bytes, entry, model.width, codec.bytes, captions);
    // The centres are views into the file, which would stay in memory whole with them.
    const frames = shard.frames.map((frame) => ({ ...frame, centre: frame.centre.slice() }));
    block = residual!.addLists({ ...shard, frames }, firstRow);
    parts = shard;
  }
  const { firstList, listStarts, ids, textStarts } = parts;
  const text = parts.text.slice();
  const own = listStarts.byteLength + ids.byteLength + textStarts.byteLength + text.byteLength;
  const frames = codec.kind === 'i8' ? 0 : entry.lists * model.width;
  return {
    firstList,
    listStarts,
    ids,
    texts: { textStarts, text },
    block,
    bytes: block.bytes + own + frames,
  };
}

/** Caption `i` of a shard, with its vector as stored. */
export function captionOf(
  { ids, texts, block }: LoadedShard,
  i: number,
): { id: number; text: string; vector: Float32Array } {
  return { id: ids[i]!, text: captionText(texts, i), vector: block.vector(i) };
}
