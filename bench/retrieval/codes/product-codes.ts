import { type Embeddings, normalise, row } from '../../../core';
import { sampleOf } from '../make-index';

/** Centroids of each part: a byte says which. */
const CENTROIDS = 256;
const SAMPLE = 8000;
const ROUNDS = 8;

/**
 * What product codes give back for each caption (Jégou, Douze and Schmid, TPAMI 2011), as an inverted file holds them:
 * of its difference to its list's mean, each part of `size` components is the nearest of 256 centroids.
 * @param means `[lists, d]`
 * @param size divides d; d / size bytes a caption
 */
export function storedInProductCodes(
  vectors: Embeddings,
  lists: readonly (readonly number[])[],
  means: Embeddings,
  size: number,
): Embeddings {
  const { count, width, data } = vectors;
  const residuals = new Float32Array(data.length);
  lists.forEach((members, l) => {
    const mean = row(means, l);
    for (const id of members)
      for (let j = 0; j < width; j++) residuals[id * width + j] = data[id * width + j]! - mean[j]!;
  });
  const sample = sampleOf(count, SAMPLE);
  for (let first = 0; first < width; first += size) {
    const part = (ids: readonly number[]) =>
      Float32Array.from({ length: ids.length * size }, (_, at) => {
        const i = Math.floor(at / size);
        return residuals[ids[i]! * width + first + (at % size)]!;
      });
    const centroids = kMeans(part(sample), size);
    for (let i = 0; i < count; i++) {
      const own = residuals.subarray(i * width + first, i * width + first + size);
      const nearest = nearestOf(own, 0, size, centroids);
      own.set(centroids.subarray(nearest * size, (nearest + 1) * size));
    }
  }
  const stored = new Float32Array(data.length);
  lists.forEach((members, l) => {
    const mean = row(means, l);
    for (const id of members)
      stored.set(normalise(mean.map((x, j) => x + residuals[id * width + j]!)), id * width);
  });
  return { count, width, data: stored };
}

/** @param points `[n, size]` */
function kMeans(points: Float32Array, size: number): Float32Array {
  const count = points.length / size;
  const centroids = new Float32Array(CENTROIDS * size);
  for (let c = 0; c < CENTROIDS; c++) {
    const from = Math.floor((c * count) / CENTROIDS) * size;
    centroids.set(points.subarray(from, from + size), c * size);
  }
  for (let round = 0; round < ROUNDS; round++) {
    const sums = new Float64Array(centroids.length);
    const members = new Uint32Array(CENTROIDS);
    for (let i = 0; i < count; i++) {
      const nearest = nearestOf(points, i * size, size, centroids);
      members[nearest]!++;
      for (let j = 0; j < size; j++) sums[nearest * size + j]! += points[i * size + j]!;
    }
    for (let c = 0; c < CENTROIDS; c++)
      for (let j = 0; j < size && members[c]! > 0; j++)
        centroids[c * size + j] = sums[c * size + j]! / members[c]!;
  }
  return centroids;
}

function nearestOf(points: Float32Array, at: number, size: number, centroids: Float32Array): number {
  let nearest = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let c = 0, from = 0; c < CENTROIDS; c++, from += size) {
    let distance = 0;
    for (let j = 0; j < size; j++) distance += (points[at + j]! - centroids[from + j]!) ** 2;
    if (distance < least) {
      least = distance;
      nearest = c;
    }
  }
  return nearest;
}
