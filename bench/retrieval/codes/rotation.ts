import { seededRandom } from '../../../index-shards/builder/random';

/** Turns a vector `[d]` in place, keeping lengths and angles. */
export type Rotation = (vector: Float32Array) => void;

const ROUNDS = 3;

/**
 * A random rotation that costs d·log d: in each round signs are flipped, components shuffled, and blocks put through
 * a Walsh–Hadamard transform. No direction stays along an axis, as none does in a real model.
 */
export function structuredRotation(d: number, seed: number): Rotation {
  let block = 1;
  while (d % (2 * block) === 0) block *= 2;
  const random = seededRandom(seed);
  const rounds = Array.from({ length: ROUNDS }, () => ({
    signs: Float32Array.from({ length: d }, () => (random() < 0.5 ? -1 : 1) / Math.sqrt(block)),
    order: shuffled(d, random),
  }));
  const moved = new Float32Array(d);
  return (vector) => {
    for (const { signs, order } of rounds) {
      for (let i = 0; i < d; i++) moved[i] = vector[order[i]!]! * signs[i]!;
      for (let start = 0; start < d; start += block) hadamard(moved, start, block);
      vector.set(moved);
    }
  };
}

function hadamard(values: Float32Array, start: number, length: number): void {
  for (let half = 1; half < length; half *= 2)
    for (let i = start; i < start + length; i += 2 * half)
      for (let j = i; j < i + half; j++) {
        const a = values[j]!;
        const b = values[j + half]!;
        values[j] = a + b;
        values[j + half] = a - b;
      }
}

function shuffled(length: number, random: () => number): Uint32Array {
  const order = Uint32Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
