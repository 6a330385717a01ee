import { seededRandom } from '../../index-shards/build/random';
import { type Embeddings, row } from '../../src/core';
import type { Usearch } from '../../workers/retrieval/usearch/usearch';

const ITERATIONS = 3;
/** Vectors per centroid that the centroids are learnt from. */
const LEARN_FROM = 64;

/**
 * Divides vectors into lists of about `listSize` by k-means in two levels, the inner products in i8: rougher than the
 * builder's, and quick enough for a benchmark. Lists of one region follow each other.
 */
export function roughLists(vectors: Embeddings, listSize: number, usearch: Usearch): number[][] {
  const all = Array.from({ length: vectors.count }, (_, i) => i);
  const lists = Math.max(1, Math.round(vectors.count / listSize));
  const random = seededRandom(11);
  return divide(vectors, all, Math.ceil(Math.sqrt(lists)), usearch, random).flatMap((region) =>
    divide(vectors, region, Math.max(1, Math.round(region.length / listSize)), usearch, random),
  );
}

function divide(
  vectors: Embeddings,
  members: readonly number[],
  count: number,
  usearch: Usearch,
  random: () => number,
): number[][] {
  if (count <= 1) return members.length > 0 ? [[...members]] : [];
  const learners = Array.from(
    { length: Math.min(members.length, count * LEARN_FROM) },
    () => members[Math.floor(random() * members.length)]!,
  );
  let centroids: Float32Array[] = Array.from({ length: count }, (_, c) =>
    Float32Array.from(row(vectors, learners[Math.floor((c * learners.length) / count)]!)),
  );
  for (let i = 0; i < ITERATIONS; i++)
    centroids = assign(vectors, learners, centroids, usearch)
      .filter(({ length }) => length > 0)
      .map((cluster) => meanOf(vectors, cluster));
  return assign(vectors, members, centroids, usearch).filter(({ length }) => length > 0);
}

/** Mean of some rows, `[d]`. */
export function meanOf(vectors: Embeddings, members: readonly number[]): Float32Array {
  const mean = new Float32Array(vectors.width);
  for (const member of members) {
    const vector = row(vectors, member);
    for (let j = 0; j < mean.length; j++) mean[j]! += vector[j]! / members.length;
  }
  return mean;
}

function assign(
  vectors: Embeddings,
  members: readonly number[],
  centroids: readonly Float32Array[],
  usearch: Usearch,
): number[][] {
  const { width } = vectors;
  let largest = 0;
  for (const centroid of centroids) for (const x of centroid) largest = Math.max(largest, Math.abs(x));
  const unit = largest / 127;
  const codes = new Int8Array(centroids.length * width);
  centroids.forEach((centroid, c) => {
    for (let j = 0; j < width; j++) codes[c * width + j] = Math.round(centroid[j]! / unit);
  });
  const halfSquares = centroids.map((centroid) => centroid.reduce((sum, x) => sum + x * x, 0) / 2);
  const clusters: number[][] = centroids.map(() => []);
  usearch.keep((keep, free) => {
    const matrix = keep(usearch.copyIn(codes));
    const query = keep(usearch.allocate(width));
    const output = keep(usearch.allocate(4 * centroids.length));
    const { binding } = usearch;
    const products = new Int32Array(binding.memory.buffer, output, centroids.length);
    const query8 = new Int8Array(binding.memory.buffer, query, width);
    for (const member of members) {
      const vector = row(vectors, member);
      let most = 0;
      for (let j = 0; j < width; j++) most = Math.max(most, Math.abs(vector[j]!));
      for (let j = 0; j < width; j++) query8[j] = Math.round((vector[j]! / most) * 127);
      binding.inner_products(query, width, matrix, centroids.length, output);
      const scale = (unit * most) / 127;
      let best = 0;
      let highest = -Infinity;
      for (let c = 0; c < centroids.length; c++) {
        const closeness = products[c]! * scale - halfSquares[c]!;
        if (closeness > highest) [best, highest] = [c, closeness];
      }
      clusters[best]!.push(member);
    }
    free();
  });
  return clusters;
}
