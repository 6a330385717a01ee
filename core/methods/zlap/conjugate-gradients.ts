import { dot } from '../../embeddings';
import type { SparseMatrix } from './graph';

/** Residual, relative to the right-hand side, at which the solution stands; scores are shown in f32. */
const TOLERANCE = 1e-9;

/**
 * Solves (I − αS) x = b by conjugate gradients, `[order]`. S is symmetric with eigenvalues in [−1, 1], so the matrix is
 * positive definite for 0 ≤ α < 1.
 * @throws RangeError for an α outside that range.
 */
export function propagate(S: SparseMatrix, alpha: number, b: ArrayLike<number>): Float64Array {
  if (!(alpha >= 0 && alpha < 1)) throw new RangeError(`α is ${alpha}; it must be at least 0 and below 1`);
  const x = Float64Array.from(b);
  const product = new Float64Array(S.order);
  multiply(S, alpha, x, product);
  const residual = Float64Array.from(b, (value, i) => value - product[i]!);
  const direction = Float64Array.from(residual);
  let energy = dot(residual, residual);
  const enough = dot(b, b) * TOLERANCE ** 2;
  // Exact arithmetic ends after `order` steps; rounding may leave a little more.
  for (let step = 0; step < 2 * S.order && energy > enough; step++) {
    multiply(S, alpha, direction, product);
    const length = energy / dot(direction, product);
    for (let i = 0; i < S.order; i++) {
      x[i]! += length * direction[i]!;
      residual[i]! -= length * product[i]!;
    }
    const next = dot(residual, residual);
    for (let i = 0; i < S.order; i++) direction[i] = residual[i]! + (next / energy) * direction[i]!;
    energy = next;
  }
  return x;
}

/** (I − αS) x, into `product`. */
function multiply(S: SparseMatrix, alpha: number, x: Float64Array, product: Float64Array): void {
  const { starts, columns, values } = S;
  for (let i = 0; i < S.order; i++) {
    let sum = 0;
    for (let at = starts[i]!; at < starts[i + 1]!; at++) sum += values[at]! * x[columns[at]!]!;
    product[i] = x[i]! - alpha * sum;
  }
}
