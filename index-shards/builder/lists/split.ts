import { type Embeddings, row, stack } from '../../../core';
import { sampleIndices } from '../random';
import { assignTo, kMeans } from './k-means';

/** Vectors per list that the centroids are learnt from; the rest is only assigned. */
const LEARN_FROM = 256;
/** A list this many times longer than asked for is split. */
const TOO_LONG = 2;

/**
 * Divides embeddings that fit in memory into lists of about `listSize` that lie near each other, and orders the lists so
 * that neighbours in the order lie near each other too.
 * @param start the first list is the one nearest to this vector; where absent, whichever comes first
 * @returns row numbers of each list, rising
 */
export async function divideIntoLists(
  embeddings: Embeddings,
  listSize: number,
  random: () => number,
  start?: Float32Array,
): Promise<number[][]> {
  const all = Array.from({ length: embeddings.count }, (_, i) => i);
  const lists = await divide(embeddings, all, listSize, random);
  return chain(listMeans(embeddings, lists), start).map((i) => lists[i]!);
}

/** Unnormalised mean of each list, `[lists, d]`: a query's inner product with it is its mean similarity to the list. */
export function listMeans(embeddings: Embeddings, lists: readonly (readonly number[])[]): Embeddings {
  return stack(
    lists.map((members) => {
      const sum = new Float64Array(embeddings.width);
      for (const member of members) {
        const vector = row(embeddings, member);
        for (let j = 0; j < sum.length; j++) sum[j]! += vector[j]!;
      }
      return sum.map((x) => x / members.length);
    }),
    embeddings.width,
  );
}

/** An order in which each row is followed by the nearest one left. */
export function chain(rows: Embeddings, start?: Float32Array): number[] {
  const left = new Set(Array(rows.count).keys());
  const order: number[] = [];
  let here = start ?? (rows.count > 0 ? row(rows, 0) : undefined);
  while (left.size > 0) {
    let current = -1;
    let nearest = Infinity;
    for (const other of left) {
      const distance = squaredDistance(row(rows, other), here!);
      if (distance < nearest) [current, nearest] = [other, distance];
    }
    left.delete(current);
    order.push(current);
    here = row(rows, current);
  }
  return order;
}

async function divide(
  embeddings: Embeddings,
  members: readonly number[],
  listSize: number,
  random: () => number,
): Promise<number[][]> {
  const count = Math.ceil(members.length / listSize);
  if (count <= 1) return members.length === 0 ? [] : [[...members]];
  const rows = members.length === embeddings.count ? embeddings : picked(embeddings, members);
  const learners = sampleIndices(rows.count, Math.min(rows.count, count * LEARN_FROM), random);
  const centroids = await kMeans(
    learners.length === rows.count ? rows : picked(rows, learners),
    count,
    random,
  );
  const nearest = await assignTo(centroids)(rows);
  const clusters: number[][] = Array.from({ length: centroids.count }, () => []);
  nearest.forEach((c, i) => {
    clusters[c]!.push(members[i]!);
  });
  const filled = clusters.filter((cluster) => cluster.length > 0);
  // Captions that all look alike cannot be told apart: they are cut as they come.
  if (filled.length === 1)
    return Array.from({ length: count }, (_, i) => members.slice(i * listSize, (i + 1) * listSize));
  const lists: number[][] = [];
  for (const cluster of filled)
    if (cluster.length > TOO_LONG * listSize)
      lists.push(...(await divide(embeddings, cluster, listSize, random)));
    else lists.push(cluster);
  return lists;
}

/** Chosen rows in a memory of their own, `[rows, d]`. */
export function picked(embeddings: Embeddings, rows: readonly number[]): Embeddings {
  const data = new Float32Array(rows.length * embeddings.width);
  rows.forEach((at, i) => {
    data.set(row(embeddings, at), i * embeddings.width);
  });
  return { count: rows.length, width: embeddings.width, data };
}

function squaredDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j]! - b[j]!) ** 2;
  return sum;
}
