import { captionText } from '../../../index-shards/format';
import type { Block } from '../kernels';
import { lastAtMost } from '../kernels';
import type { Residency } from './residency';

/** A caption in memory, and where its vector is. */
export interface ResidentCaption {
  readonly id: number;
  readonly text: string;
  readonly block: Block;
  /** Its number within the block. */
  readonly i: number;
  /** Its codes where the block has those of the first pass only. */
  readonly codes: Uint8Array | null;
}

/** Finds what is in memory of a caption, by its row. */
export class ResidentRows {
  constructor(private readonly index: Residency) {}

  /** Captions of the shard before each of its lists; undefined where nobody looked into it. */
  listStarts(shard: number): Uint32Array | undefined {
    const { manifest, shards } = this.index;
    const { name } = manifest.shards[shard]!;
    return shards.comparable(name)?.listStarts ?? shards.outline(name)?.listStarts;
  }

  /** Number of the list that holds a row; null where its shard is gone. */
  listOf(at: number): number | null {
    const { manifest, layout, shards } = this.index;
    const shard = layout.ofRow(at);
    const { firstList, name } = manifest.shards[shard]!;
    const starts = this.listStarts(shard);
    if (starts === undefined || !shards.has(name)) return null;
    return firstList + lastAtMost(starts, (start) => start, at - layout.firstRows[shard]!);
  }

  /** Codes of a row of a thin shard that were read; null where they were not. */
  codesOf(at: number, list: number): Uint8Array | null {
    const { listCache, manifest, layout } = this.index;
    const codes = listCache.get(list)?.codes;
    if (codes === undefined) return null;
    const shard = layout.ofRow(at);
    const l = list - manifest.shards[shard]!.firstList;
    const starts = this.listStarts(shard)!;
    const packed = codes.length / (starts[l + 1]! - starts[l]!);
    const i = at - layout.firstRows[shard]! - starts[l]!;
    return codes.subarray(i * packed, (i + 1) * packed);
  }

  /** Null where its text did not come. */
  captionOf(at: number): ResidentCaption | null {
    const { listCache, manifest, layout, shards } = this.index;
    const shard = layout.ofRow(at);
    const { name } = manifest.shards[shard]!;
    const i = at - layout.firstRows[shard]!;
    const whole = shards.loaded(name);
    if (whole !== undefined)
      return { id: whole.block.id(i), text: whole.text(i), block: whole.block, i, codes: null };
    const list = this.listOf(at);
    if (list === null) return null;
    const { block: own, texts } = listCache.get(list) ?? {};
    const block = shards.comparable(name)?.block ?? own;
    if (texts === undefined || block === undefined) return null;
    const inList = i - this.listStarts(shard)![list - manifest.shards[shard]!.firstList]!;
    const text = captionText({ textStarts: texts.starts, text: texts.bytes }, inList);
    const inBlock = at - block.firstRow;
    return { id: block.id(inBlock), text, block, i: inBlock, codes: this.codesOf(at, list) };
  }
}
