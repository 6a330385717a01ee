import { firstRowsOf } from '../cache/index-layout';
import type { CaptionSource } from '../search/caption-source';

/** A caption with its vector as stored, `[d]`, normalised. */
export interface Caption {
  readonly id: number;
  readonly text: string;
  readonly vector: Float32Array;
}

/** Captions by their row; those whose shard is not there any more are left out. */
export async function captionsAt(
  { index, read }: Pick<CaptionSource, 'index' | 'read'>,
  rows: Iterable<number>,
): Promise<Map<number, Caption>> {
  const firstRows = firstRowsOf(index.manifest.shards);
  const byShard = new Map<number, number[]>();
  for (const row of rows) {
    const shard = firstRows.findLastIndex((first) => first <= row);
    const its = byShard.get(shard);
    if (its === undefined) byShard.set(shard, [row]);
    else its.push(row);
  }
  const captions = new Map<number, Caption>();
  for (const [shard, its] of byShard)
    await index.withShard(shard, read, ({ block, text }) => {
      for (const row of its) {
        const i = row - firstRows[shard]!;
        captions.set(row, { id: block.id(i), text: text(i), vector: block.vector(i) });
      }
    });
  return captions;
}
