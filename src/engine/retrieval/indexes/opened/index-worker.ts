import type { FernglassError } from '../../../../../core';
import type { IndexPresence, RetrievalApi } from '../../../../../workers/protocol';
import type { EngineData } from '../../../state/engine-data';
import { linkRetrieval, type RetrievalClient } from '../../../workers/clients';
import { Deaths } from '../../../workers/deaths';
import { tell } from '../../../workers/network';
import { Superseded, type WorkerLink } from '../../../workers/worker-link';

/** What follows from a worker's death: the next worker has no index open. */
export interface DeathHooks {
  /** The index is opened again. */
  onRetry(): void;
  /** It has died too often. */
  onGone(error: FernglassError): void;
}

/** The worker of one index. It knows from its first call on what the user chose: hosts, memory and recall. */
export class IndexWorker {
  readonly client: RetrievalClient;
  readonly #link: WorkerLink<RetrievalApi>;
  readonly #deaths = new Deaths();

  /** @param memory bytes that the captions may take */
  constructor(
    private readonly data: EngineData,
    spawn: () => Worker,
    private readonly memory: () => number,
    { onRetry, onGone }: DeathHooks,
  ) {
    this.#link = linkRetrieval(spawn, {
      onStart: (fresh) => {
        tell(fresh, data.network());
        // A worker that dies at once says so at the call that started it.
        fresh.limitMemory(memory()).catch(() => {});
        fresh.aimAt(this.#recall).catch(() => {});
      },
      onDeath: (error) => {
        if (this.#deaths.forgives(error)) onRetry();
        else onGone(error);
      },
    });
    this.client = this.#link.api;
  }

  /** The client whose calls nobody waits for once the signal is aborted. */
  until(signal: AbortSignal): RetrievalClient {
    return this.#link.until(signal);
  }

  /** Deaths before now count no more. */
  settled(): void {
    this.#deaths.clear();
  }

  stop(): void {
    this.#link.stop(new Superseded());
  }

  /** Tells the worker, if one runs, what the user's choice of hosts is now. */
  networkChanged(): void {
    if (this.#link.isRunning) tell(this.client, this.data.network());
  }

  /** Tells the worker its memory. @returns what is in it then; null where no worker runs, or none has an index open */
  async memoryChanged(): Promise<IndexPresence | null> {
    if (!this.#link.isRunning) return null;
    // A worker that died says so at the next call.
    return this.client.limitMemory(this.memory()).catch(() => null);
  }

  /** Tells the worker the requested recall. @returns whether one runs */
  recallChanged(): boolean {
    if (!this.#link.isRunning) return false;
    // A worker that died says so at the next call.
    this.client.aimAt(this.#recall).catch(() => {});
    return true;
  }

  get #recall(): number {
    return this.data.store.getState().request.indexRecall / 100;
  }
}
