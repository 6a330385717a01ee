import { concatenated } from '../../../../index-shards/format';
import type { Kernels } from '../kernels';
import { once, outOfMemory } from '../memory';
import type { Scan } from '../scan';
import type { ResidentBlock } from './block';
import { chances, firstPassRecall, type Outcome, worthReading } from './first-pass';

/** Candidates that the first pass lets through: a few hundred are needed where its order is least like the exact one. */
const KEEP = 1024;
const KEEP_PER_HIT = 32;
/** Numbers of an `Outcome` in the module. */
const OUTCOME = 7;
/** Bytes of the module's memory that an `Outcome` takes. */
export const OUTCOME_BYTES = 4 * OUTCOME;
/** Refined candidates from which the first pass's error is known. */
const LEARN_ERROR_FROM = 64;

/** A query as the module compares codes with it. */
export interface CodedQuery {
  /** What one unit of each coefficient's code adds to the score, `[coefficients + 1]`, a zero last. */
  readonly unit: Float32Array;
  /** How far the first pass's part of a code goes on average in the whole, `[coefficients + 1]`. */
  readonly slope: Float32Array;
  /** What all codes of zero add, by all their bits and by those of the first pass. */
  readonly exactOffset: number;
  readonly firstOffset: number;
}

/** What scans of one index share. */
export interface Shared {
  /** Where the module writes an outcome. */
  readonly outcome: number;
  /** What an earlier query taught of the first pass's error. */
  usual: Outcome | null;
}

/**
 * Starts a scan for the k captions nearest to `query` `[d]`.
 * @throws FernglassError `worker-failed` when memory runs out.
 */
export function scanResidual(
  kernels: Kernels,
  query: Float32Array,
  coded: CodedQuery,
  k: number,
  shared: Shared,
): Scan {
  const { binding } = kernels;
  const keep = Math.max(KEEP, KEEP_PER_HIT * k);
  const queryAt = kernels.copyIn(query);
  const scan = kernels.borrow([coded.unit, coded.slope], ([unitAt, slopeAt]) =>
    binding.residual_scan_new(unitAt!, slopeAt!, coded.exactOffset, coded.firstOffset, keep),
  );
  const free = once(() => {
    binding.residual_scan_free(scan);
    binding.release(queryAt);
  });
  if (scan === 0) {
    free();
    throw outOfMemory();
  }
  /** What refining brought last; null once more was compared or read. */
  let refined: Outcome | null = null;
  const refine = (): Outcome => {
    if (refined !== null) return refined;
    binding.residual_scan_settle(scan, k, shared.outcome);
    const outcome = readOutcome(binding.memory.buffer, shared.outcome);
    if (outcome.refined >= LEARN_ERROR_FROM) shared.usual = outcome;
    refined = outcome;
    return outcome;
  };
  const waiting = () =>
    kernels.readBest(keep, (rows, scores) => binding.residual_scan_waiting(scan, keep, rows, scores));
  return {
    compare: (block, start, end) => {
      const its = block as ResidentBlock;
      const list = its.listAt(start);
      refined = null;
      binding.residual_scan_rows(scan, its.pointer, list, queryAt, start, end, kernels.moments);
      return kernels.listOutcome();
    },
    compareLists: (lists) => {
      refined = null;
      return kernels.borrow([lists], ([listsAt]) => {
        const moments = kernels.allocate(8 * lists.length);
        binding.residual_scan_lists(scan, queryAt, listsAt!, lists.length, moments);
        const outcomes = new Float32Array(binding.memory.buffer, moments, 2 * lists.length).slice();
        binding.release(moments);
        return outcomes;
      });
    },
    kth: () => binding.residual_scan_kth(scan, k),
    waiting: () => {
      const outcome = refine();
      const { rows, similarities } = waiting();
      if (rows.length === 0) return rows;
      refined = null;
      return rows.subarray(
        0,
        worthReading(similarities, outcome, shared.usual, binding.residual_scan_kth(scan, k), k),
      );
    },
    supply: (rows, codes) => {
      refined = null;
      const order = Array.from(rows, (_, i) => i).sort((a, b) => rows[a]! - rows[b]!);
      const sorted = Uint32Array.from(order, (i) => rows[i]!);
      const its = concatenated(order.map((i) => codes[i]!));
      kernels.borrow([sorted, its], ([rowsAt, codesAt]) => {
        binding.residual_scan_supply(scan, rowsAt!, codesAt!, rows.length);
      });
    },
    finish: () => {
      const outcome = refine();
      const passedOver = chances(waiting().similarities, outcome).reduce((sum, x) => sum + x, 0);
      const best = kernels.readBest(k, (rows, similarities) =>
        binding.residual_scan_best(scan, k, rows, similarities),
      );
      free();
      return { ...best, recall: firstPassRecall(outcome, k) * (k / (k + passedOver)) };
    },
    free,
  };
}

function readOutcome(buffer: ArrayBuffer, pointer: number): Outcome {
  const [refined, , cut, kth, bias, deviation, excess] = new Float32Array(buffer, pointer, OUTCOME);
  return {
    refined: refined!,
    cut: cut!,
    kth: kth!,
    bias: bias!,
    deviation: deviation!,
    excess: excess!,
  };
}
