import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Embeddings } from '../../../core';
import { blocks, type Matrix } from '../embed/matrix';
import { npyBytes, readNpy } from '../embed/npy';
import { alignedBuffer, bytesOf, writeWhole } from '../stages/files';
import type { Progress } from '../stages/progress';
import { bucketIds, bucketVectors } from './disk-buckets';
import { nearestLists } from './near-cells';
import { readLeaf } from './tree/leaf';
import type { Leaf } from './tree/tree';

/** Times that all captions are assigned again; further ones move hardly any. */
export const PASSES = 3;

/** Which list each caption is in. */
export interface Assignment {
  /** A caption's list, by its id. */
  readonly lists: Uint32Array;
  /** Captions in each list; a list may have lost all. */
  readonly sizes: Uint32Array;
}

/** What a pass starts from. */
interface Pass extends Assignment {
  /** Of each list, `[lists, d]`. */
  readonly means: Embeddings;
}

/**
 * Assigns all captions again, each to the nearest list among those of the leaves around it: a leaf's border cuts through
 * subjects, and a list on its other side may be nearer. A pass that was interrupted is begun anew.
 * @param folder of the tree that `leaves` are of
 */
export async function assignAcross(
  folder: string,
  leaves: readonly Leaf[],
  embeddings: Matrix,
  progress: Progress,
): Promise<Assignment> {
  mkdirSync(join(folder, 'across'), { recursive: true });
  let done = PASSES;
  while (done > 0 && !existsSync(join(passFolder(folder, done), 'sizes.u32'))) done--;
  let state = done > 0 ? readPass(folder, done) : passOfTree(folder, leaves, embeddings);
  const firstLists: number[] = [];
  let lists = 0;
  for (const leaf of leaves) {
    firstLists.push(lists);
    lists += readLeaf(join(folder, leaf.folder)).sizes.length;
  }
  for (let pass = done + 1; pass <= PASSES; pass++) {
    progress.begin(`assigning across cells, ${pass} of ${PASSES}`);
    state = await assignAgain(folder, leaves, firstLists, state, progress);
    writePass(folder, pass, state);
    for (let old = 1; old < pass; old++) rmSync(passFolder(folder, old), { recursive: true, force: true });
    progress.end();
  }
  return { lists: state.lists, sizes: state.sizes };
}

/** What `assignAcross` left in a folder, or null where it has not come to its end. */
export function finishedAssignment(folder: string): Assignment | null {
  const at = passFolder(folder, PASSES);
  return existsSync(join(at, 'sizes.u32')) ? readAssignment(at) : null;
}

/** One pass over all leaves. What it starts from is changed in place: there is a mean for each list of the index. */
async function assignAgain(
  folder: string,
  leaves: readonly Leaf[],
  firstLists: readonly number[],
  { lists, sizes: before, means }: Pass,
  progress: Progress,
): Promise<Pass> {
  const { count, width } = means;
  const nearest = nearestLists(means, before, firstLists);
  const sizes = new Uint32Array(count);
  // f32 is as precise as sums of a few hundred unit vectors need.
  const sums = means.data.fill(0);
  let done = 0;
  for (const leaf of leaves) {
    const at = join(folder, leaf.folder);
    const ids = bucketIds(at);
    const vectors = bucketVectors(at, width);
    for (const { start, rows } of blocks(vectors)) {
      const its = ids.subarray(start, start + rows.count);
      const assigned = await nearest(
        rows,
        its.map((id) => lists[id]!),
      );
      for (let i = 0; i < rows.count; i++) {
        const list = assigned[i]!;
        lists[its[i]!] = list;
        sizes[list]!++;
        for (let j = 0; j < width; j++) sums[list * width + j]! += rows.data[i * width + j]!;
      }
      done += rows.count;
      progress.update(done, lists.length, 'captions');
    }
    vectors.close();
  }
  for (let list = 0; list < count; list++)
    if (sizes[list]! > 0) for (let j = list * width; j < (list + 1) * width; j++) sums[j]! /= sizes[list]!;
  return { lists, sizes, means: { count, width, data: sums } };
}

function passOfTree(folder: string, leaves: readonly Leaf[], embeddings: Matrix): Pass {
  const { width } = embeddings;
  const lists = new Uint32Array(embeddings.count);
  const sizes: number[] = [];
  const parts: Float32Array[] = [];
  for (const leaf of leaves) {
    const at = join(folder, leaf.folder);
    const ids = bucketIds(at);
    const its = readLeaf(at);
    let start = 0;
    for (const size of its.sizes) {
      for (const row of its.rows.subarray(start, start + size)) lists[ids[row]!] = sizes.length;
      sizes.push(size);
      start += size;
    }
    parts.push(its.means.data);
  }
  const data = new Float32Array(sizes.length * width);
  let filled = 0;
  for (const part of parts) {
    data.set(part, filled);
    filled += part.length;
  }
  return { lists, sizes: Uint32Array.from(sizes), means: { count: sizes.length, width, data } };
}

const passFolder = (folder: string, pass: number) => join(folder, 'across', String(pass));

/** Writes what a pass left; `sizes.u32` comes last and says that it is complete. */
function writePass(folder: string, pass: number, { lists, sizes, means }: Pass): void {
  const at = passFolder(folder, pass);
  mkdirSync(at, { recursive: true });
  writeWhole(join(at, 'means.npy'), npyBytes(means));
  writeWhole(join(at, 'lists.u32'), bytesOf(lists));
  writeWhole(join(at, 'sizes.u32'), bytesOf(sizes));
}

function readPass(folder: string, pass: number): Pass {
  const at = passFolder(folder, pass);
  return { ...readAssignment(at), means: readNpy(join(at, 'means.npy')) };
}

function readAssignment(at: string): Assignment {
  const read = (name: string) => new Uint32Array(alignedBuffer(readFileSync(join(at, name))));
  return { lists: read('lists.u32'), sizes: read('sizes.u32') };
}
