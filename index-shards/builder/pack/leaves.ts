import { join } from 'node:path';
import { type Embeddings, stack } from '../../../core';
import type { Matrix } from '../embed/matrix';
import { bucketIds, bucketVectors } from '../lists/disk-buckets';
import { type LeafLists, readLeaf } from '../lists/tree/leaf';
import type { Leaf } from '../lists/tree/tree';

/** One list: ids of its captions, and their rows among the leaf's vectors. */
export interface ListRows {
  readonly ids: Uint32Array;
  readonly rows: Uint32Array;
}

/** All lists of a build in order, leaf by leaf from disk. */
export class Lists {
  /** Captions in each list. */
  readonly sizes: Uint32Array;
  /** Unnormalised means, `[lists, d]`. */
  readonly means: Embeddings;
  readonly #firstLists: number[] = [];
  #open: { readonly leaf: number; readonly lists: LeafLists; readonly ids: Uint32Array | null } | null = null;
  #vectors: { readonly leaf: number; readonly rows: Embeddings } | null = null;

  /** @param folder the folder of the stage that made the leaves */
  constructor(
    private readonly folder: string,
    private readonly leaves: readonly Leaf[],
    private readonly embeddings: Matrix,
  ) {
    const sizes: Uint32Array[] = [];
    const means: Embeddings[] = [];
    let first = 0;
    for (const { folder: at } of leaves) {
      const leaf = readLeaf(join(folder, at));
      this.#firstLists.push(first);
      sizes.push(leaf.sizes);
      means.push(leaf.means);
      first += leaf.sizes.length;
    }
    this.sizes = new Uint32Array(first);
    sizes.forEach((its, i) => {
      this.sizes.set(its, this.#firstLists[i]!);
    });
    const data = new Float32Array(first * embeddings.width);
    means.forEach((its, i) => {
      data.set(its.data, this.#firstLists[i]! * embeddings.width);
    });
    this.means = { count: first, width: embeddings.width, data };
  }

  get count(): number {
    return this.sizes.length;
  }

  list(number: number): ListRows {
    const leaf = this.#leafOf(number);
    if (this.#open?.leaf !== leaf) {
      const { folder, bucket } = this.leaves[leaf]!;
      const at = join(this.folder, folder);
      this.#open = { leaf, lists: readLeaf(at), ids: bucket ? bucketIds(at) : null };
    }
    const { lists, ids } = this.#open;
    let start = 0;
    const within = number - this.#firstLists[leaf]!;
    for (let i = 0; i < within; i++) start += lists.sizes[i]!;
    const rows = lists.rows.subarray(start, start + lists.sizes[within]!);
    return { rows, ids: ids === null ? rows : rows.map((row) => ids[row]!) };
  }

  /** The embeddings of a list's captions, `[n, d]`. */
  vectors(number: number): Embeddings {
    const { rows } = this.list(number);
    const leaf = this.#leafOf(number);
    if (this.#vectors?.leaf !== leaf) this.#vectors = { leaf, rows: this.#readVectors(leaf) };
    const { data } = this.#vectors.rows;
    const { width } = this.embeddings;
    return stack(
      Array.from(rows, (row) => data.subarray(row * width, (row + 1) * width)),
      width,
    );
  }

  #readVectors(leaf: number): Embeddings {
    const { folder, bucket } = this.leaves[leaf]!;
    if (!bucket) return this.embeddings.read(0, this.embeddings.count);
    const matrix = bucketVectors(join(this.folder, folder), this.embeddings.width);
    try {
      return matrix.read(0, matrix.count);
    } finally {
      matrix.close();
    }
  }

  #leafOf(number: number): number {
    let leaf = this.#open?.leaf ?? 0;
    while (leaf > 0 && number < this.#firstLists[leaf]!) leaf--;
    while (leaf + 1 < this.leaves.length && number >= this.#firstLists[leaf + 1]!) leaf++;
    return leaf;
  }
}
