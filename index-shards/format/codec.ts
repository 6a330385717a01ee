import type { Embeddings } from '../../core';

/** Largest code: codes are −127 to 127, symmetric, so that a vector and its negative have opposite codes. */
const LARGEST = 127;

/** Each component as `round(x / clip * 127)` held to ±127; `[n, d]` row-major, as `embeddings`. */
export function quantise(embeddings: Embeddings, clip: number): Int8Array<ArrayBuffer> {
  const codes = new Int8Array(embeddings.data.length);
  const scale = LARGEST / clip;
  for (let i = 0; i < codes.length; i++)
    codes[i] = Math.max(-LARGEST, Math.min(LARGEST, Math.round(embeddings.data[i]! * scale)));
  return codes;
}

/**
 * The vector a row of codes stands for, normalised, `[d]`. The clip value cancels out, so none is needed; a row of
 * zeros stays zero.
 */
export function dequantise(codes: Int8Array): Float32Array<ArrayBuffer> {
  let squared = 0;
  for (let i = 0; i < codes.length; i++) squared += codes[i]! * codes[i]!;
  const scale = squared > 0 ? 1 / Math.sqrt(squared) : 0;
  const vector = new Float32Array(codes.length);
  for (let i = 0; i < codes.length; i++) vector[i] = codes[i]! * scale;
  return vector;
}
