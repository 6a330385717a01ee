import {
  codeOffsets,
  INVERSE_NORM_UNIT,
  type ListFrame,
  packedBytes,
  type ResidualParameters,
} from '../../../index-shards/format';
import { normalise } from '../../../src/core';
import type { Block, Scan, Usearch } from './usearch';

/** Lists in residual codes, as a shard holds them. */
export interface ResidualLists {
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

class ResidualBlock implements Block {
  readonly kind = 'residual';
  constructor(
    readonly codes: number,
    readonly norms: number,
    readonly ids: number,
    readonly count: number,
    readonly firstRow: number,
    readonly bytes: number,
    readonly frameAt: (row: number) => ListFrame,
    readonly vector: (i: number) => Float32Array,
    readonly free: () => void,
  ) {}
}

/** Scans and decodes captions in one index's residual codes; the module's counterpart of `format/residual.ts`. */
export class ResidualSearch {
  readonly #basis: number;
  readonly #weights: number;
  readonly #vector: number;
  readonly #unpacked: number;
  readonly #packed: number;
  readonly #offsets: Float32Array;
  readonly #free: () => void;

  /** @throws FernglassError `worker-failed` when memory runs out. */
  constructor(
    private readonly usearch: Usearch,
    private readonly parameters: ResidualParameters,
  ) {
    const { runs, basis, steps, width } = parameters;
    this.#packed = packedBytes(runs);
    this.#offsets = codeOffsets(runs);
    const kept = usearch.keep((keep, free) => ({
      basis: keep(usearch.copyIn(basis)),
      weights: keep(usearch.allocate(4 * steps.length)),
      vector: keep(usearch.allocate(4 * width)),
      unpacked: keep(usearch.allocate(steps.length)),
      runs: keep(usearch.copyIn(Uint32Array.from(runs.flatMap(({ bits, count }) => [bits, count])))),
      free,
    }));
    this.#basis = kept.basis;
    this.#weights = kept.weights;
    this.#vector = kept.vector;
    this.#unpacked = kept.unpacked;
    this.#free = kept.free;
    usearch.binding.residual_open(kept.runs, runs.length);
  }

  free(): void {
    this.#free();
  }

  /**
   * Copies a shard's lists into the module's memory.
   * @throws FernglassError `worker-failed` when memory runs out.
   */
  addLists(lists: ResidualLists, firstRow: number): Block {
    const { usearch } = this;
    const { codes, ids, inverseNorms, listStarts, frames } = lists;
    const frameAt = (row: number) => frames[lastAtMost(listStarts, row)]!;
    return usearch.keep((keep, free) => {
      const itsCodes = keep(usearch.copyIn(codes));
      const itsIds = keep(usearch.copyIn(ids));
      const norms = keep(usearch.copyIn(Float32Array.from(inverseNorms, (x) => x * INVERSE_NORM_UNIT)));
      const vector = (i: number) => this.#decode(itsCodes + i * this.#packed, frameAt(i));
      const bytes = codes.length + 8 * ids.length;
      return new ResidualBlock(itsCodes, norms, itsIds, ids.length, firstRow, bytes, frameAt, vector, free);
    });
  }

  /** Starts a search for the k captions nearest to `query` `[d]`. */
  scan(query: Float32Array, k: number): Scan {
    const { usearch, parameters } = this;
    const { runs, steps, width } = parameters;
    const { binding } = usearch;
    // The query's inner product with each coefficient's direction, times its step: what one unit of code adds.
    const exact = this.#project(query);
    let offset = 0;
    for (let i = 0; i < exact.length; i++) {
      exact[i] = exact[i]! * steps[i]!;
      offset += exact[i]! * this.#offsets[i]!;
    }
    const codes = new Int8Array(exact.length);
    const scales = new Float32Array(runs.length);
    // Codes are counted from 0, so the query's rounding would shift all scores were the offset not rounded with it.
    let roundedOffset = 0;
    let place = 0;
    runs.forEach(({ count }, r) => {
      let largest = 0;
      for (let i = place; i < place + count; i++) largest = Math.max(largest, Math.abs(exact[i]!));
      scales[r] = largest / 127;
      for (let i = place; i < place + count; i++) {
        codes[i] = largest > 0 ? Math.round((exact[i]! / largest) * 127) : 0;
        roundedOffset += scales[r]! * codes[i]! * this.#offsets[i]!;
      }
      place += count;
    });
    return usearch.keep((keep, freeQuery) => {
      const pointers = [codes, scales, exact].map((values) => keep(usearch.copyIn(values)));
      const itsQuery = keep(usearch.allocate(16));
      const view = new DataView(binding.memory.buffer, itsQuery, 16);
      pointers.forEach((pointer, i) => {
        view.setUint32(4 * i, pointer, true);
      });
      view.setFloat32(12, roundedOffset, true);
      return usearch.startScan(k, freeQuery, {
        compare: (scan, block, start, count) => {
          const { codes, norms, ids, firstRow, frameAt } = block as ResidualBlock;
          const { centre, centreScale, gain } = frameAt(start);
          let base = 0;
          for (let j = 0; j < width; j++) base += query[j]! * centre[j]!;
          return binding.residual_list(
            scan,
            itsQuery,
            base * centreScale,
            gain,
            codes + start * this.#packed,
            norms + 4 * start,
            ids + 4 * start,
            firstRow + start,
            count,
            usearch.moments,
          );
        },
        finish: (scan, rows, similarities) => {
          new DataView(binding.memory.buffer).setFloat32(itsQuery + 12, offset, true);
          return binding.residual_finish(scan, itsQuery, k, rows, similarities);
        },
      });
    });
  }

  /** Inner products of a vector `[d]` with the basis, `[packedWidth]`. */
  #project(vector: Float32Array): Float32Array<ArrayBuffer> {
    const { binding } = this.usearch;
    const { steps, width } = this.parameters;
    new Float32Array(binding.memory.buffer, this.#vector, width).set(vector);
    binding.multiply(this.#basis, steps.length, width, this.#vector, this.#weights);
    return new Float32Array(binding.memory.buffer, this.#weights, steps.length).slice();
  }

  #decode(codes: number, { centre, centreScale, gain }: ListFrame): Float32Array {
    const { binding } = this.usearch;
    const { steps, width } = this.parameters;
    binding.residual_unpack(codes, this.#unpacked);
    const { buffer } = binding.memory;
    const unpacked = new Uint8Array(buffer, this.#unpacked, steps.length);
    const weights = new Float32Array(buffer, this.#weights, steps.length);
    for (let i = 0; i < weights.length; i++)
      weights[i] = gain * (unpacked[i]! + this.#offsets[i]!) * steps[i]!;
    const vector = new Float32Array(buffer, this.#vector, width);
    for (let j = 0; j < width; j++) vector[j] = centre[j]! * centreScale;
    binding.combine(this.#basis, steps.length, width, this.#weights, this.#vector);
    return normalise(vector);
  }
}

/** Index of the last start that is at most `row`; starts rise from 0. */
function lastAtMost(starts: Uint32Array, row: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}
