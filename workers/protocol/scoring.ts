import type { Evidence, ParameterValues, PhotoInput, Result, Task } from '../../core';

/** What a method reads beside the photos; products stay where they are taken. */
export type SetTask = Omit<Task, 'photos' | 'products'>;

/** What a method says of a whole set of photos. */
export interface SetScores {
  /** `[photos, classes]`, in the order of the set. */
  readonly scores: Float64Array;
}

/** The worker of methods that look at all photos at once. It keeps photos, so that each passes its door once. */
export interface SetScoringApi {
  /** Keeps photos, in place of those of the same ids; scores change with the next `prepare`. */
  take(photos: readonly PhotoInput[]): Promise<Result<void>>;
  /** Keeps these photos no more. */
  drop(ids: readonly string[]): Promise<Result<void>>;
  /** Takes the method of this id, and what it reads beside the photos. */
  begin(methodId: string, task: SetTask): Promise<Result<void>>;
  /**
   * Makes kept photos the set, in this order; `score` and `explain` are about the last one. Gives `worker-failed` where
   * nothing was begun or one is not kept: another worker than the one that took them.
   */
  prepare(ids: readonly string[]): Promise<Result<void>>;
  score(parameters: ParameterValues): Promise<Result<SetScores>>;
  /** What the photo's last score rests on. */
  explain(photoId: string): Promise<Result<Evidence>>;
}
