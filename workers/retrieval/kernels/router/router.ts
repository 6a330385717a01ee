import { FernglassError } from '../../../../core';
import type { KernelMemory } from '../memory';
import { GRAPH_VECTORS, graphFault } from './router-graph';

/** An HNSW graph over list centroids. */
export interface Router {
  readonly lists: number;
  /** Bytes of the module's memory. */
  readonly bytes: number;
  /** Up to `wanted` lists by falling inner product of their centroid with the query `[d]`. */
  nearest(query: Float32Array, wanted: number): Uint32Array;
  /** Inner product of the query with every list's centroid, `[lists]`, in a unit of the router's own. */
  closeness(query: Float32Array): Float32Array;
  /** The same of some lists only, in their order. */
  closenessOf(query: Float32Array, lists: Uint32Array): Float32Array;
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

/** Builds the graph over centroids `[lists, d]` and serialises it. The same centroids give the same bytes. */
export function buildRouter(memory: KernelMemory, centroids: Int8Array): Uint8Array<ArrayBuffer> {
  const { binding, width } = memory;
  return memory.borrow([centroids], ([pointer]) => {
    const count = centroids.length / width;
    const router = binding.router_build(pointer!, count, width, CONNECTIVITY, EXPANSION_ADD);
    if (router === 0) throw memory.failure('The router could not be built');
    const bytes = binding.router_bytes(router);
    const output = memory.allocate(bytes);
    try {
      if (binding.router_save(router, output, bytes) === 0)
        throw memory.failure('The router could not be saved');
      return new Uint8Array(binding.memory.buffer, output, bytes).slice();
    } finally {
      binding.release(output);
      binding.router_free(router);
    }
  });
}

/**
 * Opens a serialised graph over `lists` centroids.
 * @throws FernglassError `shard-corrupt` when it is none, one of another size, or one that leads a search astray.
 */
export function openRouter(memory: KernelMemory, graph: Uint8Array, lists: number): Router {
  const { binding, width } = memory;
  const fault = graphFault(graph, lists, width);
  if (fault !== null) throw damaged(fault);
  const bytes = memory.copyIn(graph);
  const router = openGraph(memory, bytes, graph.length, lists);
  if (router === 0) {
    const problem = memory.lastError();
    binding.release(bytes);
    throw damaged(problem);
  }
  return {
    lists,
    bytes: graph.length,
    closeness: (query) => {
      const largest = memory.writeQuery(query);
      const output = memory.allocate(4 * lists);
      try {
        binding.inner_products(memory.query8, width, bytes + GRAPH_VECTORS, lists, output);
        const products = new Int32Array(binding.memory.buffer, output, lists);
        const closeness = new Float32Array(lists);
        for (let list = 0; list < lists; list++) closeness[list] = (products[list]! * largest) / 127;
        return closeness;
      } finally {
        binding.release(output);
      }
    },
    closenessOf: (query, lists) => {
      const largest = memory.writeQuery(query);
      const output = memory.allocate(4 * lists.length);
      try {
        const first = bytes + GRAPH_VECTORS;
        for (let i = 0; i < lists.length; i++)
          binding.inner_products(memory.query8, width, first + lists[i]! * width, 1, output + 4 * i);
        const products = new Int32Array(binding.memory.buffer, output, lists.length);
        return Float32Array.from(products, (product) => (product * largest) / 127);
      } finally {
        binding.release(output);
      }
    },
    nearest: (query, wanted) => {
      memory.writeQuery(query);
      const most = Math.min(wanted, lists);
      const output = memory.allocate(4 * most);
      try {
        const expansion = Math.max(EXPANSION_SEARCH, most);
        const found = binding.router_search(router, memory.query8, most, expansion, output);
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

function openGraph({ binding, width }: KernelMemory, pointer: number, bytes: number, lists: number): number {
  try {
    return binding.router_view(pointer, bytes, lists, width);
  } catch (error) {
    // A graph that points outside the memory traps.
    if (error instanceof WebAssembly.RuntimeError) return 0;
    throw error;
  }
}

const damaged = (problem: string) =>
  new FernglassError(
    'shard-corrupt',
    `The caption index's router is damaged (${problem}). The index must be rebuilt or uploaded again.`,
  );
