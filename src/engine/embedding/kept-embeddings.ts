import type { RetrievalStage } from '../retrieval/retrieval-stage';
import type { ScoringStage } from '../scoring/scoring-stage';
import type { EngineData } from '../state/engine-data';
import { StalePhotos } from '../state/photos/stale-photos';
import { holdsIn } from '../state/plan/encoder';
import { embeddedStatus } from '../state/plan/progress';
import type { PhotoRecord } from '../state/records';
import { embeddingSpaceOf } from '../state/request/models';
import { nextTask, WorkLoop } from '../state/work-loop';

/** Some milliseconds of work on the page. */
const PHOTOS_TAKEN_AT_ONCE = 100;

/** Takes photos whose embeddings of an earlier visit hold, while the encoder's worker is at texts or other photos. */
export class KeptEmbeddings {
  readonly #held: StalePhotos;
  readonly #loop: WorkLoop;

  constructor(
    private readonly data: EngineData,
    private readonly retrieval: RetrievalStage,
    private readonly scoring: ScoringStage,
  ) {
    this.#held = new StalePhotos(
      data.photos,
      (record, space) => record.view.status === 'queued' && holdsIn(record, space),
    );
    this.#loop = new WorkLoop(
      () => this.#work(),
      () => data.settled(),
    );
  }

  get hasWork(): boolean {
    return this.#next(1).length > 0;
  }

  wake(): void {
    this.#loop.wake();
  }

  #next(most: number): readonly PhotoRecord[] {
    const { info, status } = this.data.store.getState().model;
    return status === 'ready' && info !== null ? this.#held.next(embeddingSpaceOf(info), most) : [];
  }

  async #work(): Promise<boolean> {
    const photos = this.#next(PHOTOS_TAKEN_AT_ONCE);
    if (photos.length === 0) return false;
    const status = embeddedStatus(this.retrieval.index.isSearchable);
    for (const record of photos) this.data.photos.set(record, { status });
    // With the captions that are at hand, so that each is scored once.
    this.scoring.photosChanged(this.retrieval.mergeAtHand(photos));
    this.retrieval.wake();
    await nextTask();
    return true;
  }
}
