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

/**
 * Inner product of two vectors `[d]`, summed in double precision; four sums side by side, since one sum's additions wait
 * for each other.
 */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const { length } = a;
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let i = 0;
  for (; i + 3 < length; i += 4) {
    first += a[i]! * b[i]!;
    second += a[i + 1]! * b[i + 1]!;
    third += a[i + 2]! * b[i + 2]!;
    fourth += a[i + 3]! * b[i + 3]!;
  }
  let sum = first + second + (third + fourth);
  for (; i < length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Inner product of every row with a vector `[width]`, `[count]`: four rows at once, so that the vector is read once for them. */
export function productsWithRows(
  { count, width, data }: Embeddings,
  vector: ArrayLike<number>,
): Float64Array {
  const products = new Float64Array(count);
  let i = 0;
  for (; i + 3 < count; i += 4) {
    const a = i * width;
    const b = a + width;
    const c = b + width;
    const d = c + width;
    let first = 0;
    let second = 0;
    let third = 0;
    let fourth = 0;
    for (let j = 0; j < width; j++) {
      const x = vector[j]!;
      first += data[a + j]! * x;
      second += data[b + j]! * x;
      third += data[c + j]! * x;
      fourth += data[d + j]! * x;
    }
    products[i] = first;
    products[i + 1] = second;
    products[i + 2] = third;
    products[i + 3] = fourth;
  }
  for (; i < count; i++) products[i] = dot(data.subarray(i * width, (i + 1) * width), vector);
  return products;
}

/**
 * Inner product of every one of some vectors `[count][d]` with a vector `[d]`, into `products`, `[count]`; four at once, so
 * that the vector is read once for them.
 */
export function productsWithVectors(
  vectors: readonly ArrayLike<number>[],
  vector: ArrayLike<number>,
  products: Float32Array | Float64Array,
): void {
  const { length } = vector;
  let i = 0;
  for (; i + 3 < vectors.length; i += 4) {
    const a = vectors[i]!;
    const b = vectors[i + 1]!;
    const c = vectors[i + 2]!;
    const d = vectors[i + 3]!;
    let first = 0;
    let second = 0;
    let third = 0;
    let fourth = 0;
    for (let j = 0; j < length; j++) {
      const x = vector[j]!;
      first += a[j]! * x;
      second += b[j]! * x;
      third += c[j]! * x;
      fourth += d[j]! * x;
    }
    products[i] = first;
    products[i + 1] = second;
    products[i + 2] = third;
    products[i + 3] = fourth;
  }
  for (; i < vectors.length; i++) products[i] = dot(vectors[i]!, vector);
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
