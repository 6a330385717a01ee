import { dot } from '../../../core';
import { KernelMemory } from './memory';
import { buildRouter, openRouter, type Router } from './router/router';
import type { Block, Scan } from './scan';
import { addVectors, scanI8 } from './scan-i8';
import type { Binding } from './wasm';

/** The two ways the binding is compiled. */
export type Build = 'relaxed-simd' | 'baseline';

/**
 * The compiled kernels for vectors of one width: exact scans, and usearch's graph for routing. Their memory grows as
 * blocks are added and goes when the object does.
 */
export class Kernels extends KernelMemory {
  /** @param binding started; `startKernels` picks the build and starts it */
  constructor(
    binding: Binding,
    readonly build: Build,
    width: number,
  ) {
    super(binding, width);
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

  /** As `addVectors` of `scan-i8.ts`. */
  addVectors(codes: Int8Array, ids: Uint32Array, firstRow: number): Block {
    return addVectors(this, codes, ids, firstRow);
  }

  /** Starts a search for the k i8 vectors nearest to `query` `[d]`. */
  scan(query: Float32Array, k: number): Scan {
    return scanI8(this, query, k);
  }

  /** Builds the graph over centroids `[lists, d]` and serialises it. The same centroids give the same bytes. */
  buildRouter(centroids: Int8Array): Uint8Array<ArrayBuffer> {
    return buildRouter(this, centroids);
  }

  /** As `openRouter` of `router.ts`. */
  openRouter(graph: Uint8Array, lists: number): Router {
    return openRouter(this, graph, lists);
  }
}
