import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Matrix } from '../embed/matrix';
import { alignedBuffer, bytesOf, readExactly } from '../stages/files';

/** Bytes held for each bucket before they are appended to its file. */
const HELD = 1 << 16;

/** Rows dealt out to buckets: a folder each with `vectors.f32` and `ids.u32`. Files are open only while they grow. */
export class BucketWriter {
  readonly #held: { readonly vectors: Float32Array; readonly ids: Uint32Array; count: number }[];
  readonly #rows: number;

  constructor(
    private readonly folders: readonly string[],
    private readonly width: number,
  ) {
    this.#rows = Math.max(1, Math.floor(HELD / (4 * width)));
    this.#held = folders.map((folder) => {
      mkdirSync(folder, { recursive: true });
      return { vectors: new Float32Array(this.#rows * width), ids: new Uint32Array(this.#rows), count: 0 };
    });
  }

  add(bucket: number, id: number, vector: Float32Array): void {
    const held = this.#held[bucket]!;
    held.vectors.set(vector, held.count * this.width);
    held.ids[held.count++] = id;
    if (held.count === this.#rows) this.#flush(bucket);
  }

  close(): void {
    for (let bucket = 0; bucket < this.#held.length; bucket++) this.#flush(bucket);
  }

  #flush(bucket: number): void {
    const held = this.#held[bucket]!;
    const folder = this.folders[bucket]!;
    appendFileSync(join(folder, 'vectors.f32'), bytesOf(held.vectors.subarray(0, held.count * this.width)));
    appendFileSync(join(folder, 'ids.u32'), bytesOf(held.ids.subarray(0, held.count)));
    held.count = 0;
  }
}

/** The vectors of a bucket. */
export function bucketVectors(folder: string, width: number): Matrix {
  const path = join(folder, 'vectors.f32');
  const file = openSync(path, 'r');
  return {
    count: statSync(path).size / (4 * width),
    width,
    read(start, end) {
      const data = new Float32Array((end - start) * width);
      readExactly(file, bytesOf(data), 4 * width * start);
      return { count: end - start, width, data };
    },
    close: () => closeSync(file),
  };
}

/** The caption ids of a bucket's rows. */
export function bucketIds(folder: string): Uint32Array {
  return new Uint32Array(alignedBuffer(readFileSync(join(folder, 'ids.u32'))));
}
