import { dot, FernglassError } from '../../../core';
import { dequantise } from '../../../index-shards/format';
import type { Binding } from './wasm';

/** The two ways the binding is compiled. */
export type Build = 'relaxed-simd' | 'baseline';

type Values = Int8Array | Uint8Array | Uint16Array | Uint32Array | Float32Array;

/** Captions that lie in the module's memory, ready to be scanned. */
export interface Block {
  readonly kind: 'i8' | 'residual';
  readonly count: number;
  readonly firstRow: number;
  /** Bytes of the module's memory. */
  readonly bytes: number;
  /** The id and the vector, `[d]`, normalised, of caption `i`. */
  id(i: number): number;
  vector(i: number): Float32Array;
  free(): void;
}

/** What a list brought to a scan. */
export interface ListOutcome {
  /** Sum of the cosines, and of their squares. */
  readonly sum: number;
  readonly squares: number;
}

/** The best k of what was compared, best first; equal ones by rising id. */
export interface Found {
  /** The block's `firstRow` + position. */
  readonly rows: Uint32Array;
  readonly similarities: Float32Array;
  /** Part of the k best of what was compared that is expected to be here, 0–1. */
  readonly recall: number;
}

/** One query under way over any number of blocks of one kind. Must be finished or freed. */
export interface Scan {
  /** Compares rows `start` up to `end` of a block; of residual blocks they must be of one list. */
  compare(block: Block, start: number, end: number): ListOutcome;
  /**
   * Compares whole lists, given by their numbers; those that are not in memory are passed over. Undefined
   * where the codec compares blocks only.
   * @returns sum and squares of each in turn, `[lists.length, 2]`
   */
  readonly compareLists?: (lists: Uint32Array) => Float32Array;
  /** About the cosine of the k-th best so far; −2 while there are fewer. */
  kth(): number;
  /**
   * Rows, best first, that may be among the k best but are in memory for the first pass only: `finish` passes over
   * those whose codes were not supplied.
   */
  waiting(): Uint32Array;
  /** Compares rows that wait by their codes, as a file holds them. */
  supply(rows: readonly number[], codes: readonly Uint8Array[]): void;
  /** Ends the scan. */
  finish(): Found;
  /** Ends the scan; may be called again. */
  free(): void;
}

/** An HNSW graph over list centroids. */
export interface Router {
  readonly lists: number;
  /** Bytes of the module's memory. */
  readonly bytes: number;
  /** Up to `wanted` lists by falling inner product of their centroid with the query `[d]`. */
  nearest(query: Float32Array, wanted: number): Uint32Array;
  /** Inner product of the query with every list's centroid, `[lists]`, in a unit of the router's own. */
  closeness(query: Float32Array): Float32Array;
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

/** Where usearch's serialised form has the vectors: after their number and length, u32 each. */
const GRAPH_VECTORS = 8;

class I8Block implements Block {
  readonly kind = 'i8';
  constructor(
    readonly vectors: number,
    readonly norms: number,
    readonly ids: number,
    readonly count: number,
    readonly firstRow: number,
    readonly bytes: number,
    readonly id: (i: number) => number,
    readonly vector: (i: number) => Float32Array,
    readonly free: () => void,
  ) {}
}

/**
 * usearch in WebAssembly: exact scan of i8 vectors and a graph for routing, for vectors of one width. Its memory grows
 * as blocks are added and goes when the object does.
 */
export class Kernels {
  private readonly query8: number;
  private readonly query32: number;
  readonly moments: number;
  #moments = new Float32Array(0);

  /** @param binding started; `startKernels` picks the build and starts it */
  constructor(
    readonly binding: Binding,
    readonly build: Build,
    readonly width: number,
  ) {
    this.query8 = this.allocate(width);
    this.query32 = this.allocate(4 * width);
    this.moments = this.allocate(8);
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
  addVectors(codes: Int8Array, ids: Uint32Array, firstRow: number): Block {
    const { binding, width } = this;
    return this.keep((keep, free) => {
      const vectors = keep(this.copyIn(codes));
      const itsIds = keep(this.copyIn(ids));
      const norms = keep(this.allocate(4 * ids.length));
      binding.inverse_norms(vectors, ids.length, width, norms);
      const read = (i: number) =>
        dequantise(new Int8Array(binding.memory.buffer, vectors + i * width, width));
      const bytes = codes.length + 8 * ids.length;
      const id = (i: number) => new Uint32Array(binding.memory.buffer, itsIds + 4 * i, 1)[0]!;
      return new I8Block(vectors, norms, itsIds, ids.length, firstRow, bytes, id, read, free);
    });
  }

  /** Starts a search for the k i8 vectors nearest to `query` `[d]`. */
  scan(query: Float32Array, k: number): Scan {
    const { binding, width } = this;
    const largest = this.writeQuery(query);
    const codes = new Int8Array(binding.memory.buffer, this.query8, width).slice();
    const scale = largest / 127;
    return this.keep((keep, freeQuery) => {
      const query8 = keep(this.copyIn(codes));
      const query32 = keep(this.copyIn(query));
      // The scan compares with a query in i8; the best few times k of it are compared again with the query as given.
      const scan = binding.scan_new(Math.max(4 * k, k + 64)) >>> 0;
      if (scan === 0) throw outOfMemory();
      const free = once(() => {
        binding.scan_free(scan);
        freeQuery();
      });
      return {
        compare: (block, start, end) => {
          const { vectors, norms, ids, firstRow } = block as I8Block;
          binding.scan_list(
            scan,
            query8,
            scale,
            width,
            vectors + start * width,
            norms + 4 * start,
            ids + 4 * start,
            firstRow + start,
            end - start,
            this.moments,
          );
          return this.listOutcome();
        },
        kth: () => binding.scan_kth(scan, k),
        waiting: () => new Uint32Array(0),
        supply: () => {},
        finish: () => {
          const best = this.readBest(k, (rows, similarities) =>
            binding.scan_finish(scan, query32, width, k, rows, similarities),
          );
          free();
          return { ...best, recall: 1 };
        },
        free,
      };
    });
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
      lists,
      bytes: graph.length,
      closeness: (query) => {
        const largest = this.writeQuery(query);
        const output = this.allocate(4 * lists);
        try {
          binding.inner_products(this.query8, this.width, bytes + GRAPH_VECTORS, lists, output);
          const products = new Int32Array(binding.memory.buffer, output, lists);
          const closeness = new Float32Array(lists);
          for (let list = 0; list < lists; list++) closeness[list] = (products[list]! * largest) / 127;
          return closeness;
        } finally {
          binding.release(output);
        }
      },
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

  /** Writes the query twice: as given, and scaled to i8 by its own largest component, which it returns. */
  private writeQuery(query: Float32Array): number {
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

  private lastError(): string {
    const memory = new Uint8Array(this.binding.memory.buffer);
    const start = this.binding.error_message();
    return new TextDecoder().decode(memory.slice(start, memory.indexOf(0, start)));
  }

  private failure(what: string): FernglassError {
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
