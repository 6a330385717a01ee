import { type FactsApi, NO_FACTS } from '../../../workers/protocol';
import type { EngineData } from '../state/engine-data';
import type { PhotoWatcher } from '../state/photos/photo-records';
import { fileOf, type PhotoRecord } from '../state/records';
import { WorkLoop } from '../state/work-loop';
import { WorkerLink } from '../workers/worker-link';

/** Photos whose facts are read in one call. */
const BATCH = 32;

/** Reads what photos say of themselves, each once, whatever becomes of its picture. */
export class FactsStage implements PhotoWatcher {
  readonly #loop: WorkLoop;
  readonly #link: WorkerLink<FactsApi>;
  readonly #unread = new Set<PhotoRecord>();

  constructor(
    private readonly data: Pick<EngineData, 'photos' | 'settled'>,
    spawn: () => Worker,
  ) {
    this.#link = new WorkerLink<FactsApi>(spawn, {
      stopped: 'Reading what the photo says of itself stopped',
      remedy: 'Add the photo again to have it read.',
    });
    this.#loop = new WorkLoop(
      () => this.#work(),
      () => {
        // Between two lots of photos nothing of the reader need stay in memory.
        if (this.#unread.size === 0)
          this.#link.stop(new DOMException('No photo is left to read.', 'AbortError'));
        data.settled();
      },
    );
    data.photos.watch(this);
  }

  get hasWork(): boolean {
    return this.#loop.busy || this.#unread.size > 0;
  }

  note(record: PhotoRecord): void {
    if (record.of !== undefined || record.view.facts !== null) return;
    this.#unread.add(record);
    this.#loop.wake();
  }

  drop(record: PhotoRecord): void {
    this.#unread.delete(record);
  }

  async #work(): Promise<boolean> {
    const some: PhotoRecord[] = [];
    for (const record of this.#unread) {
      some.push(record);
      if (some.length === BATCH) break;
    }
    if (some.length === 0) return false;
    // A file that cannot be had says nothing, and that it could not be read.
    const files = await Promise.all(some.map((record) => fileOf(record).catch(() => new Blob())));
    const facts = await this.#link.api
      .readFacts(files)
      .catch((thrown: Error) => some.map(() => ({ ...NO_FACTS, problem: thrown.message })));
    for (const [i, record] of some.entries()) {
      this.#unread.delete(record);
      this.data.photos.set(record, { facts: facts[i]! });
    }
    return true;
  }
}
