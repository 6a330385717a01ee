import { dot, type Embeddings, row, stack } from '../../src/core';
import { sampleIndices } from './random';

const ITERATIONS = 20;
/** Vectors per list that the centroids are learnt from; the rest is only assigned. */
const LEARN_FROM = 256;
/** A list this many times longer than asked for is split. */
const TOO_LONG = 2;

/**
 * Divides embeddings into lists of about `listSize` that lie near each other (k-means), and orders the lists so that
 * neighbours in the order lie near each other too.
 * @returns row numbers of each list, rising
 */
export function clusterLists(embeddings: Embeddings, listSize: number, random: () => number): number[][] {
  const all = Array.from({ length: embeddings.count }, (_, i) => i);
  const lists = divide(embeddings, all, listSize, random);
  return chain(lists, meansOf(embeddings, lists)).map((i) => lists[i]!);
}

/** Unnormalised mean of each list, `[lists, d]`: a query's inner product with it is its mean similarity to the list. */
export function meansOf(embeddings: Embeddings, lists: readonly (readonly number[])[]): Embeddings {
  return stack(
    lists.map((members) => mean(embeddings, members)),
    embeddings.width,
  );
}

function mean(embeddings: Embeddings, members: readonly number[]): Float64Array {
  const sum = new Float64Array(embeddings.width);
  for (const member of members) {
    const vector = row(embeddings, member);
    for (let j = 0; j < sum.length; j++) sum[j]! += vector[j]!;
  }
  return sum.map((x) => x / members.length);
}

function divide(
  embeddings: Embeddings,
  members: readonly number[],
  listSize: number,
  random: () => number,
): number[][] {
  const count = Math.ceil(members.length / listSize);
  if (count <= 1) return members.length === 0 ? [] : [[...members]];
  const clusters = kMeans(embeddings, members, count, random);
  // Captions that all look alike cannot be told apart: they are cut as they come.
  if (clusters.length === 1)
    return Array.from({ length: count }, (_, i) => members.slice(i * listSize, (i + 1) * listSize));
  return clusters.flatMap((cluster) =>
    cluster.length > TOO_LONG * listSize ? divide(embeddings, cluster, listSize, random) : [cluster],
  );
}

/** Lloyd's algorithm from k-means++ seeds; empty clusters are left out. */
function kMeans(
  embeddings: Embeddings,
  members: readonly number[],
  count: number,
  random: () => number,
): number[][] {
  const learners = sampleIndices(members.length, Math.min(members.length, count * LEARN_FROM), random).map(
    (i) => members[i]!,
  );
  let centroids = seeds(embeddings, learners, count, random);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const clusters = assign(embeddings, learners, centroids);
    const next = clusters.map((cluster) => mean(embeddings, cluster));
    const still =
      next.length === centroids.length && next.every((c, i) => c.every((x, j) => x === centroids[i]![j]));
    centroids = next;
    if (still) break;
  }
  return assign(embeddings, members, centroids);
}

/** k-means++: each further seed is drawn with the square of its distance to the nearest one so far. */
function seeds(
  embeddings: Embeddings,
  learners: readonly number[],
  count: number,
  random: () => number,
): Float64Array[] {
  const chosen = [Float64Array.from(row(embeddings, learners[Math.floor(random() * learners.length)]!))];
  const distance = new Float64Array(learners.length).fill(Infinity);
  while (chosen.length < count) {
    const last = chosen.at(-1)!;
    let total = 0;
    learners.forEach((learner, i) => {
      distance[i] = Math.min(distance[i]!, squaredDistance(row(embeddings, learner), last));
      total += distance[i]!;
    });
    if (total === 0) break;
    let left = random() * total;
    let at = 0;
    while (at < learners.length - 1 && left >= distance[at]!) left -= distance[at++]!;
    chosen.push(Float64Array.from(row(embeddings, learners[at]!)));
  }
  return chosen;
}

function squaredDistance(a: Float32Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j]! - b[j]!) ** 2;
  return sum;
}

function assign(
  embeddings: Embeddings,
  members: readonly number[],
  centroids: readonly Float64Array[],
): number[][] {
  const halfSquares = centroids.map((centroid) => dot(centroid, centroid) / 2);
  const clusters: number[][] = centroids.map(() => []);
  for (const member of members) {
    const vector = row(embeddings, member);
    let best = 0;
    let highest = -Infinity;
    for (let c = 0; c < centroids.length; c++) {
      // ‖v − c‖² = ‖v‖² − 2(v·c − ‖c‖²/2)
      const closeness = dot(vector, centroids[c]!) - halfSquares[c]!;
      if (closeness > highest) [best, highest] = [c, closeness];
    }
    clusters[best]!.push(member);
  }
  return clusters.filter((cluster) => cluster.length > 0);
}

/** An order in which each list is followed by the nearest one left. */
function chain(lists: readonly unknown[], means: Embeddings): number[] {
  const left = new Set(lists.keys());
  const order: number[] = [];
  let current = 0;
  while (left.size > 0) {
    left.delete(current);
    order.push(current);
    const here = Float64Array.from(row(means, current));
    let nearest = Infinity;
    for (const other of left) {
      const distance = squaredDistance(row(means, other), here);
      if (distance < nearest) [current, nearest] = [other, distance];
    }
  }
  return order;
}
