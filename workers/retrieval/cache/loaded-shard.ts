import {
  captionText,
  type Manifest,
  outlineOf,
  type PackedOutline,
  readPackedShard,
  readShard,
  type ShardEntry,
  type TextBlock,
} from '../../../index-shards/format';
import type { Block, Kernels, ResidualBlock, ResidualSearch } from '../kernels';
import { lastAtMost } from '../kernels';
import type { InflatedTexts } from './inflated-texts';

/** What can be compared of a shard in memory: all of it, or the first pass only. */
export interface ThinShard {
  readonly firstList: number;
  readonly listStarts: Uint32Array;
  readonly block: Block;
  /** All memory it takes, its outline left out. */
  readonly bytes: number;
}

/** A shard in memory: its vectors in the search code's, its texts beside. */
export interface LoadedShard extends ThinShard {
  /** Null in i8 codes. */
  readonly outline: PackedOutline | null;
  /** Text of caption `i`. */
  readonly text: (i: number) => string;
  /** Lets go of all but what the first pass compares; null where a codec has none. The shard must not be used then. */
  readonly thin: (() => ThinShard) | null;
}

/**
 * Takes a verified shard file into memory.
 * @param firstRow of its first caption
 * @param residual where the index has residual codes
 * @param inflated where texts are read and kept
 * @param kept what stayed of it, which is filled again
 * @throws FernglassError `shard-corrupt` when it is no such file, `worker-failed` when memory runs out.
 */
export function loadShard(
  { captions, codec, model }: Manifest,
  entry: ShardEntry,
  bytes: Uint8Array,
  firstRow: number,
  kernels: Kernels,
  residual: ResidualSearch | null,
  inflated: InflatedTexts,
  kept: ThinShard | null,
): LoadedShard {
  // Views would keep the whole file alive beside what was copied out of it.
  if (codec.kind === 'i8') {
    const { codes, ids, ...shard } = readShard(bytes, entry, model.width, captions);
    const texts = { textStarts: shard.textStarts, text: shard.text.slice() };
    inflated.note(entry.firstList, texts.textStarts);
    const block = kernels.addVectors(codes, ids, firstRow);
    const { firstList, listStarts } = shard;
    const own = sizeOf(listStarts, texts.textStarts, texts.text);
    const text = (i: number) => captionText(texts, i);
    return { firstList, listStarts, block, outline: null, text, bytes: block.bytes + own, thin: null };
  }
  const shard = readPackedShard(bytes, entry, model.width, codec.bytes, captions);
  const texts = shard.texts.map(({ length, deflated }) => ({ length, deflated: deflated.slice() }));
  const { firstList, listStarts } = shard;
  let block: ResidualBlock;
  if (kept === null) {
    block = residual!.addLists(shard, firstRow);
  } else {
    block = kept.block as ResidualBlock;
    block.fill(shard.codes);
  }
  return {
    firstList,
    listStarts,
    block,
    outline: outlineOf(shard),
    text: readingFrom(inflated, texts, firstList, listStarts),
    bytes: block.bytes + sizeOf(...texts.map(({ deflated }) => deflated)),
    thin: () => {
      block.thin();
      return { firstList, listStarts, block, bytes: block.bytes };
    },
  };
}

/** Memory that an outline takes. */
export const outlineBytes = ({ listStarts, textStarts, textLengths }: PackedOutline) =>
  sizeOf(listStarts, textStarts, textLengths);

function readingFrom(
  inflated: InflatedTexts,
  blocks: readonly TextBlock[],
  firstList: number,
  listStarts: Uint32Array,
): LoadedShard['text'] {
  return (i) => {
    const l = lastAtMost(listStarts, (start) => start, i);
    const start = listStarts[l]!;
    const texts = inflated.read(blocks[l]!, firstList + l, listStarts[l + 1]! - start);
    return captionText({ textStarts: texts.starts, text: texts.bytes }, i - start);
  };
}

const sizeOf = (...parts: readonly (Uint8Array | Uint32Array)[]) =>
  parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
