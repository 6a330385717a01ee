import { type Embeddings, row } from '../../../../core';
import type { ListFrame } from '../../../../index-shards/format';
import type { Kernels } from '../kernels';
import { lastAtMost } from '../last-at-most';
import { once, outOfMemory } from '../memory';
import type { Block } from '../scan';

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

/** What a block needs of the search that it belongs to. */
export interface BlockOwner {
  readonly kernels: Kernels;
  bytesOf(count: number, lists: number, isWhole: boolean): number;
  vectors(captions: readonly CodedCaption[]): Embeddings;
}

export class ResidentBlock implements ResidualBlock {
  readonly kind = 'residual';
  readonly free: () => void;
  #isWhole = true;

  constructor(
    private readonly owner: BlockOwner,
    readonly pointer: number,
    readonly count: number,
    readonly firstRow: number,
    private readonly listStarts: Uint32Array,
    /** `[lists]`. */
    readonly gains: Float32Array,
  ) {
    this.free = once(() => owner.kernels.binding.residual_block_free(pointer));
  }

  get bytes(): number {
    return this.owner.bytesOf(this.count, this.gains.length, this.#isWhole);
  }

  listAt(row: number): number {
    return lastAtMost(this.listStarts, (start) => start, row);
  }

  id(i: number): number {
    return this.owner.kernels.binding.residual_id(this.pointer, i) >>> 0;
  }

  vector(i: number): Float32Array {
    return row(this.owner.vectors([{ block: this, i, codes: null }]), 0);
  }

  thin(): void {
    this.owner.kernels.binding.residual_block_thin(this.pointer);
    this.#isWhole = false;
  }

  fill(codes: Uint8Array): void {
    const { kernels } = this.owner;
    kernels.borrow([codes], ([pointer]) => {
      if (kernels.binding.residual_block_fill(this.pointer, pointer!, this.count) === 0) throw outOfMemory();
    });
    this.#isWhole = true;
  }
}
