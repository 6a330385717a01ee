import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { row } from '../../../../core';
import { blocks, gather, type Matrix } from '../../embed/matrix';
import { sampleIndices, seededRandom } from '../../random';
import { writeWhole } from '../../stages/files';
import type { Progress } from '../../stages/progress';
import { BucketWriter, bucketIds, bucketVectors } from '../disk-buckets';
import { assignTo, kMeans } from '../k-means';
import { chain, divideIntoLists, listMeans } from '../split';
import { writeLeaf } from './leaf';

/** Rows that are divided into lists in memory; 96 MB of them with d = 768. */
export const IN_MEMORY = 1 << 15;
/** Cells that one pass over the rows deals them out to, at most. */
const MOST_CELLS = 1024;
/** Rows per cell that the cells' centroids are learnt from. */
const LEARN_FROM = 64;

/** A leaf of the tree: its folder under the stage's, and whether that holds the leaf's own vectors and ids. */
export interface Leaf {
  readonly folder: string;
  /** Where not, the leaf is the whole index and its rows are the captions' ids. */
  readonly bucket: boolean;
}

/** What a split left: the folders of its cells, in the order in which near ones follow each other. */
interface Split {
  readonly cells: readonly { readonly folder: string; readonly start: readonly number[] | null }[];
}

export interface TreeOptions {
  readonly listSize: number;
  readonly seed: number;
  /** Rows that are divided in memory; other numbers give other lists. */
  readonly inMemory?: number;
}

/**
 * Divides any number of embeddings into lists: what does not fit in memory is dealt out to cells on disk (k-means over
 * a sample, one pass over all rows), and a cell that is still too large is dealt out again.
 * @returns leaves in the order of their lists
 */
export async function growTree(
  folder: string,
  embeddings: Matrix,
  options: TreeOptions,
  progress: Progress,
): Promise<Leaf[]> {
  const leaves: Leaf[] = [];
  const inMemory = options.inMemory ?? IN_MEMORY;
  let done = 0;
  const visit = async (path: string, matrix: Matrix, start: readonly number[] | null) => {
    const whole = path === '';
    const at = join(folder, path);
    const random = seededRandom(seedOf(options.seed, path));
    if (matrix.count > inMemory) {
      const { cells } = await split(at, matrix, whole, inMemory, random, progress);
      progress.begin('dividing into lists');
      for (const cell of cells) {
        const child = whole ? cell.folder : `${path}/${cell.folder}`;
        const vectors = bucketVectors(join(folder, child), matrix.width);
        await visit(child, vectors, cell.start);
        vectors.close();
      }
      return;
    }
    if (!existsSync(join(at, 'lists.u32'))) {
      const rows = matrix.read(0, matrix.count);
      const near = start === null ? undefined : Float32Array.from(start);
      const lists = await divideIntoLists(rows, options.listSize, random, near);
      writeLeaf(at, lists, listMeans(rows, lists));
    }
    leaves.push({ folder: path, bucket: !whole });
    done += matrix.count;
    progress.update(done, embeddings.count, 'captions');
  };
  progress.begin('dividing into lists');
  await visit('', embeddings, null);
  progress.end();
  return leaves;
}

/** Removes what `growTree` left of a tree with several leaves. */
export function removeTree(folder: string): void {
  rmSync(join(folder, 'split.json'), { force: true });
  rmSync(join(folder, 'cells'), { recursive: true, force: true });
}

/** Deals rows out to cells; done once `split.json` is there. */
async function split(
  at: string,
  matrix: Matrix,
  whole: boolean,
  inMemory: number,
  random: () => number,
  progress: Progress,
): Promise<Split> {
  const marker = join(at, 'split.json');
  if (existsSync(marker)) return JSON.parse(readFileSync(marker, 'utf8')) as Split;
  rmSync(join(at, 'cells'), { recursive: true, force: true });
  mkdirSync(join(at, 'cells'));
  progress.begin('learning cells');
  const wanted = Math.min(MOST_CELLS, Math.ceil((2 * matrix.count) / inMemory));
  const sample = sampleIndices(matrix.count, Math.min(matrix.count, wanted * LEARN_FROM), random);
  const centroids = await kMeans(gather(matrix, sample), wanted, random);
  const names = Array.from({ length: wanted }, (_, i) => `cells/${String(i).padStart(4, '0')}`);
  progress.end();

  progress.begin('dealing out to cells');
  const ids = whole ? null : bucketIds(at);
  const writer = new BucketWriter(
    names.map((name) => join(at, name)),
    matrix.width,
  );
  const counts = new Uint32Array(names.length);
  // Rows that all look alike cannot be told apart: they are dealt out as they come.
  const alike = centroids.count === 1;
  const assign = assignTo(centroids);
  for (const { start, rows } of blocks(matrix)) {
    const cells = alike ? null : await assign(rows);
    for (let i = 0; i < rows.count; i++) {
      const cell = cells === null ? Math.floor(((start + i) * wanted) / matrix.count) : cells[i]!;
      counts[cell]!++;
      writer.add(cell, ids === null ? start + i : ids[start + i]!, row(rows, i));
    }
    progress.update(start + rows.count, matrix.count, 'captions');
  }
  writer.close();
  const order = alike ? [...names.keys()] : chain(centroids);
  const filled = order.filter((cell) => counts[cell]! > 0);
  const cells = filled.map((cell, i) => {
    const before = filled[i - 1];
    const start = alike || before === undefined ? null : Array.from(row(centroids, before));
    return { folder: names[cell]!, start };
  });
  writeWhole(marker, JSON.stringify({ cells }));
  progress.end();
  return { cells };
}

/** A seed for each part of the tree, so that none depends on how far another got. */
export function seedOf(seed: number, path: string): number {
  let state = seed | 0;
  for (const character of path) state = (Math.imul(state, 31) + character.codePointAt(0)!) | 0;
  return state;
}
