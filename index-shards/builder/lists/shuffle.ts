import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Embeddings, row } from '../../../core';
import { blocks, type Matrix } from '../embed/matrix';
import { seededRandom } from '../random';
import { writeWhole } from '../stages/files';
import type { Progress } from '../stages/progress';
import { BucketWriter, bucketIds, bucketVectors } from './disk-buckets';
import type { Assignment } from './reassign';
import { divideIntoLists, listMeans, picked } from './split';
import { writeLeaf } from './tree/leaf';
import { IN_MEMORY, type Leaf, seedOf, type TreeOptions } from './tree/tree';

/** A list that has grown this many times longer than asked for is divided again. */
const TOO_LONG = 4;

/**
 * Deals embeddings out to leaves as an assignment to lists says, the lists in their order and each leaf small enough for
 * memory, unless one list alone is not. Lists without captions are left out, those that are too long divided again.
 * @returns leaves in the order of their lists
 */
export async function dealOut(
  folder: string,
  embeddings: Matrix,
  { lists, sizes }: Assignment,
  options: TreeOptions,
  progress: Progress,
): Promise<Leaf[]> {
  const leafOf = leavesOf(sizes, options.inMemory ?? IN_MEMORY);
  const leaves = Array.from({ length: leafOf.at(-1)! + 1 }, (_, i) => `leaves/${String(i).padStart(4, '0')}`);
  const marker = join(folder, 'leaves', 'dealt.json');
  if (!existsSync(marker)) {
    rmSync(join(folder, 'leaves'), { recursive: true, force: true });
    mkdirSync(join(folder, 'leaves'));
    progress.begin('dealing out to lists');
    const writer = new BucketWriter(
      leaves.map((leaf) => join(folder, leaf)),
      embeddings.width,
    );
    for (const { start, rows } of blocks(embeddings)) {
      for (let i = 0; i < rows.count; i++) writer.add(leafOf[lists[start + i]!]!, start + i, row(rows, i));
      progress.update(start + rows.count, embeddings.count, 'captions');
    }
    writer.close();
    writeWhole(marker, JSON.stringify({ leaves }));
    progress.end();
  }
  progress.begin('writing lists');
  let done = 0;
  for (const [i, leaf] of leaves.entries()) {
    const at = join(folder, leaf);
    if (!existsSync(join(at, 'lists.u32'))) {
      const [first, end] = [leafOf.indexOf(i), leafOf.lastIndexOf(i) + 1];
      const rows = readRows(at, embeddings.width);
      const members: number[][] = Array.from({ length: end - first }, () => []);
      bucketIds(at).forEach((id, r) => {
        members[lists[id]! - first]!.push(r);
      });
      const written = await dividedAgain(
        rows,
        members,
        options.listSize,
        seededRandom(seedOf(options.seed, leaf)),
      );
      writeLeaf(at, written, listMeans(rows, written));
    }
    progress.update(++done, leaves.length, 'leaves');
  }
  progress.end();
  return leaves.map((leaf) => ({ folder: leaf, bucket: true }));
}

/** The leaf of each list: a leaf is filled with lists, in order, until the next one would not fit in memory. */
function leavesOf(sizes: Uint32Array, inMemory: number): Uint32Array {
  let leaf = 0;
  let filled = 0;
  return sizes.map((size) => {
    if (size > 0 && filled > 0 && filled + size > inMemory) {
      leaf++;
      filled = 0;
    }
    filled += size;
    return leaf;
  });
}

function readRows(at: string, width: number): Embeddings {
  const matrix = bucketVectors(at, width);
  try {
    return matrix.read(0, matrix.count);
  } finally {
    matrix.close();
  }
}

/** The lists that are not empty, with several in the place of each that is too long. */
async function dividedAgain(
  rows: Embeddings,
  lists: readonly (readonly number[])[],
  listSize: number,
  random: () => number,
): Promise<(readonly number[])[]> {
  const divided: (readonly number[])[] = [];
  for (const members of lists)
    if (members.length > TOO_LONG * listSize)
      for (const part of await divideIntoLists(picked(rows, members), listSize, random))
        divided.push(part.map((i) => members[i]!));
    else if (members.length > 0) divided.push(members);
  return divided;
}
