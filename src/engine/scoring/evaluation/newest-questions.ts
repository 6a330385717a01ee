import { Superseded } from '../../workers/worker-link';

/** Questions of several kinds, of which the newest of each counts. */
export class NewestQuestions {
  /** What ends the last question of each kind. */
  readonly #underWay = new Map<string, AbortController>();

  /**
   * Does the work of a question, and ends an earlier one of its kind.
   * @param signal that ends it too
   * @param work is told by its signal when nobody waits for it any more
   */
  async newest<T>(
    kind: string,
    signal: AbortSignal | undefined,
    work: (until: AbortSignal) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted();
    this.#underWay.get(kind)?.abort(new Superseded('A newer question took its place.'));
    const own = new AbortController();
    this.#underWay.set(kind, own);
    const abort = () => own.abort(signal?.reason);
    signal?.addEventListener('abort', abort);
    try {
      return await work(own.signal);
    } finally {
      signal?.removeEventListener('abort', abort);
      if (this.#underWay.get(kind) === own) this.#underWay.delete(kind);
    }
  }
}
