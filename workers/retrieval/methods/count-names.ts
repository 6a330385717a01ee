import { NameCounter } from '../../../core';
import type { NameCounts } from '../../protocol';
import type { CaptionSource } from '../search/caption-source';
import { textsOf } from './index-words';
import { nextTask } from './next-task';

/** Captions read between two chances for other work: about 10 ms. */
const SLICE = 2000;

/** Counts names in the captions of an index that are there (REAL). */
export async function countNames(
  source: CaptionSource,
  names: readonly string[],
): Promise<Omit<NameCounts, 'opening' | 'present'>> {
  const { shards, captions } = source.index.manifest;
  const counter = new NameCounter(names);
  let read = 0;
  for (const shard of shards.keys()) {
    if (!source.index.hasShard(shard)) continue;
    for (const text of (await textsOf(source, shard)) ?? []) {
      counter.add(text);
      if (++read % SLICE === 0) await nextTask();
    }
  }
  return { counts: counter.counts, captionsSearched: read, captionsTotal: captions };
}
