import { dot } from '../embeddings';
import { softmax } from '../enrichment';
import type { Vector } from './task';

/** Cosine of one normalised vector `[d]` to each of others `[n][d]`, `[n]`. */
export function cosines(vector: Vector, others: readonly Vector[]): Float32Array {
  const products = new Float32Array(others.length);
  // `Float32Array.from` with a function is fifty times slower.
  for (let i = 0; i < products.length; i++) products[i] = dot(vector, others[i]!);
  return products;
}

/** softmax(scale · cosine) over the classes, `[C]`. */
export function classProbabilities(similarities: ArrayLike<number>, scale: number): Float64Array {
  return softmax(similarities, 1 / scale);
}

/** −Σ p log p in nats, at least 0. */
export function entropy(probabilities: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i]!;
    if (p > 0) sum -= p * Math.log(p);
  }
  return Math.max(0, sum);
}

/** Mean of the first `count` of equally long rows, `[width]`; `count` is held to what is there, at least one row. */
export function meanOfFirst(rows: readonly ArrayLike<number>[], count: number): Float64Array {
  const used = rows.slice(0, count);
  const mean = new Float64Array(used[0]!.length);
  for (const values of used) for (let i = 0; i < mean.length; i++) mean[i]! += values[i]!;
  for (let i = 0; i < mean.length; i++) mean[i]! /= used.length;
  return mean;
}
