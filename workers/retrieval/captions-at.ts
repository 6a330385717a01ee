import { captionOf } from './loaded-shard';
import { type CaptionSource, inTurn } from './opened-search';

export type Caption = ReturnType<typeof captionOf>;

/** Captions by their row, the place in the index; those whose shard is not there any more are left out. */
export async function captionsAt(
  { index, read }: CaptionSource,
  rows: Iterable<number>,
): Promise<Map<number, Caption>> {
  const firstRows = firstRowsOf(index.manifest.shards);
  const byShard = new Map<number, number[]>();
  for (const row of rows) {
    const place = firstRows.findLastIndex((first) => first <= row);
    const its = byShard.get(place);
    if (its === undefined) byShard.set(place, [row]);
    else its.push(row);
  }
  const captions = new Map<number, Caption>();
  for (const [place, its] of byShard)
    await inTurn(index, () =>
      index.useShard(place, read, (shard) => {
        for (const row of its) captions.set(row, captionOf(shard, row - firstRows[place]!));
      }),
    );
  return captions;
}

/** Row of the first caption of each shard. */
export function firstRowsOf(shards: readonly { readonly captions: number }[]): number[] {
  let captions = 0;
  return shards.map((shard) => {
    const first = captions;
    captions += shard.captions;
    return first;
  });
}
