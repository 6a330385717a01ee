import {
  type FileEntry,
  type List,
  type Shard,
  type ShardEntry,
  sha256Hex,
  writeRouter,
  writeShard,
} from '../../../index-shards/format';
import type { Kernels } from '../kernels';
import { type Beside, BesideWriter, type Known } from './beside';

/** Captions of a list; as the builder makes them up to 50,000 captions, below which every list is compared anyway. */
const LIST_SIZE = 256;

/** The lists of an index so far, as its router needs them. */
export interface ListsSoFar {
  /** `[lists]`, captions. */
  readonly sizes: readonly number[];
  /** `[lists, d]`, the mean of each list's codes. */
  readonly means: readonly Int8Array[];
}

/** A caption that is to be written. */
export interface Row {
  readonly id: number;
  readonly text: string;
  /** `[d]`, as the index's codec writes them. */
  readonly codes: Int8Array;
  readonly beside: Beside;
}

/** Writes the files of an index of i8 codes: shards one after the other, then the router over all of their lists. */
export class ShardWriter {
  /** What was written, by name. */
  readonly files = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly #shards: ShardEntry[];
  #lists: ListsSoFar;

  /** What lies beside the shards; of those that stay it is to be told before any is written. */
  readonly beside: BesideWriter;

  /**
   * @param known what the index tells of its captions beside text and codes
   * @param shards those that stay before the ones that are written, and `lists` theirs
   */
  constructor(
    private readonly width: number,
    known: Known = {},
    shards: readonly ShardEntry[] = [],
    lists: ListsSoFar = { sizes: [], means: [] },
  ) {
    this.#shards = [...shards];
    this.#lists = lists;
    this.beside = new BesideWriter(known, (bytes) => this.#keep(bytes));
  }

  get shards(): readonly ShardEntry[] {
    return this.#shards;
  }

  get lists(): ListsSoFar {
    return this.#lists;
  }

  /** Writes captions as one more shard. */
  async shard(rows: readonly Row[]): Promise<void> {
    const firstList = this.#lists.sizes.length;
    const lists: List[] = [];
    for (let start = 0; start < rows.length; start += LIST_SIZE) {
      const its = rows.slice(start, start + LIST_SIZE);
      const codes = new Int8Array(its.length * this.width);
      for (const [i, row] of its.entries()) codes.set(row.codes, i * this.width);
      lists.push({ ids: its.map(({ id }) => id), texts: its.map(({ text }) => text), codes });
    }
    const file = await this.#keep(writeShard(this.width, firstList, lists));
    this.#shards.push({ ...file, firstList, lists: lists.length, captions: rows.length });
    await this.beside.write(
      firstList,
      rows.map(({ beside }) => beside),
    );
    this.#lists = {
      sizes: [...this.#lists.sizes, ...lists.map(({ ids }) => ids.length)],
      means: [...this.#lists.means, ...lists.map(({ codes }) => meanOf(codes, this.width))],
    };
  }

  /** Writes what leads to the lists of all shards. */
  router(kernels: Kernels): Promise<FileEntry> {
    const { means, sizes } = this.#lists;
    const centroids = new Int8Array(means.length * this.width);
    for (const [list, mean] of means.entries()) centroids.set(mean, list * this.width);
    return this.#keep(writeRouter(this.width, Uint32Array.from(sizes), kernels.buildRouter(centroids)));
  }

  async #keep(bytes: Uint8Array<ArrayBuffer>): Promise<FileEntry> {
    const sha256 = await sha256Hex(bytes);
    const name = `${sha256}.bin`;
    this.files.set(name, bytes);
    return { name, bytes: bytes.length, sha256 };
  }
}

/** The lists of a shard that was written before. */
export function listsOfShard({ codes, listStarts, width }: Shard): ListsSoFar {
  const sizes = Array.from(listStarts.subarray(1), (end, i) => end - listStarts[i]!);
  const means = sizes.map((_, i) =>
    meanOf(codes.subarray(listStarts[i]! * width, listStarts[i + 1]! * width), width),
  );
  return { sizes, means };
}

function meanOf(codes: Int8Array, width: number): Int8Array {
  const count = codes.length / width;
  return Int8Array.from({ length: width }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += codes[i * width + j]!;
    return Math.round(sum / count);
  });
}
