import type { PlainError } from '../../../../core';
import type { ByteProgress, MeasuredPrecision, Precision } from '../../../../workers/protocol';

/** Two precisions of the loaded checkpoint that can be compared here. */
export interface PrecisionPair {
  /** The 8-bit one, which is in question. */
  readonly checked: Precision;
  /** The one that it is held against. */
  readonly reference: Precision;
  /** Which of them is loaded now. */
  readonly inUse: Precision;
  /** Bytes of the other's towers, as far as they are not kept already. */
  readonly bytes: number;
}

/** What a comparison of two precisions of one checkpoint found. */
export interface PrecisionVerdict {
  readonly checked: MeasuredPrecision;
  readonly reference: MeasuredPrecision;
  /** Photos that were embedded at both. */
  readonly photos: number;
  /** Between a photo's two embeddings. */
  readonly cosine: { readonly least: number; readonly mean: number };
  /** Photos of which both name the same class first; null where fewer than two classes are listed. */
  readonly agreeing: number | null;
}

/** Whether the loaded checkpoint's 8-bit weights can be, are being, or were checked. */
export interface PrecisionState {
  /** Null where there is nothing to compare: no such pair is shipped, or it runs elsewhere than on WASM. */
  readonly pair: PrecisionPair | null;
  readonly status: 'idle' | 'running' | 'failed';
  /** Bytes of the file on its way; null when none is. */
  readonly progress: ByteProgress | null;
  /** Of this visit or of an earlier one. */
  readonly verdict: PrecisionVerdict | null;
  readonly error: PlainError | null;
}
