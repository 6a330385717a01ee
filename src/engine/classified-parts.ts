import type { ScoringStage } from './scoring/scoring-stage';
import { embeddingOf } from './state/basis';
import type { EngineData } from './state/engine-data';
import { arrangeParts } from './state/photos/arranged-parts';
import type { PhotoRecord } from './state/records';
import { nextTask, WorkLoop } from './state/work-loop';

/** Milliseconds of looking at photos between two chances for the page to paint. */
const SLICE = 8;

/** Has photos classified by the parts that are asked for: the whole, or the animals that a detector found, each for itself. */
export class ClassifiedParts {
  /** Photos that are still to be looked at. */
  readonly #pending = new Set<PhotoRecord>();
  readonly #loop: WorkLoop;

  /** @param enqueue told of photos and boxes that wait for their turn */
  constructor(
    private readonly data: EngineData,
    private readonly scoring: ScoringStage,
    private readonly enqueue: (records: readonly PhotoRecord[]) => void,
  ) {
    this.#loop = new WorkLoop(
      () => this.#work(),
      () => data.settled(),
    );
  }

  get hasWork(): boolean {
    return this.#pending.size > 0;
  }

  /**
   * Looks whether photos, or what is asked for, have changed so that other parts are to be classified; thousands in slices.
   * Embeddings from before are taken up without the tower; answers of parts that are classified no more are shown no more.
   */
  follow(records: Iterable<PhotoRecord>): void {
    for (const record of records) this.#pending.add(record);
    // The first of them at once, so that nothing of before is shown of few photos.
    this.#arrange(this.#slice());
    if (this.#pending.size > 0) this.#loop.wake();
  }

  /**
   * A photo's file, or that of one of its boxes, is not to be had any more.
   * @returns whether the photo stays with what was embedded of it
   */
  fileGone(record: PhotoRecord): boolean {
    const { photos } = this.data;
    const photo = record.of ?? record;
    const { part } = photo;
    if (!photo.view.isFileGone) photos.set(photo, { isFileGone: true });
    this.#arrange([photo].values());
    return !photos.has(record) || (record === photo && photo.part !== part);
  }

  async #work(): Promise<boolean> {
    if (this.#pending.size === 0) return false;
    await nextTask();
    this.#arrange(this.#slice());
    return true;
  }

  /** The next of them, until a slice is over. */
  *#slice(): Generator<PhotoRecord, void, undefined> {
    const end = performance.now() + SLICE;
    for (const record of this.#pending) {
      this.#pending.delete(record);
      if (this.data.photos.has(record)) yield record;
      if (performance.now() > end) return;
    }
  }

  #arrange(records: Iterable<PhotoRecord>): void {
    const { photos, scorer, store } = this.data;
    const { detections } = store.getState().request;
    const basis = this.data.basis();
    const others: PhotoRecord[] = [];
    const gone: string[] = [];
    const fresh: PhotoRecord[] = [];
    let areLabelsOther = false;
    for (const record of records) {
      const { further: before = [] } = record;
      const { view, isOther, further } = arrangeParts(record, detections, basis.space);
      if (isOther) others.push(record);
      const { further: seen } = record.view;
      if (further.length !== seen.length || further.some(({ view: its }, i) => its !== seen[i])) {
        const left = new Set(before);
        for (const one of further) if (!left.delete(one)) fresh.push(one);
        for (const one of left) gone.push(one.view.id);
        areLabelsOther ||= [...left, ...further].some((one) => one.view.label !== null);
        photos.setFurther(record, further);
      }
      const { classified, lacksCrops } = record.view;
      if (isOther || classified !== view.classified || lacksCrops !== view.lacksCrops)
        photos.set(record, view);
    }
    scorer.removePhotos(gone);
    // What is said of boxes counts while they are classified.
    if (areLabelsOther) this.scoring.labelsChanged();
    if (others.length + fresh.length === 0) return;
    const lacking = others.filter((record) => embeddingOf(record, basis) === null);
    scorer.removePhotos(lacking.map(({ view }) => view.id));
    const waiting = others.filter(
      (record) => record.view.status !== 'cancelled' || embeddingOf(record, basis) !== null,
    );
    for (const record of waiting) photos.set(record, { status: 'queued', error: null });
    if (others.some(({ view }) => view.label !== null)) this.scoring.labelsChanged();
    this.enqueue([...waiting, ...fresh.filter(({ view }) => view.status === 'queued')]);
  }
}
