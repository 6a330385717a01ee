import type { Embeddings } from '../../../src/core';
import type { Usearch } from '../../../workers/retrieval/usearch/usearch';
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

/** Codes lists with a fitted codec, the products in the compiled search code: about 0.3 ms a caption at d = 768. */
export class ResidualEncoder {
  readonly #analysis: number;
  readonly #basis: number;
  readonly #vector: number;
  readonly #weights: number;
  readonly #offsets: Float32Array;
  readonly free: () => void;

  constructor(
    private readonly usearch: Usearch,
    private readonly codec: FittedCodec,
  ) {
    const { basis, runs, steps, width } = codec.parameters;
    this.#offsets = codeOffsets(runs);
    const kept = usearch.keep((keep, free) => ({
      analysis: keep(usearch.copyIn(codec.analysis)),
      basis: keep(usearch.copyIn(basis)),
      vector: keep(usearch.allocate(4 * width)),
      weights: keep(usearch.allocate(4 * steps.length)),
      free,
    }));
    this.#analysis = kept.analysis;
    this.#basis = kept.basis;
    this.#vector = kept.vector;
    this.#weights = kept.weights;
    this.free = kept.free;
  }

  /** Codes the vectors of one list, `[n, d]`, n ≥ 1. */
  encode(vectors: Embeddings): EncodedList {
    const { parameters, energy } = this.codec;
    const { runs, width } = parameters;
    const mean = new Float64Array(width);
    for (let i = 0; i < vectors.data.length; i++) mean[i % width]! += vectors.data[i]! / vectors.count;
    const { centre, centreScale } = frameOf(mean, 1);
    const coefficients = Array.from({ length: vectors.count }, (_, i) =>
      this.#analyse(vectors.data.subarray(i * width, (i + 1) * width), centre, centreScale),
    );
    let squares = 0;
    for (const its of coefficients) for (const x of its) squares += x * x;
    const relative = energy > 0 ? squares / vectors.count / energy : 0;
    const gain = Math.fround(Math.sqrt(relative)) || 1;
    const frame: ListFrame = { centre, centreScale, gain };
    const packed = packedBytes(runs);
    const codes = new Uint8Array(vectors.count * packed);
    const inverseNorms = new Uint16Array(vectors.count);
    coefficients.forEach((its, i) => {
      const its8 = residualCodes(
        parameters,
        its.map((x) => x / gain),
      );
      codes.set(packCodes(runs, its8), i * packed);
      const norm = this.#norm(its8, frame);
      inverseNorms[i] = norm > 0 ? Math.min(65_535, Math.round(1 / norm / INVERSE_NORM_UNIT)) : 0;
    });
    return { frame, codes, inverseNorms };
  }

  #analyse(vector: Float32Array, centre: Int8Array, centreScale: number): Float32Array {
    const { binding } = this.usearch;
    const { steps, width } = this.codec.parameters;
    const residual = new Float32Array(binding.memory.buffer, this.#vector, width);
    for (let j = 0; j < width; j++) residual[j] = vector[j]! - centre[j]! * centreScale;
    binding.multiply(this.#analysis, steps.length, width, this.#vector, this.#weights);
    return new Float32Array(binding.memory.buffer, this.#weights, steps.length).slice();
  }

  /** Length of what codes stand for. */
  #norm(codes: Uint8Array, { centre, centreScale, gain }: ListFrame): number {
    const { binding } = this.usearch;
    const { steps, width } = this.codec.parameters;
    const { buffer } = binding.memory;
    const weights = new Float32Array(buffer, this.#weights, steps.length);
    for (let i = 0; i < weights.length; i++) weights[i] = gain * (codes[i]! + this.#offsets[i]!) * steps[i]!;
    const vector = new Float32Array(buffer, this.#vector, width);
    for (let j = 0; j < width; j++) vector[j] = centre[j]! * centreScale;
    binding.combine(this.#basis, steps.length, width, this.#weights, 1, this.#vector);
    let squared = 0;
    for (let j = 0; j < width; j++) squared += vector[j]! * vector[j]!;
    return Math.sqrt(squared);
  }
}
