import type { Vector } from './task';

/** Vectors compared at once, rows × columns: each value that is read serves several products, and no sum waits for itself. */
const ROWS = 2;
const COLUMNS = 4;

/** A matrix `[count, width]` in double precision, which arithmetic needs anyway, with rows of zeros up to whole tiles. */
export interface Padded {
  readonly count: number;
  readonly width: number;
  readonly data: Float64Array;
}

/** Copies vectors of equal width into one. */
export function pad(vectors: readonly Vector[]): Padded {
  const width = vectors[0]?.length ?? 0;
  const data = new Float64Array(Math.ceil(vectors.length / COLUMNS) * COLUMNS * width);
  vectors.forEach((vector, i) => {
    data.set(vector, i * width);
  });
  return { count: vectors.length, width, data };
}

/**
 * Shows every inner product of a row of `left` with one of `right`, the columns of a row in order, and the rows of a
 * column in order.
 * @param lower leave out products with a later row
 */
export function products(
  left: Padded,
  right: Padded,
  lower: boolean,
  visit: (i: number, j: number, product: number) => void,
): void {
  const { width } = left;
  const tile = new Float64Array(ROWS * COLUMNS);
  for (let i = 0; i < left.count; i += ROWS) {
    const rows = Math.min(ROWS, left.count - i);
    const end = lower ? i + rows : right.count;
    for (let j = 0; j < end; j += COLUMNS) {
      multiplyTile(left.data, i * width, right.data, j * width, width, tile);
      for (let r = 0; r < rows; r++) {
        const columns = Math.min(COLUMNS, (lower ? i + r + 1 : right.count) - j);
        for (let c = 0; c < columns; c++) visit(i + r, j + c, tile[r * COLUMNS + c]!);
      }
    }
  }
}

/** Inner products of two rows of `a` with four of `b`, into `tile`. */
function multiplyTile(
  a: Float64Array,
  at: number,
  b: Float64Array,
  bt: number,
  width: number,
  tile: Float64Array,
): void {
  const [b1, b2, b3] = [bt + width, bt + 2 * width, bt + 3 * width];
  let [s0, s1, s2, s3, t0, t1, t2, t3] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let x = 0; x < width; x++) {
    const p = a[at + x]!;
    const q = a[at + width + x]!;
    const v0 = b[bt + x]!;
    const v1 = b[b1 + x]!;
    const v2 = b[b2 + x]!;
    const v3 = b[b3 + x]!;
    s0 += p * v0;
    s1 += p * v1;
    s2 += p * v2;
    s3 += p * v3;
    t0 += q * v0;
    t1 += q * v1;
    t2 += q * v2;
    t3 += q * v3;
  }
  tile[0] = s0;
  tile[1] = s1;
  tile[2] = s2;
  tile[3] = s3;
  tile[4] = t0;
  tile[5] = t1;
  tile[6] = t2;
  tile[7] = t3;
}
