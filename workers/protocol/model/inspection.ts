import type { Backend, FamilyName, Precision } from './model';

/** The terms a checkpoint is under. */
export interface Licence {
  /** As its publisher states it: `apache-2.0`, `cc-by-nc-4.0`, or a licence's own title. */
  readonly name: string;
  /** What it forbids, as far as its name says; `open` forbids no use, `unknown` is for its reader to judge. */
  readonly use: 'open' | 'non-commercial' | 'research-only' | 'unknown';
}

/** Most memory that a back end holds at once while a checkpoint loads and works, in bytes, as predicted. */
export interface MemoryNeed {
  /** Of the page's process: the worker's own, WebAssembly's heap, and what the page needs anyway. */
  readonly peakBytes: number;
  /** Of WebAssembly's heap alone, which ends at 4 GB. */
  readonly heapBytes: number;
}

/** One precision in which a checkpoint has both towers. */
export interface PrecisionFacts {
  readonly precision: Precision;
  /** Bytes to fetch for each tower, weights outside the graph included. */
  readonly visionBytes: number;
  readonly textBytes: number;
  readonly memory: Readonly<Record<Backend, MemoryNeed>>;
}

/** What a checkpoint is, told by its small files and its host's listing: no weights are fetched for it. */
export interface Inspection {
  readonly id: string;
  /** The commit, where the hub says it. */
  readonly revision: string;
  readonly family: FamilyName;
  /** Side of the square that the vision tower sees, in pixels. */
  readonly imageSize: number;
  /** Null where nobody states it. */
  readonly licence: Licence | null;
  /** Whether 8-bit weights are known to ruin this family. */
  readonly distrusts8Bit: boolean;
  /** Null where the host has no listing: what is there shows when it is asked for. */
  readonly precisions: readonly PrecisionFacts[] | null;
}
