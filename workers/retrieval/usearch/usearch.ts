import { dot, FernglassError } from '../../../src/core';
import type { Binding } from './binding';

/** The two ways the binding is compiled. */
export type Build = 'relaxed-simd' | 'baseline';

/** Vectors that lie in the module's memory, ready to be scanned. */
export interface VectorBlock {
  readonly count: number;
  readonly firstRow: number;
  /** The codes of vector `i`, `[d]`, copied. */
  codes(i: number): Int8Array<ArrayBuffer>;
  free(): void;
}

/** One query under way over any number of blocks. */
export interface Scan {
  /** Compares rows `start` up to `end` of a block; returns how many entered the candidates. */
  compare(block: VectorBlock, start: number, end: number): number;
  /** Rows (block's `firstRow` + position) and cosines of the best k, best first; equal ones by rising id. */
  finish(): { readonly rows: Uint32Array; readonly similarities: Float32Array };
}

/** An HNSW graph over list centroids. */
export interface Router {
  /** Up to `wanted` lists by falling inner product of their centroid with the query `[d]`. */
  nearest(query: Float32Array, wanted: number): Uint32Array;
  free(): void;
}

/** Neighbours per node of the router's graph, and candidates kept while it is built. */
const CONNECTIVITY = 16;
const EXPANSION_ADD = 128;
/**
 * Candidates kept while routing. Over i8 and queries from another modality, fewer than 256 lose recall; the graph has
 * few nodes, so it costs little.
 */
const EXPANSION_SEARCH = 256;

class Block implements VectorBlock {
  constructor(
    readonly vectors: number,
    readonly norms: number,
    readonly ids: number,
    readonly count: number,
    readonly firstRow: number,
    readonly codes: (i: number) => Int8Array<ArrayBuffer>,
    private readonly release: () => void,
  ) {}
  free(): void {
    this.release();
  }
}

/**
 * usearch in WebAssembly: exact scan of i8 vectors and a graph for routing, for vectors of one width. Its memory grows
 * as blocks are added and goes when the object does.
 */
export class Usearch {
  private readonly query8: number;
  private readonly query32: number;

  /** @param binding started; `startUsearch` picks the build and starts it */
  constructor(
    private readonly binding: Binding,
    readonly build: Build,
    readonly width: number,
  ) {
    this.query8 = this.allocate(width);
    this.query32 = this.allocate(4 * width);
  }

  /** Size of the module's memory; it never shrinks. */
  get memoryBytes(): number {
    return this.binding.memory.buffer.byteLength;
  }

  /** Inner product of two i8 vectors, as the scan computes it. */
  innerProduct(a: Int8Array, b: Int8Array): number {
    return this.borrow([a, b], ([x, y]) => this.binding.inner_product(x!, y!, a.length));
  }

  /** Self-test: a few inner products, of both signs and more than one step of the kernel, against plain arithmetic. */
  countsRight(): boolean {
    const a = Int8Array.from({ length: 83 }, (_, i) => ((i * 89) % 255) - 127);
    const b = Int8Array.from({ length: 83 }, (_, i) => ((i * 53 + 11) % 255) - 127);
    return [
      [a, b],
      [b, a],
      [a, a],
    ].every(([x, y]) => this.innerProduct(x!, y!) === dot(x!, y!));
  }

  /**
   * Copies vectors `[ids.length, d]` into the module's memory.
   * @param ids decide between equal similarities, the lower first
   * @throws FernglassError `worker-failed` when memory runs out.
   */
  addVectors(codes: Int8Array, ids: Uint32Array, firstRow: number): VectorBlock {
    const pointers: number[] = [];
    const keep = (pointer: number) => {
      pointers.push(pointer);
      return pointer;
    };
    const free = () => {
      for (const pointer of pointers.splice(0)) this.binding.release(pointer);
    };
    try {
      const vectors = keep(this.copyIn(codes));
      const itsIds = keep(this.copyIn(ids));
      const norms = keep(this.allocate(4 * ids.length));
      this.binding.inverse_norms(vectors, ids.length, this.width, norms);
      const { width } = this;
      const read = (i: number) =>
        new Int8Array(this.binding.memory.buffer, vectors + i * width, width).slice();
      return new Block(vectors, norms, itsIds, ids.length, firstRow, read, free);
    } catch (error) {
      free();
      throw error;
    }
  }

  /** Starts a search for the k vectors nearest to `query` `[d]`; one scan at a time. */
  scan(query: Float32Array, k: number): Scan {
    this.writeQuery(query);
    // The scan compares with a query in i8; the best few times k of it are compared again with the query as given.
    this.binding.scan_start(Math.max(4 * k, k + 64));
    return {
      compare: (block, start, end) => {
        const { vectors, norms, ids, firstRow } = block as Block;
        return this.binding.scan_list(
          this.query8,
          this.width,
          vectors + start * this.width,
          norms + 4 * start,
          ids + 4 * start,
          firstRow + start,
          end - start,
        );
      },
      finish: () => {
        const output = this.allocate(8 * k);
        try {
          const found = this.binding.scan_finish(this.query32, this.width, k, output, output + 4 * k);
          const { buffer } = this.binding.memory;
          return {
            rows: new Uint32Array(buffer, output, found).slice(),
            similarities: new Float32Array(buffer, output + 4 * k, found).slice(),
          };
        } finally {
          this.binding.release(output);
        }
      },
    };
  }

  /** Builds the graph over centroids `[lists, d]` and serialises it. The same centroids give the same bytes. */
  buildRouter(centroids: Int8Array): Uint8Array<ArrayBuffer> {
    const { binding } = this;
    return this.borrow([centroids], ([pointer]) => {
      const count = centroids.length / this.width;
      const router = binding.router_build(pointer!, count, this.width, CONNECTIVITY, EXPANSION_ADD);
      if (router === 0) throw this.failure('The router could not be built');
      const bytes = binding.router_bytes(router);
      const output = this.allocate(bytes);
      try {
        if (binding.router_save(router, output, bytes) === 0)
          throw this.failure('The router could not be saved');
        return new Uint8Array(binding.memory.buffer, output, bytes).slice();
      } finally {
        binding.release(output);
        binding.router_free(router);
      }
    });
  }

  /**
   * Opens a serialised graph over `lists` centroids.
   * @throws FernglassError `shard-corrupt` when it is none, or one of another size.
   */
  openRouter(graph: Uint8Array, lists: number): Router {
    const { binding } = this;
    const bytes = this.copyIn(graph);
    const router = this.openGraph(bytes, graph.length, lists);
    if (router === 0) {
      const problem = this.lastError();
      binding.release(bytes);
      throw new FernglassError(
        'shard-corrupt',
        `The caption index's router is damaged (${problem}). The index must be rebuilt or uploaded again.`,
      );
    }
    return {
      nearest: (query, wanted) => {
        this.writeQuery(query);
        const most = Math.min(wanted, lists);
        const output = this.allocate(4 * most);
        try {
          const expansion = Math.max(EXPANSION_SEARCH, most);
          const found = binding.router_search(router, this.query8, most, expansion, output);
          return new Uint32Array(binding.memory.buffer, output, found).slice();
        } finally {
          binding.release(output);
        }
      },
      free: () => {
        binding.router_free(router);
        binding.release(bytes);
      },
    };
  }

  private openGraph(pointer: number, bytes: number, lists: number): number {
    try {
      return this.binding.router_view(pointer, bytes, lists, this.width);
    } catch (error) {
      // A graph that points outside the memory traps.
      if (error instanceof WebAssembly.RuntimeError) return 0;
      throw error;
    }
  }

  /** Writes the query twice: as given, and scaled to i8 by its own largest component. */
  private writeQuery(query: Float32Array): void {
    if (query.length !== this.width)
      throw new RangeError(`the query has width ${query.length}, not ${this.width}`);
    const { buffer } = this.binding.memory;
    new Float32Array(buffer, this.query32, this.width).set(query);
    let largest = 0;
    for (const x of query) largest = Math.max(largest, Math.abs(x));
    const codes = new Int8Array(buffer, this.query8, this.width);
    for (let i = 0; i < query.length; i++)
      codes[i] = largest > 0 ? Math.round((query[i]! / largest) * 127) : 0;
  }

  private allocate(bytes: number): number {
    const pointer = this.binding.allocate(bytes);
    if (pointer === 0)
      throw new FernglassError(
        'worker-failed',
        'There is not enough memory for this caption index. Close other tabs, or open a smaller index.',
      );
    // Pointers above 2 GiB come back negative.
    return pointer >>> 0;
  }

  private copyIn(values: Int8Array | Uint8Array | Uint32Array): number {
    const pointer = this.allocate(values.byteLength);
    new Uint8Array(this.binding.memory.buffer, pointer, values.byteLength).set(
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    );
    return pointer;
  }

  private borrow<T>(values: readonly (Int8Array | Uint8Array)[], use: (pointers: number[]) => T): T {
    const pointers: number[] = [];
    try {
      for (const value of values) pointers.push(this.copyIn(value));
      return use(pointers);
    } finally {
      for (const pointer of pointers) this.binding.release(pointer);
    }
  }

  private lastError(): string {
    const memory = new Uint8Array(this.binding.memory.buffer);
    const start = this.binding.error_message();
    return new TextDecoder().decode(memory.slice(start, memory.indexOf(0, start)));
  }

  private failure(what: string): FernglassError {
    return new FernglassError('worker-failed', `${what}: ${this.lastError()}.`);
  }
}
