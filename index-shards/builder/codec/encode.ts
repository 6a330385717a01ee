import type { Embeddings } from '../../../core';
import type { Kernels } from '../../../workers/retrieval/kernels';
import {
  codeOffsets,
  frameOf,
  INVERSE_NORM_UNIT,
  type ListFrame,
  packCodes,
  packedBytes,
  residualCodes,
} from '../../format';
import type { FittedCodec } from './fit';

/** One list's vectors, coded. */
export interface EncodedList {
  readonly frame: ListFrame;
  /** `[n, packedBytes]`. */
  readonly codes: Uint8Array<ArrayBuffer>;
  /** `[n]`, in units of `INVERSE_NORM_UNIT`. */
  readonly inverseNorms: Uint16Array<ArrayBuffer>;
}

/** Vectors of a list that are multiplied at a time. */
const TOGETHER = 256;

/** Codes lists with a fitted codec, the products in the compiled search code. */
export class ResidualEncoder {
  /** `[width, packedWidth]`. */
  readonly #analysis: number;
  /** `[packedWidth, width]`. */
  readonly #basis: number;
  /** `[TOGETHER, width]`. */
  readonly #vectors: number;
  /** `[TOGETHER, packedWidth]`. */
  readonly #coefficients: number;
  readonly #offsets: Float32Array;
  readonly free: () => void;

  constructor(
    private readonly kernels: Kernels,
    private readonly codec: FittedCodec,
  ) {
    const { basis, runs, steps, width } = codec.parameters;
    this.#offsets = codeOffsets(runs);
    const kept = kernels.keep((keep, free) => ({
      analysis: keep(kernels.copyIn(transposed(codec.analysis, steps.length, width))),
      basis: keep(kernels.copyIn(basis)),
      vectors: keep(kernels.allocate(4 * TOGETHER * width)),
      coefficients: keep(kernels.allocate(4 * TOGETHER * steps.length)),
      free,
    }));
    this.#analysis = kept.analysis;
    this.#basis = kept.basis;
    this.#vectors = kept.vectors;
    this.#coefficients = kept.coefficients;
    this.free = kept.free;
  }

  /** Codes the vectors of one list, `[n, d]`, n ≥ 1. */
  encode(vectors: Embeddings): EncodedList {
    const { parameters, energy } = this.codec;
    const { runs, width } = parameters;
    const mean = new Float64Array(width);
    for (let i = 0; i < vectors.data.length; i++) mean[i % width]! += vectors.data[i]! / vectors.count;
    const { centre, centreScale } = frameOf(mean, 1);
    const coefficients = this.#analyse(vectors, centre, centreScale);
    let squares = 0;
    for (const x of coefficients) squares += x * x;
    const relative = energy > 0 ? squares / vectors.count / energy : 0;
    const gain = Math.fround(Math.sqrt(relative)) || 1;
    const frame: ListFrame = { centre, centreScale, gain };
    const packed = packedBytes(runs);
    const codes = new Uint8Array(vectors.count * packed);
    const packedWidth = this.#offsets.length;
    const unpacked = new Uint8Array(vectors.count * packedWidth);
    for (let i = 0; i < coefficients.length; i++) coefficients[i]! /= gain;
    for (let i = 0; i < vectors.count; i++) {
      const its = residualCodes(parameters, coefficients.subarray(i * packedWidth, (i + 1) * packedWidth));
      unpacked.set(its, i * packedWidth);
      codes.set(packCodes(runs, its), i * packed);
    }
    const inverseNorms = Uint16Array.from(this.#norms(unpacked, frame), (norm) =>
      norm > 0 ? Math.min(65_535, Math.round(1 / norm / INVERSE_NORM_UNIT)) : 0,
    );
    return { frame, codes, inverseNorms };
  }

  /** Coefficients of what is left of vectors without their list's centre, `[n, packedWidth]`. */
  #analyse({ count, data }: Embeddings, centre: Int8Array, centreScale: number): Float32Array {
    const { binding } = this.kernels;
    const { width } = this.codec.parameters;
    const packedWidth = this.#offsets.length;
    const all = new Float32Array(count * packedWidth);
    for (let first = 0; first < count; first += TOGETHER) {
      const some = Math.min(TOGETHER, count - first);
      const residuals = this.#view(this.#vectors, some * width);
      for (let i = 0; i < residuals.length; i++)
        residuals[i] = data[first * width + i]! - centre[i % width]! * centreScale;
      const products = this.#view(this.#coefficients, some * packedWidth).fill(0);
      binding.combine(this.#analysis, width, packedWidth, this.#vectors, some, this.#coefficients);
      all.set(products, first * packedWidth);
    }
    return all;
  }

  /** Lengths of what codes `[n, packedWidth]`, a byte each, stand for, `[n]`. */
  #norms(codes: Uint8Array, { centre, centreScale, gain }: ListFrame): Float64Array {
    const { binding } = this.kernels;
    const { steps, width } = this.codec.parameters;
    const packedWidth = this.#offsets.length;
    const count = codes.length / packedWidth;
    const norms = new Float64Array(count);
    for (let first = 0; first < count; first += TOGETHER) {
      const some = Math.min(TOGETHER, count - first);
      const weights = this.#view(this.#coefficients, some * packedWidth);
      for (let i = 0; i < weights.length; i++) {
        const place = i % packedWidth;
        weights[i] = gain * (codes[first * packedWidth + i]! + this.#offsets[place]!) * steps[place]!;
      }
      const vectors = this.#view(this.#vectors, some * width);
      for (let i = 0; i < vectors.length; i++) vectors[i] = centre[i % width]! * centreScale;
      binding.combine(this.#basis, packedWidth, width, this.#coefficients, some, this.#vectors);
      for (let i = 0; i < vectors.length; i++) norms[first + Math.floor(i / width)]! += vectors[i]! ** 2;
    }
    return norms.map(Math.sqrt);
  }

  /** A view on the module's memory, until that grows. */
  #view(pointer: number, length: number): Float32Array {
    return new Float32Array(this.kernels.binding.memory.buffer, pointer, length);
  }
}

/** A matrix `[rows, columns]` as `[columns, rows]`. */
function transposed(matrix: Float32Array, rows: number, columns: number): Float32Array {
  return matrix.map((_, i) => matrix[(i % rows) * columns + Math.floor(i / rows)]!);
}
