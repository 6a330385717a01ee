import { lead, methodById, type PhotoInput, type Task } from '../../../../core';
import { scoresAtOnce } from './local-scores';

/** CoRE eq. 1: what every method's answer is held against. */
export const BASELINE = methodById('zero-shot')!;

/** Scores of photos by looks alone, the same under every setting until the class list is another. */
export class Looks {
  /** Best class by photo. */
  readonly #best = new Map<string, number>();
  #scores: ((photo: PhotoInput) => Float64Array) | null = null;
  #logitScale = 100;

  /** Takes the class list. */
  begin(task: Task): void {
    this.#scores = scoresAtOnce(BASELINE, task);
    this.#logitScale = task.logitScale;
    this.#best.clear();
  }

  /** `[classes]`; null before there was a class list. */
  scores(photo: PhotoInput): Float64Array | null {
    return this.#scores?.(photo) ?? null;
  }

  /** Place of the best class; −1 where there are no classes. */
  best(photo: PhotoInput): number {
    let best = this.#best.get(photo.id);
    if (best === undefined) {
      best = lead(BASELINE.output, this.scores(photo) ?? [], this.#logitScale).best;
      this.#best.set(photo.id, best);
    }
    return best;
  }

  forget(id: string): void {
    this.#best.delete(id);
  }
}
