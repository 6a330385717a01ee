import type { Evidence, ParameterValues, PhotoInput } from '../../../core';

/** What a method says of one photo. */
export interface MethodScores {
  /** `[classes]` or `[names]`. */
  readonly scores: Float64Array;
  /** The method's own classes, or null for those of the list. */
  readonly names: readonly string[] | null;
}

/** One method over one class list, wherever it is computed. */
export interface PhotoScores {
  readonly hasWork: boolean;
  /** Null while it is under way. */
  scored(photo: PhotoInput): MethodScores | null;
  /** What the score rests on; null while it is under way. */
  evidence(photo: PhotoInput): Evidence | null;
  /** Another setting: every score changes. */
  weigh(values: ParameterValues): void;
  /** The photos as they are now, in order; those before `first` are as they were. */
  setPhotos(photos: readonly PhotoInput[], first: number): void;
  /** Nothing more will be asked. */
  close(): void;
}
