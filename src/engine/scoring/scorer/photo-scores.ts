import type { Evidence, ParameterValues, PhotoInput } from '../../../../core';

/** What a method says of one photo. */
export interface MethodScores {
  /** `[classes]` or `[names]`. */
  readonly scores: Float64Array;
  /** The method's own classes, or null for those of the list. */
  readonly names: readonly string[] | null;
}

/** What changed among the photos. */
export interface PhotoChange {
  /** Those that are new, or other ones than before. */
  readonly inputs: readonly PhotoInput[];
  /** Before this place all are as they were. */
  readonly first: number;
  /** Whether ids, their order and embeddings are as before. */
  readonly isSameSet: boolean;
}

/** One method over one class list, wherever it is computed. */
export interface PhotoScores {
  readonly hasWork: boolean;
  /**
   * Null while it is under way.
   * @param isUrgent whether somebody looks at the photo: it then goes before others
   */
  scored(photo: PhotoInput, isUrgent: boolean): MethodScores | null;
  /** What the score rests on; null while it is under way. */
  evidence(photo: PhotoInput): Evidence | null;
  /** Another setting: every score changes. */
  weigh(values: ParameterValues): void;
  /** Photos came, went or changed in the order that all share. */
  photosChanged(change: PhotoChange): void;
  /** Nothing more will be asked. */
  close(): void;
}
