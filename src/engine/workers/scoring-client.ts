import * as Comlink from 'comlink';
import { type Evidence, FernglassError, type ParameterValues, unwrap } from '../../../core';
import type { PlainTask, SetScores, SetScoringApi } from '../../../workers/protocol';

/** The scoring worker's typed client: results become values or a thrown FernglassError. */
export class ScoringClient {
  readonly #worker: Worker;
  readonly #api: Comlink.Remote<SetScoringApi>;
  readonly #died: Promise<never>;

  constructor(worker: Worker) {
    this.#worker = worker;
    this.#api = Comlink.wrap<SetScoringApi>(worker);
    this.#died = new Promise((_, reject) => {
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        reject(
          new FernglassError(
            'worker-failed',
            `Scoring the whole set of photos stopped: ${event.message || 'its program could not be loaded'}. Reload the page, or choose another method.`,
          ),
        );
      });
    });
    this.#died.catch(() => {});
  }

  async prepare(methodId: string, task: PlainTask): Promise<void> {
    unwrap(await this.#within(this.#api.prepare(methodId, task)));
  }

  async score(parameters: ParameterValues): Promise<SetScores> {
    return unwrap(await this.#within(this.#api.score(parameters)));
  }

  async explain(photoId: string): Promise<Evidence> {
    return unwrap(await this.#within(this.#api.explain(photoId)));
  }

  terminate(): void {
    this.#worker.terminate();
  }

  #within<T>(call: T): Promise<Awaited<T>> {
    return Promise.race([call, this.#died]);
  }
}
