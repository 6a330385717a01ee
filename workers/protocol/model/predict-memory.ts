import type { MemoryNeed } from './inspection';
import { type Backend, is8Bit, type Precision, TOWER_BATCH } from './model';

/** What is known of a checkpoint before its weights are fetched. */
export interface TowerSizes {
  readonly precision: Precision;
  readonly visionBytes: number;
  readonly textBytes: number;
  /** Bytes of tokenizer.json; 0 where nobody says. */
  readonly tokenizerBytes: number;
  /** Values of the text tower's table of token embeddings, its vocabulary × its width; 0 where nobody says. */
  readonly vocabularyValues: number;
  /** Positions that the vision tower computes with at once, for each picture. */
  readonly patches: number;
}

const MB = 1e6;
/** The page with all its workers and the runtime's program: 0.33 to 0.39 GB were measured without a model. */
const PAGE = 370 * MB;
/**
 * What comes once a tower runs: kernels are compiled (0.1 GB beside the heap), photos are read; the rest is left to the garbage
 * collector, and no more than the difference to the peaks that were measured.
 */
const RUNNING = 170 * MB;
/** What a thread of the runtime takes beside the first. */
const THREAD = 8 * MB;
/** Values that a layer holds at once for each position: queries, keys, values, and the four-fold inner layer. */
const VALUES_PER_PATCH = 12 * 768;
/** A parsed tokenizer takes so many times its file. */
const TOKENIZER = 6;

/**
 * How many times the weights that a tower multiplies with lie in WebAssembly's heap once its session is made: full floats as they
 * are, half floats as full ones, 8 bits also as kernels want them, among which what they were made of leaves gaps.
 */
const HEAP_COPIES: Readonly<Record<Precision, number>> = {
  fp32: 1,
  fp16: 2,
  q8: 1.42,
  int8: 1.42,
  uint8: 1.42,
  q4: 1.42,
  q4f16: 2.5,
  bnb4: 1.42,
};

/** Bytes of a value in a table that rows are looked up in: 4 bits are for what is multiplied with. */
const TABLE_BYTES: Readonly<Record<Precision, number>> = {
  fp32: 4,
  fp16: 2,
  q8: 1,
  int8: 1,
  uint8: 1,
  q4: 4,
  q4f16: 2,
  bnb4: 4,
};

/**
 * Predicts the most memory that a checkpoint takes while it loads and works. The towers come one after the other, the text
 * tower leaving before the vision tower comes, so the larger decides. Weights lie where they are used and nowhere else, but for
 * the one that is being read: a vocabulary's table, the largest by far, lies beside its copy in the heap before the tower runs.
 * A browser that keeps no files holds those of one tower once more. `npm run test:full-size` holds this against what is measured.
 */
export function predictMemory(sizes: TowerSizes, backend: Backend, threads: number): MemoryNeed {
  const { precision, visionBytes, textBytes } = sizes;
  const table = Math.min(textBytes, sizes.vocabularyValues * TABLE_BYTES[precision]);
  const batch = is8Bit(precision) ? 1 : TOWER_BATCH;
  const activations = 4 * batch * sizes.patches * VALUES_PER_PATCH;
  const page = PAGE + sizes.tokenizerBytes * TOKENIZER;
  if (backend === 'webgpu') {
    const heapBytes = Math.max(visionBytes, textBytes) * 2;
    return { heapBytes, peakBytes: page + RUNNING + heapBytes };
  }
  const copies = HEAP_COPIES[precision];
  const computing = activations + threads * THREAD;
  const text = (textBytes - table) * copies + table + computing;
  const heapBytes = Math.max(text, visionBytes * copies + computing);
  return { heapBytes, peakBytes: page + Math.max(heapBytes + RUNNING, text + table) };
}
