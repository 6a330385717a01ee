import { type Embeddings, normalise } from '../../../core';
import { seededRandom } from '../random';

/** Random directions, `[count, width]`. */
export function randomRows(count: number, width: number, seed: number): Embeddings {
  const random = seededRandom(seed);
  const data = new Float32Array(count * width);
  for (let i = 0; i < count; i++)
    data.set(normalise(Array.from({ length: width }, () => random() - 0.5)), i * width);
  return { count, width, data };
}
