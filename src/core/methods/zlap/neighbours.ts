import type { Neighbour } from '../../retrieval';
import type { Vector } from '../task';

/** The `k` nearest of a set's vectors to each of them, best first, itself included; cost n²·d/2. */
export function nearestWithin(vectors: readonly Vector[], k: number): Neighbour[][] {
  const width = vectors[0]?.length ?? 0;
  const data = new Float32Array(vectors.length * width);
  vectors.forEach((vector, i) => {
    data.set(vector, i * width);
  });
  const nearest: Neighbour[][] = vectors.map(() => []);
  for (let i = 0; i < vectors.length; i++)
    for (let j = 0; j <= i; j++) {
      const similarity = innerProduct(data, i * width, j * width, width);
      insert(nearest[i]!, j, similarity, k);
      if (j !== i) insert(nearest[j]!, i, similarity, k);
    }
  return nearest;
}

/** Keeps the list at its best `k`, the lower index first among equals. */
function insert(best: Neighbour[], index: number, similarity: number, k: number): void {
  if (best.length === k && similarity <= best[k - 1]!.similarity) return;
  let place = best.length;
  while (place > 0 && best[place - 1]!.similarity < similarity) place--;
  best.splice(place, 0, { index, similarity });
  if (best.length > k) best.pop();
}

/** Four sums at once, since one sum's additions wait for each other: this loop is all the time that ZLaP takes. */
function innerProduct(data: Float32Array, a: number, b: number, width: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < width; i += 4) {
    s0 += data[a + i]! * data[b + i]!;
    s1 += data[a + i + 1]! * data[b + i + 1]!;
    s2 += data[a + i + 2]! * data[b + i + 2]!;
    s3 += data[a + i + 3]! * data[b + i + 3]!;
  }
  for (; i < width; i++) s0 += data[a + i]! * data[b + i]!;
  return s0 + s1 + s2 + s3;
}
