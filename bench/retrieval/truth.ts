import { type Embeddings, row } from '../../core';
import type { Kernels } from '../../workers/retrieval/kernels';

/** Row numbers of the k highest inner products in f32 for each query, best first: what every engine is measured against. */
export function exactRows(vectors: Embeddings, queries: Embeddings, k: number): number[][] {
  const { count, width, data } = vectors;
  const asked = Array.from({ length: queries.count }, (_, q) => row(queries, q));
  const best = asked.map(() => new Best(k));
  for (let i = 0; i < count; i++) {
    const start = i * width;
    for (let q = 0; q < asked.length; q++) {
      const query = asked[q]!;
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      for (let j = 0; j + 3 < width; j += 4) {
        a += query[j]! * data[start + j]!;
        b += query[j + 1]! * data[start + j + 1]!;
        c += query[j + 2]! * data[start + j + 2]!;
        d += query[j + 3]! * data[start + j + 3]!;
      }
      let sum = a + b + c + d;
      for (let j = width - (width % 4); j < width; j++) sum += query[j]! * data[start + j]!;
      best[q]!.offer(sum, i);
    }
  }
  return best.map(({ rows }) => Array.from(rows));
}

/** Vectors compared at a time: they and a query fit a processor's own cache. */
const TOGETHER = 256;

/** As `exactRows`, the products in the compiled search code: for a million vectors. */
export function exactRowsCompiled(
  vectors: Embeddings,
  queries: Embeddings,
  k: number,
  kernels: Kernels,
): number[][] {
  const { binding } = kernels;
  const { width, count } = vectors;
  const best = Array.from({ length: queries.count }, () => new Best(k));
  kernels.keep((keep, free) => {
    const asked = keep(kernels.copyIn(queries.data));
    const piece = keep(kernels.allocate(4 * TOGETHER * width));
    const output = keep(kernels.allocate(4 * TOGETHER));
    const products = new Float32Array(binding.memory.buffer, output, TOGETHER);
    const its = new Float32Array(binding.memory.buffer, piece, TOGETHER * width);
    for (let first = 0; first < count; first += TOGETHER) {
      const rows = Math.min(TOGETHER, count - first);
      its.set(vectors.data.subarray(first * width, (first + rows) * width));
      for (let q = 0; q < queries.count; q++) {
        binding.multiply(piece, rows, width, asked + 4 * q * width, output);
        for (let i = 0; i < rows; i++) best[q]!.offer(products[i]!, first + i);
      }
    }
    free();
  });
  return best.map(({ rows }) => Array.from(rows));
}

/** The k highest scores seen and their rows, falling. */
class Best {
  readonly #scores: Float64Array;
  readonly rows: Int32Array;

  constructor(private readonly k: number) {
    this.#scores = new Float64Array(k).fill(-Infinity);
    this.rows = new Int32Array(k);
  }

  offer(score: number, row: number): void {
    const { k, rows } = this;
    const scores = this.#scores;
    if (score <= scores[k - 1]!) return;
    let rank = k - 1;
    for (; rank > 0 && scores[rank - 1]! < score; rank--) {
      scores[rank] = scores[rank - 1]!;
      rows[rank] = rows[rank - 1]!;
    }
    scores[rank] = score;
    rows[rank] = row;
  }
}
