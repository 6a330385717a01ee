import type { EngineData } from './state/engine-data';
import { progressOf } from './state/plan/progress';

/** What the engine's stages say of themselves when what is derived from them is brought up to date. */
interface PublishedParts {
  /** Whether any of them has something to do, apart from photos that a worker has in hand. */
  isBusy(): boolean;
  /** Why the method gives no answers; null while it does. */
  methodError(): ReturnType<EngineData['store']['getState']>['methodError'];
  /** The state is up to date: what waits for changes looks at it. */
  onPublished(idle: boolean): void;
}

/** Brings up to date what is derived in the state: idleness, progress, the photos' ids and counts. */
export class Publishing {
  /** Ids queued since the queue last ran dry: what the progress counts. */
  readonly #batch = new Set<string>();
  #isComing = false;

  constructor(
    private readonly data: EngineData,
    private readonly parts: PublishedParts,
  ) {}

  /** Photos are queued: the progress counts them. */
  queued(ids: Iterable<string>): void {
    for (const id of ids) this.#batch.add(id);
  }

  /** Photos are gone: the progress does not count them any more. */
  dropped(ids: Iterable<string>): void {
    for (const id of ids) this.#batch.delete(id);
  }

  /** Publishes soon, once for all changes of one go; every change leads here. */
  changed(): void {
    if (this.#isComing) return;
    this.#isComing = true;
    queueMicrotask(() => {
      this.#isComing = false;
      this.publish();
    });
  }

  publish(): void {
    const { photos, scorer, store } = this.data;
    const state = store.getState();
    const { photoIds, photoCounts } = photos.overview();
    const progress = progressOf(photoCounts, state.model.status, this.#batch.size);
    const { running } = progress;
    // `running` counts the photos that a worker has in hand: no stage calls those its work any more.
    const idle = !running && state.model.status !== 'loading' && !this.parts.isBusy();
    if (!running) this.#batch.clear();
    const { queue } = state;
    const isSameQueue =
      queue.running === running && queue.total === progress.total && queue.done === progress.done;
    const next = {
      idle,
      queue: isSameQueue ? queue : progress,
      methodError: this.parts.methodError(),
      answersRevision: scorer.revision,
      photoIds,
      photoCounts,
    };
    if (Object.entries(next).some(([name, value]) => state[name as keyof typeof next] !== value))
      store.setState(next);
    photos.publish();
    this.parts.onPublished(idle);
  }
}
