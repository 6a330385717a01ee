import { classifiedBox } from '../../core';
import type { ScoringStage } from './scoring/scoring-stage';
import { embeddingOf } from './state/basis';
import type { EngineData } from './state/engine-data';
import { takePart } from './state/photos/classified-part';
import type { PhotoRecord } from './state/records';

/** Has photos classified by the part that is asked for: the whole, or the surest animal that a detector found in it. */
export class ClassifiedParts {
  /** @param enqueue told of photos that wait for their turn */
  constructor(
    private readonly data: EngineData,
    private readonly scoring: ScoringStage,
    private readonly enqueue: (records: readonly PhotoRecord[]) => void,
  ) {}

  /**
   * Looks whether photos, or what is asked for, have changed so that another part is to be classified. Its embedding from
   * before is taken up without the tower; answers of the part before are shown no more.
   */
  follow(records: Iterable<PhotoRecord>): void {
    const { photos, scorer, store } = this.data;
    const { detections } = store.getState().request;
    const basis = this.data.basis();
    const others: PhotoRecord[] = [];
    for (const record of records) {
      const classified = classifiedBox(record.view.boxes, detections);
      const isOther = takePart(record, classified);
      if (!isOther && classified === record.view.classified) continue;
      photos.set(record, { classified });
      if (isOther) others.push(record);
    }
    if (others.length === 0) return;
    const lacking = others.filter((record) => embeddingOf(record, basis) === null);
    scorer.removePhotos(lacking.map(({ view }) => view.id));
    const waiting = others.filter(
      (record) => record.view.status !== 'cancelled' || embeddingOf(record, basis) !== null,
    );
    for (const record of waiting) photos.set(record, { status: 'queued', error: null });
    if (others.some(({ view }) => view.label !== null)) this.scoring.labelsChanged();
    this.enqueue(waiting);
  }
}
