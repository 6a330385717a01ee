import { Superseded } from '../../../workers/worker-link';

/** What is under way until the next begins: whoever waits for it is told then that nobody wants it any more. */
export class Turn {
  #controller = new AbortController();

  /** Aborted when the next begins. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Ends what is under way. @returns the signal of what begins now */
  next(): AbortSignal {
    this.#controller.abort(new Superseded());
    this.#controller = new AbortController();
    return this.#controller.signal;
  }
}
