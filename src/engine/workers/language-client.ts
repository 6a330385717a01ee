import * as Comlink from 'comlink';
import { FernglassError, unwrap } from '../../../core';
import type { LanguageApi } from '../../../workers/protocol';

/** The language worker's typed client; the worker starts with the first question. */
export class LanguageClient {
  #api: Comlink.Remote<LanguageApi> | null = null;
  #died: Promise<never> = new Promise(() => {});

  constructor(private readonly spawn: () => Worker) {}

  async candidateNames(captions: readonly (readonly string[])[]): Promise<readonly (readonly string[])[]> {
    this.#api ??= this.#start();
    return unwrap(await Promise.race([this.#api.candidateNames(captions), this.#died]));
  }

  #start(): Comlink.Remote<LanguageApi> {
    const worker = this.spawn();
    this.#died = new Promise((_, reject) => {
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        this.#api = null;
        reject(
          new FernglassError(
            'worker-failed',
            `Reading the captions’ words stopped: ${event.message || 'its program could not be loaded'}. Reload the page, or choose another method.`,
          ),
        );
      });
    });
    this.#died.catch(() => {});
    return Comlink.wrap<LanguageApi>(worker);
  }
}
