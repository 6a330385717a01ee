import { type Embeddings, FernglassError } from '../../../core';
import { Bitset } from '../stages/bitset';
import type { Progress } from '../stages/progress';

/** Embeddings `[count, width]` that are read in pieces, so that they need not fit in memory. */
export interface Matrix {
  readonly count: number;
  readonly width: number;
  /** Rows `start` up to `end`, in memory of the caller's own. */
  read(start: number, end: number): Embeddings;
  close(): void;
}

/** Rows read at once where a whole matrix is gone through. */
const BLOCK = 4096;

/** The blocks of a matrix in order. */
export function* blocks(matrix: Matrix, size = BLOCK): Generator<{ start: number; rows: Embeddings }> {
  for (let start = 0; start < matrix.count; start += size)
    yield { start, rows: matrix.read(start, Math.min(matrix.count, start + size)) };
}

/**
 * Scales every row to length 1, in place.
 * @returns rows that cannot be: zero, or with a component that is no number. They become zero.
 */
export function normaliseInPlace({ count, width, data }: Embeddings): number[] {
  const bad: number[] = [];
  for (let i = 0; i < count; i++) {
    const start = i * width;
    let squared = 0;
    for (let j = start; j < start + width; j++) squared += data[j]! * data[j]!;
    if (!(squared > 0 && squared < Infinity)) {
      bad.push(i);
      data.fill(0, start, start + width);
      continue;
    }
    const scale = 1 / Math.sqrt(squared);
    for (let j = start; j < start + width; j++) data[j]! *= scale;
  }
  return bad;
}

/** Several matrices as one, the rows of the first coming first. */
export function joined(parts: readonly Matrix[]): Matrix {
  const width = parts[0]!.width;
  for (const part of parts)
    if (part.width !== width)
      throw new FernglassError(
        'input-invalid',
        `The embeddings have different widths, ${width} and ${part.width}. They must come from one model.`,
      );
  const starts = [0];
  for (const part of parts) starts.push(starts.at(-1)! + part.count);
  const partAt = (row: number) => {
    let low = 0;
    for (let high = parts.length; high - low > 1; ) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= row) low = middle;
      else high = middle;
    }
    return low;
  };
  return {
    count: starts.at(-1)!,
    width,
    read(start, end) {
      const data = new Float32Array((end - start) * width);
      for (let p = partAt(start); p < parts.length && starts[p]! < end; p++) {
        const first = Math.max(start, starts[p]!);
        const last = Math.min(end, starts[p + 1]!);
        data.set(parts[p]!.read(first - starts[p]!, last - starts[p]!).data, (first - start) * width);
      }
      return { count: end - start, width, data };
    },
    close() {
      for (const part of parts) part.close();
    },
  };
}

/** The rows `rows` (rising) of a matrix, normalised. */
export function chosenRows(matrix: Matrix, rows: Uint32Array): Matrix {
  const { width } = matrix;
  return {
    count: rows.length,
    width,
    read(start, end) {
      const data = new Float32Array((end - start) * width);
      for (let from = start; from < end; ) {
        let to = from + 1;
        while (to < end && rows[to]! - rows[from]! < BLOCK) to++;
        const span = matrix.read(rows[from]!, rows[to - 1]! + 1).data;
        for (let i = from; i < to; i++) {
          const at = (rows[i]! - rows[from]!) * width;
          data.set(span.subarray(at, at + width), (i - start) * width);
        }
        from = to;
      }
      const chosen = { count: end - start, width, data };
      normaliseInPlace(chosen);
      return chosen;
    },
    close: () => matrix.close(),
  };
}

/** Rows of given embeddings that cannot be used: zero, or not finite. */
export function unusableRows(matrix: Matrix, progress: Progress): Bitset {
  progress.begin('checking the embeddings');
  const unusable = new Bitset();
  for (const { start, rows } of blocks(matrix)) {
    for (const i of normaliseInPlace(rows)) unusable.add(start + i);
    progress.update(start + rows.count, matrix.count, 'rows');
  }
  progress.end();
  return unusable;
}

/** Embeddings in memory as a matrix. */
export function inMemory(embeddings: Embeddings): Matrix {
  const { count, width, data } = embeddings;
  return {
    count,
    width,
    read: (start, end) => ({ count: end - start, width, data: data.slice(start * width, end * width) }),
    close() {},
  };
}

/** Chosen rows (rising) as one matrix in memory. */
export function gather(matrix: Matrix, rows: readonly number[]): Embeddings {
  const data = new Float32Array(rows.length * matrix.width);
  rows.forEach((row, i) => {
    data.set(matrix.read(row, row + 1).data, i * matrix.width);
  });
  return { count: rows.length, width: matrix.width, data };
}
