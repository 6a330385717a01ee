import {
  captionText,
  type ListTexts,
  type Manifest,
  readPackedShard,
  readShard,
  readTexts,
  type ShardEntry,
  type TextBlock,
} from '../../index-shards/format';
import type { ResidualSearch } from './usearch/residual';
import type { Block, Usearch } from './usearch/usearch';

/** A shard in memory: its vectors in the search code's, its texts beside. */
export interface LoadedShard {
  readonly firstList: number;
  readonly listStarts: Uint32Array;
  readonly ids: Uint32Array;
  readonly block: Block;
  /** Text of caption `i`. */
  readonly text: (i: number) => string;
  /** All memory it takes. */
  readonly bytes: number;
}

/** Lists whose texts stay inflated in each shard: hits of one class come from few. */
const INFLATED = 8;

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
  // Views would keep the whole file alive beside what was copied out of it.
  if (codec.kind === 'i8') {
    const { codes, ids, ...shard } = readShard(bytes, entry, model.width, captions);
    const texts = { textStarts: shard.textStarts, text: shard.text.slice() };
    const block = usearch.addVectors(codes, ids, firstRow);
    const { firstList, listStarts } = shard;
    const own = sizeOf(listStarts, ids, texts.textStarts, texts.text);
    const text = (i: number) => captionText(texts, i);
    return { firstList, listStarts, ids, block, text, bytes: block.bytes + own };
  }
  const shard = readPackedShard(bytes, entry, model.width, codec.bytes, captions);
  const frames = shard.frames.map((frame) => ({ ...frame, centre: frame.centre.slice() }));
  const texts = shard.texts.map(({ length, deflated }) => ({ length, deflated: deflated.slice() }));
  const block = residual!.addLists({ ...shard, frames }, firstRow);
  const { firstList, listStarts, ids } = shard;
  const own = sizeOf(listStarts, ids, ...texts.map(({ deflated }) => deflated)) + entry.lists * model.width;
  return { firstList, listStarts, ids, block, text: inflating(texts, listStarts), bytes: block.bytes + own };
}

/** Reads texts, keeping those of the lists read last inflated. */
function inflating(blocks: readonly TextBlock[], listStarts: Uint32Array): LoadedShard['text'] {
  const inflated = new Map<number, ListTexts>();
  return (i) => {
    let list = 0;
    while (listStarts[list + 1]! <= i) list++;
    const texts = inflated.get(list) ?? readTexts(blocks[list]!, listStarts[list + 1]! - listStarts[list]!);
    inflated.delete(list);
    inflated.set(list, texts);
    if (inflated.size > INFLATED) inflated.delete(inflated.keys().next().value!);
    return captionText({ textStarts: texts.starts, text: texts.bytes }, i - listStarts[list]!);
  };
}

const sizeOf = (...parts: readonly (Uint8Array | Uint32Array)[]) =>
  parts.reduce((sum, { byteLength }) => sum + byteLength, 0);

/** Caption `i` of a shard, with its vector as stored. */
export function captionOf(
  { ids, text, block }: LoadedShard,
  i: number,
): { id: number; text: string; vector: Float32Array } {
  return { id: ids[i]!, text: text(i), vector: block.vector(i) };
}
