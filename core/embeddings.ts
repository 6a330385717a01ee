/** Row-major matrix of embeddings, `[count, width]`. */
export interface Embeddings {
  readonly count: number;
  readonly width: number;
  readonly data: Float32Array;
}

/** Row `i` as a view, `[width]`: writing to it writes to the matrix. */
export function row(embeddings: Embeddings, i: number): Float32Array {
  return embeddings.data.subarray(i * embeddings.width, (i + 1) * embeddings.width);
}

/**
 * Copies rows of equal width into one matrix `[rows.length, width]`.
 * @throws RangeError when a row has another width.
 */
export function stack(rows: readonly ArrayLike<number>[], width = rows[0]?.length ?? 0): Embeddings {
  const data = new Float32Array(rows.length * width);
  rows.forEach((values, i) => {
    if (values.length !== width) throw new RangeError(`row ${i} has width ${values.length}, not ${width}`);
    data.set(values, i * width);
  });
  return { count: rows.length, width, data };
}

/** Inner product of two vectors `[d]`, summed in double precision. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** `v / ‖v‖` as a new vector `[d]`; a zero vector stays zero. */
export function normalise(v: ArrayLike<number>): Float32Array {
  const norm = Math.sqrt(dot(v, v)) || 1;
  const normalised = new Float32Array(v.length);
  // `Float32Array.from` with a function is fifty times slower.
  for (let i = 0; i < normalised.length; i++) normalised[i] = v[i]! / norm;
  return normalised;
}

/** Every row divided by its norm, as a new matrix `[count, width]`. */
export function normaliseRows(embeddings: Embeddings): Embeddings {
  const data = new Float32Array(embeddings.data.length);
  for (let i = 0; i < embeddings.count; i++) data.set(normalise(row(embeddings, i)), i * embeddings.width);
  return { ...embeddings, data };
}

/** Σ weights[i]·rows[i], renormalised, `[d]`. */
export function weightedDirection(
  rows: readonly ArrayLike<number>[],
  weights: ArrayLike<number>,
): Float32Array {
  const sum = new Float64Array(rows[0]?.length ?? 0);
  rows.forEach((values, i) => {
    const weight = weights[i]!;
    for (let j = 0; j < sum.length; j++) sum[j]! += weight * values[j]!;
  });
  return normalise(sum);
}

/** Mean of the rows, renormalised, `[d]`: one prototype from several names or templates. */
export function meanDirection(rows: readonly ArrayLike<number>[]): Float32Array {
  return weightedDirection(rows, new Float32Array(rows.length).fill(1 / rows.length));
}
