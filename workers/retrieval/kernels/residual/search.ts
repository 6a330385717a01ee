import { type Embeddings, normaliseRows } from '../../../../core';
import { codeOffsets, packedBytes, type ResidualParameters } from '../../../../index-shards/format';
import type { Kernels } from '../kernels';
import { outOfMemory } from '../memory';
import type { Scan } from '../scan';
import {
  type BlockOwner,
  type CodedCaption,
  ResidentBlock,
  type ResidualBlock,
  type ResidualLists,
} from './block';
import { ENOUGH, type FirstView, firstView, type Layout, layoutOf } from './first-pass';
import { OUTCOME_BYTES, type Shared, scanResidual } from './scan';

/** Captions that the first pass's view of codes is learnt from. */
const LEARN_FROM = 2000;
/** Bytes of a caption's id and inverse norm. */
const BESIDE = 6;
/** Bytes of a list's start and end, scale and gain. */
const BYTES_OF_LIST = 16;
/** Scans and decodes captions in one index's residual codes; the module's counterpart of `index-shards/format/packed/residual.ts`. */
export class ResidualSearch implements BlockOwner {
  readonly #layout: Layout;
  readonly #basis: number;
  readonly #weights: number;
  readonly #vector: number;
  readonly #unpacked: number;
  readonly #shared: Shared;
  readonly #offsets: Float32Array;
  readonly #free: () => void;
  /** Learnt from the first shard; all of an index are coded alike. */
  #view: FirstView | null = null;

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
      outcome: keep(kernels.allocate(OUTCOME_BYTES)),
      free,
    }));
    this.#basis = kept.basis;
    this.#weights = kept.weights;
    this.#vector = kept.vector;
    this.#unpacked = kept.unpacked;
    this.#shared = { outcome: kept.outcome, usual: null };
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
    const coded = { unit, slope: view.slope, exactOffset, firstOffset };
    return scanResidual(kernels, query, coded, k, this.#shared);
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
