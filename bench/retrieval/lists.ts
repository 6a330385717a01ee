import { type Embeddings, row } from '../../core';
import { seededRandom } from '../../index-shards/builder/random';
import type { Kernels } from '../../workers/retrieval/kernels';

const ITERATIONS = 5;
/** Times that all vectors are assigned again, and the part of the regions that each may go to. */
const ACROSS = 3;
const NEAR = 1 / 6;
/** Vectors per centroid that the centroids are learnt from. */
const LEARN_FROM = 64;

/**
 * Divides vectors into lists of about `listSize` by k-means in two levels, the inner products in i8: quick enough for a
 * benchmark. Lists of one region follow each other.
 */
export function roughLists(vectors: Embeddings, listSize: number, kernels: Kernels): number[][] {
  const all = Array.from({ length: vectors.count }, (_, i) => i);
  const lists = Math.max(1, Math.round(vectors.count / listSize));
  const random = seededRandom(11);
  let regions = divide(vectors, all, Math.ceil(Math.sqrt(lists)), kernels, random).map((region) =>
    divide(vectors, region, Math.max(1, Math.round(region.length / listSize)), kernels, random),
  );
  // A region's border cuts through subjects; lists on its other side may be nearer.
  for (let i = 0; i < ACROSS; i++) regions = assignAcross(vectors, regions, kernels);
  return regions.flat();
}

/** Assigns all vectors again, each to the nearest list of the regions nearest to it. */
function assignAcross(
  vectors: Embeddings,
  regions: readonly (readonly (readonly number[])[])[],
  kernels: Kernels,
): number[][][] {
  const { width } = vectors;
  const { binding } = kernels;
  const centres = regions.map((lists) => meanOf(vectors, lists.flat()));
  const lists = regions.flat();
  const starts: number[] = [];
  let count = 0;
  for (const its of regions) {
    starts.push(count);
    count += its.length;
  }
  starts.push(count);
  const clusters: number[][] = lists.map(() => []);
  kernels.keep((keep, free) => {
    const coarse = centroidCodes(centres, width);
    const fine = centroidCodes(
      lists.map((members) => meanOf(vectors, members)),
      width,
    );
    const coarseAt = keep(kernels.copyIn(coarse.codes));
    const fineAt = keep(kernels.copyIn(fine.codes));
    const query = keep(kernels.allocate(width));
    const output = keep(kernels.allocate(4 * Math.max(count, centres.length)));
    const query8 = new Int8Array(binding.memory.buffer, query, width);
    const products = new Int32Array(binding.memory.buffer, output, Math.max(count, centres.length));
    const closeness = new Float64Array(centres.length);
    const sorted = new Float64Array(centres.length);
    const near = Math.max(1, Math.ceil(NEAR * centres.length));
    for (let member = 0; member < vectors.count; member++) {
      const unit = quantiseInto(row(vectors, member), query8);
      binding.inner_products(query, width, coarseAt, centres.length, output);
      for (let c = 0; c < closeness.length; c++)
        closeness[c] = products[c]! * unit * coarse.unit - coarse.halfSquares[c]!;
      sorted.set(closeness);
      const far = sorted.sort()[closeness.length - near]!;
      let best = 0;
      let highest = -Infinity;
      for (let region = 0; region < closeness.length; region++) {
        if (closeness[region]! < far) continue;
        const [start, end] = [starts[region]!, starts[region + 1]!];
        binding.inner_products(query, width, fineAt + start * width, end - start, output);
        for (let list = start; list < end; list++) {
          const its = products[list - start]! * unit * fine.unit - fine.halfSquares[list]!;
          if (its > highest) [best, highest] = [list, its];
        }
      }
      clusters[best]!.push(member);
    }
    free();
  });
  return regions
    .map((_, region) => clusters.slice(starts[region], starts[region + 1]).filter(({ length }) => length > 0))
    .filter(({ length }) => length > 0);
}

function divide(
  vectors: Embeddings,
  members: readonly number[],
  count: number,
  kernels: Kernels,
  random: () => number,
): number[][] {
  if (count <= 1) return members.length > 0 ? [[...members]] : [];
  const learners = Array.from(
    { length: Math.min(members.length, count * LEARN_FROM) },
    () => members[Math.floor(random() * members.length)]!,
  );
  let centroids = seeds(vectors, learners, count, kernels, random);
  for (let i = 0; i < ITERATIONS; i++)
    centroids = assign(vectors, learners, centroids, kernels)
      .filter(({ length }) => length > 0)
      .map((cluster) => meanOf(vectors, cluster));
  return assign(vectors, members, centroids, kernels).filter(({ length }) => length > 0);
}

/** Centroids in i8 of one unit, and half their squared lengths. */
function centroidCodes(centroids: readonly Float32Array[], width: number) {
  let largest = 0;
  for (const centroid of centroids) for (const x of centroid) largest = Math.max(largest, Math.abs(x));
  const unit = largest / 127;
  const codes = new Int8Array(centroids.length * width);
  centroids.forEach((centroid, c) => {
    for (let j = 0; j < width; j++) codes[c * width + j] = Math.round(centroid[j]! / unit);
  });
  const halfSquares = centroids.map((centroid) => centroid.reduce((sum, x) => sum + x * x, 0) / 2);
  return { codes, unit, halfSquares };
}

/** k-means++: each further seed is drawn with the square of its distance to the nearest one so far. */
function seeds(
  vectors: Embeddings,
  learners: readonly number[],
  count: number,
  kernels: Kernels,
  random: () => number,
): Float32Array[] {
  const { binding } = kernels;
  const { width } = vectors;
  const codes = new Int8Array(learners.length * width);
  const units = Float32Array.from(learners, (member, i) =>
    quantiseInto(row(vectors, member), codes.subarray(i * width, (i + 1) * width)),
  );
  const distances = new Float64Array(learners.length).fill(Infinity);
  const chosen = [Math.floor(random() * learners.length)];
  kernels.keep((keep, free) => {
    const matrix = keep(kernels.copyIn(codes));
    const output = keep(kernels.allocate(4 * learners.length));
    while (chosen.length < count) {
      const last = chosen.at(-1)!;
      binding.inner_products(matrix + last * width, width, matrix, learners.length, output);
      const products = new Int32Array(binding.memory.buffer, output, learners.length);
      let total = 0;
      for (let i = 0; i < distances.length; i++) {
        // Captions are of length 1.
        const apart = Math.max(0, 2 - 2 * products[i]! * units[i]! * units[last]!);
        distances[i] = Math.min(distances[i]!, apart);
        total += distances[i]!;
      }
      let left = random() * total;
      let at = 0;
      while (at < distances.length - 1 && left >= distances[at]!) left -= distances[at++]!;
      chosen.push(at);
    }
    free();
  });
  return chosen.map((i) => Float32Array.from(row(vectors, learners[i]!)));
}

/** Writes a vector's i8 codes, and returns their unit. */
function quantiseInto(vector: Float32Array, codes: Int8Array): number {
  let most = 0;
  for (let j = 0; j < vector.length; j++) most = Math.max(most, Math.abs(vector[j]!));
  for (let j = 0; j < vector.length; j++) codes[j] = Math.round((vector[j]! / most) * 127);
  return most / 127;
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
  kernels: Kernels,
): number[][] {
  const { width } = vectors;
  const { codes, unit, halfSquares } = centroidCodes(centroids, width);
  const clusters: number[][] = centroids.map(() => []);
  kernels.keep((keep, free) => {
    const matrix = keep(kernels.copyIn(codes));
    const query = keep(kernels.allocate(width));
    const output = keep(kernels.allocate(4 * centroids.length));
    const { binding } = kernels;
    const products = new Int32Array(binding.memory.buffer, output, centroids.length);
    const query8 = new Int8Array(binding.memory.buffer, query, width);
    for (const member of members) {
      const scale = unit * quantiseInto(row(vectors, member), query8);
      binding.inner_products(query, width, matrix, centroids.length, output);
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
