import {
  captionText,
  dequantise,
  type FileEntry,
  type Manifest,
  readRouter,
  readShard,
  type Shard,
  type ShardEntry,
} from '../../index-shards/format';
import { type Embeddings, FernglassError, row, stack } from '../../src/core';
import type { Hit, SearchResult } from '../protocol';
import type { Router, Scan, Usearch, VectorBlock } from './usearch/usearch';

/** When to compare every list and when to stop. */
export interface Effort {
  /** Up to this many captions every list is compared, so that the search is exact: a few milliseconds a query. */
  readonly exactUpTo: number;
  /** Beyond it, at least so many captions are compared for a query … */
  readonly compareAtLeast: number;
  /** … and then until so many lists in a row have brought no candidate. */
  readonly idleLists: number;
}

export const USUAL_EFFORT: Effort = { exactUpTo: 50_000, compareAtLeast: 25_000, idleLists: 24 };

interface LoadedShard {
  readonly shard: Shard;
  readonly block: VectorBlock;
}

/** What of an index is in memory, and the search over it. Files are given to it verified. */
export class SearchableIndex {
  readonly #loaded = new Map<string, LoadedShard>();
  /** Place of the first caption of each shard, in the manifest's order; a row is a caption's place in the index. */
  readonly #firstRows: readonly number[];
  #router: Router | null = null;
  #captionsPresent = 0;
  #bytesPresent = 0;

  constructor(
    readonly manifest: Manifest,
    private readonly usearch: Usearch,
    private readonly effort: Effort = USUAL_EFFORT,
  ) {
    let captions = 0;
    this.#firstRows = manifest.shards.map((shard) => {
      const first = captions;
      captions += shard.captions;
      return first;
    });
  }

  get captionsPresent(): number {
    return this.#captionsPresent;
  }

  get bytesPresent(): number {
    return this.#bytesPresent;
  }

  get build(): Usearch['build'] {
    return this.usearch.build;
  }

  /** Files that are not in memory yet, the router first. */
  missing(): FileEntry[] {
    const { router, shards } = this.manifest;
    const missing: FileEntry[] = shards.filter(({ name }) => !this.#loaded.has(name));
    return this.#router === null ? [router, ...missing] : missing;
  }

  /**
   * Takes a file of the manifest into memory; its bytes have been verified and are not kept.
   * @throws FernglassError `shard-corrupt` when they are no such file, `worker-failed` when memory runs out.
   */
  add(entry: FileEntry, bytes: Uint8Array): void {
    const place = this.manifest.shards.findIndex(({ name }) => name === entry.name);
    if (place >= 0) this.#addShard(place, bytes);
    else this.#addRouter(bytes);
  }

  #addRouter(bytes: Uint8Array): void {
    if (this.#router !== null) return;
    const { lists, model, router } = this.manifest;
    this.#router = this.usearch.openRouter(readRouter(bytes, lists, model.width).graph, lists);
    this.#bytesPresent += router.bytes;
  }

  #addShard(place: number, bytes: Uint8Array): void {
    const entry = this.manifest.shards[place]!;
    if (this.#loaded.has(entry.name)) return;
    const { captions, model } = this.manifest;
    const read = readShard(bytes, entry, model.width, captions);
    const block = this.usearch.addVectors(read.codes, read.ids, this.#firstRows[place]!);
    // The vectors lie in the module's memory now; a view would keep the whole file alive beside them.
    const shard = { ...read, codes: new Int8Array(0), text: read.text.slice() };
    this.#loaded.set(entry.name, { shard, block });
    this.#captionsPresent += entry.captions;
    this.#bytesPresent += entry.bytes;
  }

  /** Forgets every file and gives their memory back. */
  clear(): void {
    for (const { block } of this.#loaded.values()) block.free();
    this.#loaded.clear();
    this.#router?.free();
    this.#router = null;
    this.#captionsPresent = 0;
    this.#bytesPresent = 0;
  }

  /**
   * The k captions nearest to each query among those present. Exact up to `effort.exactUpTo` captions, routed beyond.
   * @param queries `[n, d]`, normalised
   * @throws FernglassError `index-model-mismatch` for another width, `input-invalid` for a bad k or queries.
   */
  search(queries: Embeddings, k: number): SearchResult {
    const { captions, model } = this.manifest;
    if (!Number.isInteger(k) || k < 1)
      throw new FernglassError('input-invalid', `k is ${k}; it must be a whole number above 0.`);
    if (queries.width !== model.width)
      throw new FernglassError(
        'index-model-mismatch',
        `The index holds embeddings of width ${model.width} (${model.id}), the model gives ${queries.width}. Choose an index that was built for this model.`,
      );
    if (queries.data.length !== queries.count * queries.width || !queries.data.every(Number.isFinite))
      throw new FernglassError(
        'input-invalid',
        'An embedding to search for holds a value that is no number.',
      );
    const most = Math.min(k, captions);
    const found = new Map<number, { id: number; text: string; vector: Float32Array }>();
    const hits: Hit[][] = [];
    for (let q = 0; q < queries.count; q++) {
      const { rows, similarities } = this.#nearest(row(queries, q), most);
      hits.push(
        Array.from(rows, (at, i) => {
          let caption = found.get(at);
          if (caption === undefined) {
            caption = this.#caption(at);
            found.set(at, caption);
          }
          return { id: caption.id, text: caption.text, similarity: similarities[i]! };
        }),
      );
    }
    const unique = [...found.values()];
    return {
      hits,
      vectors: {
        ids: Int32Array.from(unique, ({ id }) => id),
        embeddings: stack(
          unique.map(({ vector }) => vector),
          model.width,
        ),
      },
      captionsSearched: this.#captionsPresent,
      captionsTotal: captions,
    };
  }

  #nearest(query: Float32Array, k: number): ReturnType<Scan['finish']> {
    const scan = this.usearch.scan(query, k);
    if (this.#router === null || this.#captionsPresent <= this.effort.exactUpTo)
      for (const { block } of this.#loaded.values()) scan.compare(block, 0, block.count);
    else this.#compareRouted(scan, query, this.#router);
    return scan.finish();
  }

  /** Compares list after list, nearest first, until enough were compared and the last ones brought nothing. */
  #compareRouted(scan: Scan, query: Float32Array, router: Router): void {
    const { lists } = this.manifest;
    const { compareAtLeast, idleLists } = this.effort;
    const seen = new Set<number>();
    let compared = 0;
    let idle = 0;
    for (let wanted = 64; ; wanted *= 4) {
      for (const list of router.nearest(query, wanted)) {
        if (seen.has(list)) continue;
        seen.add(list);
        const loaded = this.#shardOf(list);
        if (loaded === undefined) continue;
        const { shard, block } = loaded;
        const start = shard.listStarts[list - shard.firstList]!;
        const end = shard.listStarts[list - shard.firstList + 1]!;
        const entered = scan.compare(block, start, end);
        compared += end - start;
        idle = entered > 0 ? 0 : idle + 1;
        if (compared >= compareAtLeast && idle >= idleLists) return;
      }
      if (wanted >= lists) return;
    }
  }

  #shardOf(list: number): LoadedShard | undefined {
    return this.#loaded.get(
      this.manifest.shards[lastAtMost(this.manifest.shards, (s) => s.firstList, list)]!.name,
    );
  }

  #caption(at: number): { id: number; text: string; vector: Float32Array } {
    const place = lastAtMost(this.#firstRows, (first) => first, at);
    const { shard, block } = this.#loaded.get(this.manifest.shards[place]!.name)!;
    const i = at - this.#firstRows[place]!;
    return { id: shard.ids[i]!, text: captionText(shard, i), vector: dequantise(block.codes(i)) };
  }
}

/** Index of the last item whose value is at most `limit`; items rise, and the first is at most `limit`. */
function lastAtMost<T>(items: readonly T[], value: (item: T) => number, limit: number): number {
  let low = 0;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (value(items[middle]!) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Bytes of all files of an index. */
export function totalBytes({ router, shards }: Manifest): number {
  return shards.reduce((sum: number, shard: ShardEntry) => sum + shard.bytes, router.bytes);
}
