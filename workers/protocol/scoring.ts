import type { Evidence, ParameterValues, Result, Task } from '../../core';

/** A task as it passes a worker's door: products stay where they are taken. */
export type PlainTask = Omit<Task, 'products'>;

/** What a method says of a whole set of photos. */
export interface SetScores {
  /** `[photos, classes]`, in the order of the task. */
  readonly scores: Float64Array;
}

/** The worker of methods that look at all photos at once. */
export interface SetScoringApi {
  /** Takes a task for the method of this id; `score` and `explain` are about the last one taken. */
  prepare(methodId: string, task: PlainTask): Promise<Result<void>>;
  score(parameters: ParameterValues): Promise<Result<SetScores>>;
  /** What the photo's last score rests on. */
  explain(photoId: string): Promise<Result<Evidence>>;
}
