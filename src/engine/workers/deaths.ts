import { FernglassError } from '../../../core';

/** Times that a worker may die over one piece of work before that is given up. */
export const MOST_DEATHS = 3;

/** Counts how often a worker died over one piece of work: it is given anew, but not for ever. */
export class Deaths {
  #count = 0;

  /** Counts an error if it is a worker's death; whether the work is to be given to a fresh worker. */
  forgives(error: unknown): boolean {
    if (!(error instanceof FernglassError) || error.code !== 'worker-failed') return false;
    return ++this.#count < MOST_DEATHS;
  }

  /** The work was done, or is another: nothing counts any more. */
  clear(): void {
    this.#count = 0;
  }
}
