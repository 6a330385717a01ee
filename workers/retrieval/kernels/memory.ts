import { FernglassError } from '../../../core';
import type { ListOutcome } from './scan';
import type { Binding } from './wasm';

type Values = Int8Array | Uint8Array | Uint16Array | Uint32Array | Float32Array;

/** The compiled module's memory, for vectors of one width: what is copied in, and how results are read. It never shrinks. */
export class KernelMemory {
  /** Where `writeQuery` writes. */
  readonly query8: number;
  readonly query32: number;
  /** Where a scan writes what a list brought. */
  readonly moments: number;
  #moments = new Float32Array(0);

  constructor(
    readonly binding: Binding,
    readonly width: number,
  ) {
    this.query8 = this.allocate(width);
    this.query32 = this.allocate(4 * width);
    this.moments = this.allocate(8);
  }

  /** Bytes of all of it. */
  get memoryBytes(): number {
    return this.binding.memory.buffer.byteLength;
  }

  /** Gives `make` a way to note memory and one to free what was noted; if it throws, that is freed. */
  keep<T>(make: (keep: (pointer: number) => number, free: () => void) => T): T {
    const pointers: number[] = [];
    const free = () => {
      for (const pointer of pointers.splice(0)) this.binding.release(pointer);
    };
    try {
      return make((pointer) => {
        pointers.push(pointer);
        return pointer;
      }, free);
    } catch (error) {
      free();
      throw error;
    }
  }

  /**
   * Memory of the module, aligned for SIMD.
   * @throws FernglassError `worker-failed` when there is no more.
   */
  allocate(bytes: number): number {
    const pointer = this.binding.allocate(bytes);
    if (pointer === 0) throw outOfMemory();
    // Pointers above 2 GiB come back negative.
    return pointer >>> 0;
  }

  /** Copies values into the module's memory. */
  copyIn(values: Values): number {
    const pointer = this.allocate(values.byteLength);
    new Uint8Array(this.binding.memory.buffer, pointer, values.byteLength).set(
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    );
    return pointer;
  }

  /** Copies values into the module's memory for as long as `use` runs. */
  borrow<T>(values: readonly Values[], use: (pointers: number[]) => T): T {
    const pointers: number[] = [];
    try {
      for (const value of values) pointers.push(this.copyIn(value));
      return use(pointers);
    } finally {
      for (const pointer of pointers) this.binding.release(pointer);
    }
  }

  /** Writes the query twice: as given, and scaled to i8 by its own largest component, which it returns. */
  writeQuery(query: Float32Array): number {
    if (query.length !== this.width)
      throw new RangeError(`the query has width ${query.length}, not ${this.width}`);
    const { buffer } = this.binding.memory;
    new Float32Array(buffer, this.query32, this.width).set(query);
    let largest = 0;
    for (const x of query) largest = Math.max(largest, Math.abs(x));
    const codes = new Int8Array(buffer, this.query8, this.width);
    for (let i = 0; i < query.length; i++)
      codes[i] = largest > 0 ? Math.round((query[i]! / largest) * 127) : 0;
    return largest;
  }

  /** What the list compared last wrote to `moments`. */
  listOutcome(): ListOutcome {
    const { buffer } = this.binding.memory;
    // Memory that grew is another buffer.
    if (this.#moments.buffer !== buffer) this.#moments = new Float32Array(buffer, this.moments, 2);
    return { sum: this.#moments[0]!, squares: this.#moments[1]! };
  }

  /** Rows and values, at most `most`, that `write` writes to two pointers and gives the number of. */
  readBest(
    most: number,
    write: (rows: number, values: number) => number,
  ): { readonly rows: Uint32Array; readonly similarities: Float32Array } {
    const output = this.allocate(8 * most);
    try {
      const found = write(output, output + 4 * most);
      const { buffer } = this.binding.memory;
      return {
        rows: new Uint32Array(buffer, output, found).slice(),
        similarities: new Float32Array(buffer, output + 4 * most, found).slice(),
      };
    } finally {
      this.binding.release(output);
    }
  }

  lastError(): string {
    const memory = new Uint8Array(this.binding.memory.buffer);
    const start = this.binding.error_message();
    return new TextDecoder().decode(memory.slice(start, memory.indexOf(0, start)));
  }

  failure(what: string): FernglassError {
    return new FernglassError('worker-failed', `${what}: ${this.lastError()}.`);
  }
}

/** `act`, which does nothing when it is called again. */
export function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    act();
  };
}

export function outOfMemory(): FernglassError {
  return new FernglassError(
    'worker-failed',
    'There is not enough memory for this caption index. Close other tabs, or open a smaller index.',
  );
}
