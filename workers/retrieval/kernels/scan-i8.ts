import { dequantise } from '../../../index-shards/format';
import { type KernelMemory, once, outOfMemory } from './memory';
import type { Block, Scan } from './scan';

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
 * Copies vectors `[ids.length, d]` into the module's memory.
 * @param ids decide between equal similarities, the lower first
 * @throws FernglassError `worker-failed` when memory runs out.
 */
export function addVectors(
  memory: KernelMemory,
  codes: Int8Array,
  ids: Uint32Array,
  firstRow: number,
): Block {
  const { binding, width } = memory;
  return memory.keep((keep, free) => {
    const vectors = keep(memory.copyIn(codes));
    const itsIds = keep(memory.copyIn(ids));
    const norms = keep(memory.allocate(4 * ids.length));
    binding.inverse_norms(vectors, ids.length, width, norms);
    const read = (i: number) => dequantise(new Int8Array(binding.memory.buffer, vectors + i * width, width));
    const bytes = codes.length + 8 * ids.length;
    const id = (i: number) => new Uint32Array(binding.memory.buffer, itsIds + 4 * i, 1)[0]!;
    return new I8Block(vectors, norms, itsIds, ids.length, firstRow, bytes, id, read, free);
  });
}

/** Starts a search for the k i8 vectors nearest to `query` `[d]`. */
export function scanI8(memory: KernelMemory, query: Float32Array, k: number): Scan {
  const { binding, width } = memory;
  const largest = memory.writeQuery(query);
  const codes = new Int8Array(binding.memory.buffer, memory.query8, width).slice();
  const scale = largest / 127;
  return memory.keep((keep, freeQuery) => {
    const query8 = keep(memory.copyIn(codes));
    const query32 = keep(memory.copyIn(query));
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
          memory.moments,
        );
        return memory.listOutcome();
      },
      kth: () => binding.scan_kth(scan, k),
      waiting: () => new Uint32Array(0),
      supply: () => {},
      finish: () => {
        const best = memory.readBest(k, (rows, similarities) =>
          binding.scan_finish(scan, query32, width, k, rows, similarities),
        );
        free();
        return { ...best, recall: 1 };
      },
      free,
    };
  });
}
