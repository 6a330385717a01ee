/** Captions that lie in the module's memory, ready to be scanned. */
export interface Block {
  readonly kind: 'i8' | 'residual';
  readonly count: number;
  readonly firstRow: number;
  /** Bytes of the module's memory. */
  readonly bytes: number;
  /** The id and the vector, `[d]`, normalised, of caption `i`. */
  id(i: number): number;
  vector(i: number): Float32Array;
  free(): void;
}

/** What a list brought to a scan. */
export interface ListOutcome {
  /** Sum of the cosines, and of their squares. */
  readonly sum: number;
  readonly squares: number;
}

/** The best k of what was compared, best first; equal ones by rising id. */
export interface Found {
  /** The block's `firstRow` + position. */
  readonly rows: Uint32Array;
  readonly similarities: Float32Array;
  /** Part of the k best of what was compared that is expected to be here, 0–1. */
  readonly recall: number;
}

/** One query under way over any number of blocks of one kind. Must be finished or freed. */
export interface Scan {
  /** Compares rows `start` up to `end` of a block; of residual blocks they must be of one list. */
  compare(block: Block, start: number, end: number): ListOutcome;
  /**
   * Compares whole lists, given by their numbers; those that are not in memory are passed over. Undefined
   * where the codec compares blocks only.
   * @returns sum and squares of each in turn, `[lists.length, 2]`
   */
  readonly compareLists?: (lists: Uint32Array) => Float32Array;
  /** About the cosine of the k-th best so far; −2 while there are fewer. */
  kth(): number;
  /**
   * Rows, best first, that may be among the k best but are in memory for the first pass only: `finish` passes over
   * those whose codes were not supplied.
   */
  waiting(): Uint32Array;
  /** Compares rows that wait by their codes, as a file holds them. */
  supply(rows: readonly number[], codes: readonly Uint8Array[]): void;
  /** Ends the scan. */
  finish(): Found;
  /** Ends the scan; may be called again. */
  free(): void;
}
