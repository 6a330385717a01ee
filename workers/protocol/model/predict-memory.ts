import type { MemoryNeed } from './inspection';
import { type Backend, is8Bit, type Precision, TOWER_BATCH } from './model';

/** What is known of a checkpoint before its weights are fetched. */
export interface TowerSizes {
  readonly precision: Precision;
  readonly visionBytes: number;
  readonly textBytes: number;
  /** Bytes of tokenizer.json; 0 where nobody says. */
  readonly tokenizerBytes: number;
  /** Positions that the vision tower computes with at once, for each picture. */
  readonly patches: number;
}

const MB = 1e6;
/**
 * The page with all its workers and the runtime's program, of which 0.33 to 0.39 GB were measured without a model; the rest
 * is what reading weights leaves to the garbage collector, and no more than the difference to the peaks that were measured.
 */
const PAGE = 500 * MB;
/** What a thread of the runtime takes beside the first. */
const THREAD = 8 * MB;
/** Values that a layer holds at once for each position: queries, keys, values, and the four-fold inner layer. */
const VALUES_PER_PATCH = 12 * 768;
/** A parsed tokenizer takes so many times its file. */
const TOKENIZER = 6;

/**
 * How many times a tower's bytes lie in WebAssembly's heap while its session is made, which reads them part by part from where
 * they are kept: once as they are, and some of them again as kernels want them. Half floats become full ones, since no kernel
 * here computes with them.
 */
const HEAP_COPIES: Readonly<Record<Precision, number>> = {
  fp32: 1.42,
  fp16: 3.2,
  q8: 1.42,
  int8: 1.42,
  uint8: 1.42,
  q4: 1.42,
  q4f16: 2.5,
  bnb4: 1.42,
};

/**
 * Predicts the most memory that a checkpoint takes while it loads and works. The towers come one after the other, the text
 * tower leaving before the vision tower comes, so the larger decides. Weights lie where they are used and nowhere else; a
 * browser that keeps no files holds those of one tower once more. `npm run test:full-size` holds this against what is measured.
 */
export function predictMemory(sizes: TowerSizes, backend: Backend, threads: number): MemoryNeed {
  const larger = Math.max(sizes.visionBytes, sizes.textBytes);
  const batch = is8Bit(sizes.precision) ? 1 : TOWER_BATCH;
  const activations = 4 * batch * sizes.patches * VALUES_PER_PATCH;
  const heapBytes =
    backend === 'wasm' ? larger * HEAP_COPIES[sizes.precision] + activations + threads * THREAD : larger * 2;
  return {
    heapBytes,
    peakBytes: PAGE + sizes.tokenizerBytes * TOKENIZER + heapBytes,
  };
}
