import type { OwnJob } from '../../../workers/protocol';
import type { OwnJobState } from '../state/types';

/** Tells how far captions that are being embedded have come, and how fast. */
export class JobProgress {
  /** When embedding began, and how many captions were there then. */
  #since: { readonly at: number; readonly done: number } | null = null;

  /** Counts the time anew: another job, or one that rested. */
  restart(): void {
    this.#since = null;
  }

  /** @param waiting further jobs */
  of({ address, about, model, texts }: OwnJob, done: number, waiting: number): OwnJobState {
    this.#since ??= { at: performance.now(), done };
    const came = done - this.#since.done;
    const seconds = (performance.now() - this.#since.at) / 1000;
    const perSecond = came > 0 && seconds > 0 ? came / seconds : null;
    return { address, title: about.title, model, done, total: texts.length, perSecond, waiting };
  }
}
