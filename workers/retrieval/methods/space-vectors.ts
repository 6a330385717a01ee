import { type Embeddings, FernglassError, row } from '../../../core';
import { type FileEntry, readVectors, type VectorSpace } from '../../../index-shards/format';
import { firstRowsOf } from '../cache/index-layout';
import type { Block, Kernels } from '../kernels';
import type { CaptionSource } from '../search/caption-source';
import { nextTask } from './next-task';
import type { RankedRow } from './ranked-captions';

/** Vectors of vector spaces beyond so many bytes leave memory, if they can be read again. */
const MEMORY_BYTES = 128 * 2 ** 20;

/** One shard's vectors in memory. */
interface LoadedVectors {
  readonly block: Block;
  /** Rows of those that are not zero; null where all are there. */
  readonly rows: Uint32Array | null;
}

/** What is nearest in a vector space. */
export interface Nearest {
  /** By cosine in this space, best first, for each query. */
  readonly rankings: RankedRow[][];
  /** Captions whose vectors were compared. */
  readonly captionsSearched: number;
}

/** Further vectors of an index's captions, by shard, and exact search among those whose shard is there too. */
export class SpaceVectors {
  /** By the number of the shard, in order of their last use. */
  readonly #loaded = new Map<number, LoadedVectors>();
  /** Shards whose files can be read again. */
  readonly #stored = new Set<number>();
  readonly #firstRows: readonly number[];
  #memoryBytes = 0;

  constructor(
    private readonly source: CaptionSource,
    readonly space: VectorSpace,
    private readonly kernels: Kernels,
    private readonly mostBytes = MEMORY_BYTES,
  ) {
    this.#firstRows = firstRowsOf(source.index.manifest.shards);
  }

  /** Files that are not there, in memory or to be read again. */
  missing(): FileEntry[] {
    return this.space.files.filter((_, shard) => !this.#loaded.has(shard) && !this.#stored.has(shard));
  }

  /**
   * Takes a verified file into memory.
   * @throws FernglassError `shard-corrupt` when it is no such file, `worker-failed` when memory runs out.
   */
  add({ name }: FileEntry, bytes: Uint8Array): void {
    const shard = this.#shardOf(name);
    if (!this.#loaded.has(shard)) this.#load(shard, bytes);
    this.#shrink();
  }

  /** Notes that a file can be read again, so that it may leave memory. */
  noteStored(name: string): void {
    this.#stored.add(this.#shardOf(name));
    this.#shrink();
  }

  /** Gives all memory back. */
  clear(): void {
    for (const { block } of this.#loaded.values()) block.free();
    this.#loaded.clear();
    this.#stored.clear();
    this.#memoryBytes = 0;
  }

  /**
   * The k rows nearest to each query, among all that have a vector.
   * @param queries `[n, the space's width]`, normalised
   * @throws FernglassError `index-model-mismatch` for another width.
   */
  async nearest(queries: Embeddings, k: number): Promise<Nearest> {
    const { encoder } = this.space;
    if (queries.width !== encoder.width)
      throw new FernglassError(
        'index-model-mismatch',
        `These vectors of the index have width ${encoder.width} (${encoder.id}), the query has ${queries.width}. Choose an index that was built for this model.`,
      );
    const rankings: RankedRow[][] = Array.from({ length: queries.count }, () => []);
    let captionsSearched = 0;
    for (const shard of this.space.files.keys()) {
      if (!this.source.index.hasShard(shard)) continue;
      await this.#bringIn(shard);
      // What came in may have gone again, so it is used before anything else can run.
      const loaded = this.#loaded.get(shard);
      if (loaded === undefined) continue;
      captionsSearched += loaded.block.count;
      rankings.forEach((ranking, q) => {
        const found = this.#scan(loaded, row(queries, q), k);
        rankings[q] = [...ranking, ...found].sort((a, b) => b.score - a.score || a.row - b.row).slice(0, k);
      });
      this.#shrink();
      await nextTask();
    }
    return { rankings, captionsSearched };
  }

  #scan({ block, rows }: LoadedVectors, query: Float32Array, k: number): RankedRow[] {
    if (block.count === 0) return [];
    const scan = this.kernels.scan(query, Math.min(k, block.count));
    scan.compare(block, 0, block.count);
    const found = scan.finish();
    return Array.from(found.rows, (at, i) => ({
      row: rows === null ? at : rows[at - block.firstRow]!,
      score: found.similarities[i]!,
    }));
  }

  async #bringIn(shard: number): Promise<void> {
    if (!this.#loaded.has(shard) && this.#stored.has(shard)) {
      const bytes = await this.source.read(this.space.files[shard]!);
      if (bytes === undefined) this.#stored.delete(shard);
      else if (!this.#loaded.has(shard) && this.#stored.has(shard)) this.#load(shard, bytes);
    }
    const loaded = this.#loaded.get(shard);
    if (loaded === undefined) return;
    // Last in the map: last to go.
    this.#loaded.delete(shard);
    this.#loaded.set(shard, loaded);
  }

  #load(shard: number, bytes: Uint8Array): void {
    const entry = this.source.index.manifest.shards[shard]!;
    const { width } = this.space.encoder;
    const codes = readVectors(bytes, entry, width);
    const firstRow = this.#firstRows[shard]!;
    const isThere = (i: number) => codes.subarray(i * width, (i + 1) * width).some((x) => x !== 0);
    const filled = Array.from({ length: entry.captions }, (_, i) => i).filter(isThere);
    const rows = Uint32Array.from(filled, (i) => firstRow + i);
    const isWhole = filled.length === entry.captions;
    const kept = isWhole ? codes : new Int8Array(filled.length * width);
    if (!isWhole)
      filled.forEach((i, at) => {
        kept.set(codes.subarray(i * width, (i + 1) * width), at * width);
      });
    const block = this.kernels.addVectors(kept, rows, firstRow);
    this.#loaded.set(shard, { block, rows: isWhole ? null : rows });
    this.#memoryBytes += block.bytes;
  }

  #shrink(): void {
    for (const [shard, { block }] of this.#loaded) {
      if (this.#memoryBytes <= this.mostBytes) return;
      if (!this.#stored.has(shard)) continue;
      block.free();
      this.#loaded.delete(shard);
      this.#memoryBytes -= block.bytes;
    }
  }

  #shardOf(name: string): number {
    return this.space.files.findIndex((file) => file.name === name);
  }
}
