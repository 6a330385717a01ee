import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Embeddings } from '../../../../core';
import { npyBytes, readNpy } from '../../embed/npy';
import { alignedBuffer, bytesOf, writeWhole } from '../../stages/files';

/** The lists of one leaf, in order. */
export interface LeafLists {
  /** Captions in each list. */
  readonly sizes: Uint32Array;
  /** Rows of the leaf's vectors, list after list. */
  readonly rows: Uint32Array;
  /** Unnormalised means, `[lists, d]`. */
  readonly means: Embeddings;
}

/** Writes a leaf's lists into its folder; `lists.u32` comes last and says that they are complete. */
export function writeLeaf(folder: string, lists: readonly (readonly number[])[], means: Embeddings): void {
  writeWhole(join(folder, 'means.npy'), npyBytes(means));
  const sizes = lists.map((list) => list.length);
  writeWhole(join(folder, 'lists.u32'), bytesOf(Uint32Array.from([lists.length, ...sizes].concat(...lists))));
}

/** Reads what `writeLeaf` wrote. */
export function readLeaf(folder: string): LeafLists {
  const numbers = new Uint32Array(alignedBuffer(readFileSync(join(folder, 'lists.u32'))));
  const lists = numbers[0]!;
  return {
    sizes: numbers.subarray(1, 1 + lists),
    rows: numbers.subarray(1 + lists),
    means: readNpy(join(folder, 'means.npy')),
  };
}
