import { type Embeddings, normaliseRows, row } from '../../../core';
import {
  codeOffsets,
  concatenated,
  type ListFrame,
  packedBytes,
  type ResidualParameters,
} from '../../../index-shards/format';
import {
  chances,
  ENOUGH,
  type FirstView,
  firstPassRecall,
  firstView,
  type Layout,
  layoutOf,
  type Outcome,
  worthReading,
} from './first-pass';
import { type Block, type Kernels, once, outOfMemory, type Scan } from './kernels';
import { lastAtMost } from './last-at-most';

/** Lists in residual codes, as a shard holds them. */
export interface ResidualLists {
  /** Number of the first. */
  readonly firstList: number;
  /** `[lists + 1]`. */
  readonly listStarts: Uint32Array;
  /** `[n]`. */
  readonly ids: Uint32Array;
  readonly frames: readonly ListFrame[];
  /** `[n, packedBytes]`. */
  readonly codes: Uint8Array;
  /** `[n]`, in units of `INVERSE_NORM_UNIT`. */
  readonly inverseNorms: Uint16Array;
}

/** A caption of a block. */
export interface CodedCaption {
  readonly block: Block;
  readonly i: number;
  /** Its codes as a file holds them; null where the block is whole. */
  readonly codes: Uint8Array | null;
}

/** Lists in memory: whole, or thinned to what the first pass compares. */
export interface ResidualBlock extends Block {
  readonly kind: 'residual';
  /** Lets go of what the first pass does without; `vector` must not be called then. */
  thin(): void;
  /**
   * Takes the codes `[n, packedBytes]` in again.
   * @throws FernglassError `worker-failed` when memory runs out.
   */
  fill(codes: Uint8Array): void;
}

class ResidentBlock implements ResidualBlock {
  readonly kind = 'residual';
  readonly free: () => void;
  #isWhole = true;

  constructor(
    private readonly search: ResidualSearch,
    readonly pointer: number,
    readonly count: number,
    readonly firstRow: number,
    private readonly listStarts: Uint32Array,
    /** `[lists]`. */
    readonly gains: Float32Array,
  ) {
    this.free = once(() => search.kernels.binding.residual_block_free(pointer));
  }

  get bytes(): number {
    return this.search.bytesOf(this.count, this.gains.length, this.#isWhole);
  }

  listAt(row: number): number {
    return lastAtMost(this.listStarts, (start) => start, row);
  }

  id(i: number): number {
    return this.search.kernels.binding.residual_id(this.pointer, i) >>> 0;
  }

  vector(i: number): Float32Array {
    return row(this.search.vectors([{ block: this, i, codes: null }]), 0);
  }

  thin(): void {
    this.search.kernels.binding.residual_block_thin(this.pointer);
    this.#isWhole = false;
  }

  fill(codes: Uint8Array): void {
    const { kernels } = this.search;
    kernels.borrow([codes], ([pointer]) => {
      if (kernels.binding.residual_block_fill(this.pointer, pointer!, this.count) === 0) throw outOfMemory();
    });
    this.#isWhole = true;
  }
}

/** Candidates that the first pass lets through: a few hundred are needed where its order is least like the exact one. */
const KEEP = 1024;
const KEEP_PER_HIT = 32;
/** Captions that the first pass's view of codes is learnt from. */
const LEARN_FROM = 2000;
/** Bytes of a caption's id and inverse norm. */
const BESIDE = 6;
/** Bytes of a list's start and end, scale and gain. */
const BYTES_OF_LIST = 16;
/** Numbers of an `Outcome` in the module. */
const OUTCOME = 7;
/** Refined candidates from which the first pass's error is known. */
const LEARN_ERROR_FROM = 64;

/** Scans and decodes captions in one index's residual codes; the module's counterpart of `format/residual.ts`. */
export class ResidualSearch {
  readonly #layout: Layout;
  readonly #basis: number;
  readonly #weights: number;
  readonly #vector: number;
  readonly #unpacked: number;
  readonly #outcome: number;
  readonly #offsets: Float32Array;
  readonly #free: () => void;
  /** Learnt from the first shard; all of an index are coded alike. */
  #view: FirstView | null = null;
  /** What an earlier query taught of the first pass's error. */
  #usual: Outcome | null = null;

  /** @throws FernglassError `worker-failed` when memory runs out. */
  constructor(
    readonly kernels: Kernels,
    private readonly parameters: ResidualParameters,
  ) {
    const { runs, basis, steps, width } = parameters;
    this.#offsets = codeOffsets(runs);
    this.#layout = layoutOf(runs, steps);
    const kept = kernels.keep((keep, free) => ({
      basis: keep(kernels.copyIn(basis)),
      weights: keep(kernels.allocate(4 * steps.length)),
      vector: keep(kernels.allocate(4 * width)),
      unpacked: keep(kernels.allocate(steps.length)),
      outcome: keep(kernels.allocate(4 * OUTCOME)),
      free,
    }));
    this.#basis = kept.basis;
    this.#weights = kept.weights;
    this.#vector = kept.vector;
    this.#unpacked = kept.unpacked;
    this.#outcome = kept.outcome;
    this.#free = kept.free;
    const { bits, firstPairs } = this.#layout;
    const itsRuns = Uint32Array.from(runs.flatMap(({ bits, count }) => [bits, count]));
    const itsBits = Uint32Array.from(bits, ({ coefficient, shift }) => coefficient | (shift << 16));
    kernels.borrow([itsRuns, itsBits], ([runsAt, bitsAt]) => {
      kernels.binding.residual_open(runsAt!, runs.length, bitsAt!, bits.length / 8, firstPairs, width);
    });
  }

  /** Whether enough captions were seen to know what the first pass says of whole codes. */
  get hasView(): boolean {
    return this.#view !== null;
  }

  free(): void {
    this.#free();
  }

  /** Bytes of the module's memory that `count` captions in some lists take. */
  bytesOf(count: number, lists: number, isWhole: boolean): number {
    const { bits, firstPairs } = this.#layout;
    return (
      count * ((isWhole ? bits.length / 8 : firstPairs) + BESIDE) +
      lists * (this.parameters.width + BYTES_OF_LIST)
    );
  }

  /**
   * Copies a shard's lists into the module's memory.
   * @throws FernglassError `worker-failed` when memory runs out.
   */
  addLists(lists: ResidualLists, firstRow: number): ResidualBlock {
    const { kernels } = this;
    const { codes, ids, inverseNorms, firstList, listStarts, frames } = lists;
    this.#view ??= this.#learnt(codes);
    const { width } = this.parameters;
    const centres = new Int8Array(frames.length * width);
    const outlines = new DataView(new ArrayBuffer(frames.length * BYTES_OF_LIST));
    frames.forEach(({ centre, centreScale, gain }, l) => {
      centres.set(centre, l * width);
      outlines.setUint32(l * BYTES_OF_LIST, listStarts[l]!, true);
      outlines.setUint32(l * BYTES_OF_LIST + 4, listStarts[l + 1]!, true);
      outlines.setFloat32(l * BYTES_OF_LIST + 8, centreScale, true);
      outlines.setFloat32(l * BYTES_OF_LIST + 12, gain, true);
    });
    const copied = [codes, inverseNorms, ids, centres, new Uint8Array(outlines.buffer)];
    return kernels.borrow(copied, ([codesAt, normsAt, idsAt, centresAt, outlinesAt]) => {
      const block =
        kernels.binding.residual_block_new(
          codesAt!,
          normsAt!,
          idsAt!,
          ids.length,
          firstRow,
          centresAt!,
          outlinesAt!,
          frames.length,
          firstList,
        ) >>> 0;
      if (block === 0) throw outOfMemory();
      return new ResidentBlock(
        this,
        block,
        ids.length,
        firstRow,
        listStarts,
        Float32Array.from(frames, ({ gain }) => gain),
      );
    });
  }

  /** Starts a search for the k captions nearest to `query` `[d]`. */
  scan(query: Float32Array, k: number): Scan {
    const { kernels } = this;
    const { binding } = kernels;
    const { steps } = this.parameters;
    const view = this.#view ?? firstView(this.#layout, new Uint8Array(0), this.#offsets.length);
    // The query's inner product with each coefficient's direction, times its step: what one unit of code adds.
    const unit = new Float32Array(steps.length + 1);
    unit.set(this.#project(query));
    let exactOffset = 0;
    let firstOffset = 0;
    for (let i = 0; i < steps.length; i++) {
      unit[i] = unit[i]! * steps[i]!;
      exactOffset += unit[i]! * this.#offsets[i]!;
      firstOffset += unit[i]! * (this.#offsets[i]! + view.intercept[i]!);
    }
    const keep = Math.max(KEEP, KEEP_PER_HIT * k);
    const queryAt = kernels.copyIn(query);
    const scan = kernels.borrow([unit, view.slope], ([unitAt, slopeAt]) =>
      binding.residual_scan_new(unitAt!, slopeAt!, exactOffset, firstOffset, keep),
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
      binding.residual_scan_settle(scan, k, this.#outcome);
      const outcome = readOutcome(binding.memory.buffer, this.#outcome);
      if (outcome.refined >= LEARN_ERROR_FROM) this.#usual = outcome;
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
          worthReading(similarities, outcome, this.#usual, binding.residual_scan_kth(scan, k), k),
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

  /** The vectors of captions, `[n, d]`, normalised. */
  vectors(captions: readonly CodedCaption[]): Embeddings {
    const { kernels } = this;
    const { binding } = kernels;
    const { steps, width } = this.parameters;
    const { length } = captions;
    return kernels.keep((keep, free) => {
      const weightsAt = keep(kernels.allocate(4 * length * steps.length));
      const sumsAt = keep(kernels.allocate(4 * length * width));
      const packedAt = keep(kernels.allocate(packedBytes(this.parameters.runs)));
      const { buffer } = binding.memory;
      const weights = new Float32Array(buffer, weightsAt, length * steps.length);
      const codes = new Uint8Array(buffer, this.#unpacked, steps.length);
      captions.forEach(({ block, i, codes: given }, c) => {
        const its = block as ResidentBlock;
        const list = its.listAt(i);
        const gain = its.gains[list]!;
        if (given === null) binding.residual_codes(its.pointer, i, this.#unpacked);
        else {
          new Uint8Array(buffer, packedAt, given.length).set(given);
          binding.residual_unpack(packedAt, this.#unpacked);
        }
        for (let j = 0; j < steps.length; j++)
          weights[c * steps.length + j] = gain * (codes[j]! + this.#offsets[j]!) * steps[j]!;
        binding.residual_centre(its.pointer, list, sumsAt + 4 * c * width);
      });
      binding.combine(this.#basis, steps.length, width, weightsAt, length, sumsAt);
      const data = new Float32Array(buffer, sumsAt, length * width);
      const vectors = normaliseRows({ count: length, width, data });
      free();
      return vectors;
    });
  }

  /** Null from too few captions. */
  #learnt(codes: Uint8Array): FirstView | null {
    const sample = this.#sample(codes);
    const { length } = this.#offsets;
    return sample.length < ENOUGH * length ? null : firstView(this.#layout, sample, length);
  }

  /** Some captions' codes, a byte each, `[n, packedWidth]`. */
  #sample(codes: Uint8Array): Uint8Array {
    const { kernels } = this;
    const packed = packedBytes(this.parameters.runs);
    const width = this.#offsets.length;
    const count = codes.length / packed;
    const taken = Math.min(count, LEARN_FROM);
    const sample = new Uint8Array(taken * width);
    for (let s = 0; s < taken; s++) {
      const i = Math.floor((s * count) / taken);
      kernels.borrow([codes.subarray(i * packed, (i + 1) * packed)], ([pointer]) => {
        kernels.binding.residual_unpack(pointer!, this.#unpacked);
      });
      sample.set(new Uint8Array(kernels.binding.memory.buffer, this.#unpacked, width), s * width);
    }
    return sample;
  }

  /** Inner products of a vector `[d]` with the basis, `[packedWidth]`. */
  #project(vector: Float32Array): Float32Array<ArrayBuffer> {
    const { binding } = this.kernels;
    const { steps, width } = this.parameters;
    new Float32Array(binding.memory.buffer, this.#vector, width).set(vector);
    binding.multiply(this.#basis, steps.length, width, this.#vector, this.#weights);
    return new Float32Array(binding.memory.buffer, this.#weights, steps.length).slice();
  }
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
