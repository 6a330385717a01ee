import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Embeddings } from '../../../core';
import {
  packedWidth,
  type ResidualParameters,
  type Run,
  readResidualFile,
  writeResidualFile,
} from '../../format';
import { allocateBits, QUANTISER } from './allocate';

/** A residual codec and how to get a residual's coefficients. */
export interface FittedCodec {
  /** As a reader sees them. */
  readonly parameters: ResidualParameters;
  /** The codec file that the router file takes in. */
  readonly file: Uint8Array<ArrayBuffer>;
  /** `[packedWidth, d]`: a residual's inner product with row i is its coefficient i. */
  readonly analysis: Float32Array;
  /** Sum of the coefficients' variances in the sample: a list's gain is relative to its root. */
  readonly energy: number;
}

/** Weight of errors in every direction alike, against those in the directions along which captions and queries differ: the best of 0.1, 0.5, 2 and 5 at 448 bytes, d = 768. */
const EVERYWHERE = 2;
/** Variances up to this are rounding, not variance. */
const NOTHING = 1e-12;

/** Directions along which residuals differ, most costly first. */
export interface Directions {
  /** d. */
  readonly width: number;
  /** Weighted variance of the residuals along each, `[d]`, falling. */
  readonly variances: readonly number[];
  /** `[d, d]`: a residual's inner product with row i is its coefficient i … */
  readonly analysis: Matrix;
  /** … and the sum of rows times coefficients is the residual. */
  readonly basis: Matrix;
}

/**
 * Fits a codec of `bytes` bytes a caption to a sample of residuals.
 * @param residuals differences of captions to their list's centre, `[s, d]`
 * @param captions some of the captions themselves, `[n, d]`
 * @param queries queries to tune with, one set for each kind of them, `[q, d]`; the kinds count alike
 */
export function fitResidualCodec(
  residuals: Embeddings,
  captions: Embeddings,
  queries: readonly Embeddings[],
  bytes: number,
): FittedCodec {
  const directions = fitDirections(residuals, captions, queries);
  return codecAlong(directions, allocateBits(directions.variances, bytes));
}

/**
 * What an error costs is the square of its inner product with queries, so directions count by how much captions and
 * queries vary along them: these are the principal components under that weight. Parameters as `fitResidualCodec`'s.
 */
export function fitDirections(
  residuals: Embeddings,
  captions: Embeddings,
  queries: readonly Embeddings[],
): Directions {
  const { width } = residuals;
  const weight = secondMoment(centred(captions));
  // Captions that are all alike leave nothing to divide by.
  weight.div(weight.trace() || 1);
  weight.add(Matrix.eye(width).mul(EVERYWHERE / width));
  const sets = queries.filter(({ count }) => count > 0);
  for (const set of sets) weight.add(secondMoment(set).div(sets.length));
  // weight = L·Lᵀ; under it a residual r is as long as Lᵀ·r is.
  const lower = new CholeskyDecomposition(weight).lowerTriangularMatrix;
  const covariance = lower.transpose().mmul(secondMoment(residuals)).mmul(lower);
  const { values, vectors } = principal(covariance);
  return {
    width,
    variances: values,
    analysis: lower.mmul(vectors).transpose(),
    basis: solveTransposed(lower, vectors).transpose(),
  };
}

/** The codec that spends the given bits on the first directions. */
export function codecAlong(
  { width, variances, analysis, basis }: Directions,
  runs: readonly Run[],
): FittedCodec {
  const count = packedWidth(runs);
  const steps = new Float32Array(count);
  let place = 0;
  for (const { bits, count: its } of runs) {
    for (let i = place; i < place + its; i++) {
      const variance = variances[i] ?? 0;
      steps[i] = variance > NOTHING ? QUANTISER[bits].step * Math.sqrt(variance) : 0;
    }
    place += its;
  }
  const file = writeResidualFile({ width, runs, steps, basis: firstRows(basis, count) });
  return {
    parameters: readResidualFile(file, width),
    file,
    analysis: firstRows(analysis, count),
    energy: variances.slice(0, count).reduce((sum, x) => sum + Math.max(0, x), 0),
  };
}

/** Eigenvalues, falling, and eigenvectors as columns. */
function principal(symmetric: Matrix): { values: number[]; vectors: Matrix } {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(symmetric, {
    assumeSymmetric: true,
  });
  const order = realEigenvalues.map((_, i) => i).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  return {
    values: order.map((i) => realEigenvalues[i]!),
    vectors: eigenvectorMatrix.subMatrixColumn(order),
  };
}

/** Solves Lᵀ·X = B for lower triangular L. */
function solveTransposed(lower: Matrix, right: Matrix): Matrix {
  const n = lower.rows;
  const solution = right.clone();
  for (let c = 0; c < right.columns; c++)
    for (let i = n - 1; i >= 0; i--) {
      let value = solution.get(i, c);
      for (let j = i + 1; j < n; j++) value -= lower.get(j, i) * solution.get(j, c);
      solution.set(i, c, value / lower.get(i, i));
    }
  return solution;
}

/** Mean of v·vᵀ over the rows. */
function secondMoment({ count, width, data }: Embeddings): Matrix {
  const sums = new Float64Array(width * width);
  for (let r = 0; r < count; r++) {
    const vector = data.subarray(r * width, (r + 1) * width);
    for (let i = 0; i < width; i++) {
      const x = vector[i]!;
      const start = i * width;
      for (let j = 0; j <= i; j++) sums[start + j]! += x * vector[j]!;
    }
  }
  const moment = Matrix.zeros(width, width);
  for (let i = 0; i < width; i++)
    for (let j = 0; j <= i; j++) {
      const value = sums[i * width + j]! / count;
      moment.set(i, j, value);
      moment.set(j, i, value);
    }
  return moment;
}

function centred(embeddings: Embeddings): Embeddings {
  const { count, width } = embeddings;
  const mean = new Float64Array(width);
  for (let i = 0; i < embeddings.data.length; i++) mean[i % width]! += embeddings.data[i]! / count;
  const data = Float32Array.from(embeddings.data, (x, i) => x - mean[i % width]!);
  return { count, width, data };
}

/** The first `count` rows, zeros where there are no more. */
function firstRows(matrix: Matrix, count: number): Float32Array<ArrayBuffer> {
  const data = new Float32Array(count * matrix.columns);
  for (let r = 0; r < Math.min(count, matrix.rows); r++) data.set(matrix.getRow(r), r * matrix.columns);
  return data;
}
