import { dot } from '../embeddings';
import type { Vector } from '../methods/task';

/** Captions that likeness reads: as many as every method retrieves for a photo. */
export const NEAREST_CAPTIONS = 10;

/**
 * How near a caption lies to the classes: its highest cosine to a class prototype, −1 to 1.
 * @param caption `[d]`, normalised
 * @param prototypes W, `[C][d]`, normalised; −∞ where there are none
 */
export function nearestCosine(caption: Vector, prototypes: readonly Vector[]): number {
  let best = Number.NEGATIVE_INFINITY;
  for (const prototype of prototypes) best = Math.max(best, dot(caption, prototype));
  return best;
}

/**
 * How like its classes a photo is, 0–1: whether the captions retrieved for it speak of them. It is the mean over these captions of
 * `nearestCosine`, and 0 below 0. The highest cosine to a class is what Ming et al. (MCM, NeurIPS 2022) tell strangers by; it is taken
 * from the photo's captions here and not from the photo, text against text, as photos and texts lie in different regions of the space:
 * a photo's own cosine says more of how clear it is than of what it shows. `npm run eval -- --others` compares it with others.
 * It depends on the class list and the index, and on no method and no parameter.
 * @param nearest `nearestCosine` of the captions nearest to the photo, as many as `NEAREST_CAPTIONS`, or fewer where there are no more
 * @returns null for none
 */
export function likenessOf(nearest: readonly number[]): number | null {
  if (nearest.length === 0) return null;
  return Math.min(1, Math.max(0, nearest.reduce((sum, cosine) => sum + cosine, 0) / nearest.length));
}
