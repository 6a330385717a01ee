import { type Embeddings, row } from '../../src/core';

/** Row numbers of the k highest inner products in f32 for each query, best first: what every engine is measured against. */
export function exactRows(vectors: Embeddings, queries: Embeddings, k: number): number[][] {
  const { count, width, data } = vectors;
  const asked = Array.from({ length: queries.count }, (_, q) => row(queries, q));
  const best = asked.map(() => ({ scores: new Float64Array(k).fill(-Infinity), rows: new Int32Array(k) }));
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
      const { scores, rows } = best[q]!;
      if (sum <= scores[k - 1]!) continue;
      let place = k - 1;
      for (; place > 0 && scores[place - 1]! < sum; place--) {
        scores[place] = scores[place - 1]!;
        rows[place] = rows[place - 1]!;
      }
      scores[place] = sum;
      rows[place] = i;
    }
  }
  return best.map(({ rows }) => Array.from(rows));
}
