import type { RemovedInputs } from './scoring/scorer/scorer';
import type { ScoringStage } from './scoring/scoring-stage';
import { type Basis, embeddingOf } from './state/basis';
import type { EngineData } from './state/engine-data';
import { embeddedStatus } from './state/plan/progress';
import type { PhotoRecord } from './state/records';
import type { PhotoStatus, RemovedPhotos } from './state/types';

/** Bytes of a record beside what is counted one by one. */
const RECORD = 1000;

/** Takes photos out of the list and out of the scores, and keeps what is needed to put them back. */
export class PhotoRemoval {
  /**
   * @param isSearchable whether captions can be had now
   * @param onGone told of photos that went
   * @param onBack told of photos that are back, before anything is done for them
   */
  constructor(
    private readonly data: EngineData,
    private readonly scoring: ScoringStage,
    private readonly isSearchable: () => boolean,
    private readonly onGone: (records: readonly PhotoRecord[]) => void,
    private readonly onBack: (records: readonly PhotoRecord[]) => void,
  ) {}

  /** Ids of no photo are passed over. */
  remove(ids: Iterable<string>): RemovedPhotos {
    const { photos, scorer } = this.data;
    const records = [...new Set(ids)]
      .flatMap((id) => photos.get(id) ?? [])
      .filter(({ of }) => of === undefined);
    photos.remove(records);
    const inputs = scorer.removePhotos(withBoxes(records).map(({ view }) => view.id));
    if (withBoxes(records).some(({ view }) => view.label !== null)) this.scoring.labelsChanged();
    this.onGone(records);
    return {
      ids: records.map(({ view }) => view.id),
      bytes: withBoxes(records).reduce((sum, record) => sum + bytesOf(record), inputs.bytes),
      putBack: () => this.#putBack(records, inputs),
    };
  }

  #putBack(removed: readonly PhotoRecord[], inputs: RemovedInputs): void {
    const { photos } = this.data;
    const records = removed.filter(({ view }) => photos.get(view.id) === undefined);
    const basis = this.data.basis();
    const all = withBoxes(records);
    for (const record of all)
      record.view = { ...record.view, status: statusNow(record, basis, this.isSearchable()) };
    photos.putBack(records);
    this.scoring.photosBack(all, inputs);
    this.onBack(records);
  }
}

/** What a photo that was away is now: its work may have been given up, and the model may be another. */
function statusNow(record: PhotoRecord, basis: Basis, isSearchable: boolean): PhotoStatus {
  const { status } = record.view;
  if (status !== 'working' && status !== 'done') return status;
  if (embeddingOf(record, basis) === null) return 'queued';
  return status === 'done' ? 'done' : embeddedStatus(isSearchable);
}

const withBoxes = (records: readonly PhotoRecord[]): PhotoRecord[] =>
  records.flatMap((record) => [record, ...(record.further ?? [])]);

function bytesOf({ view, embedding, hits, pairs }: PhotoRecord): number {
  const found = [hits, pairs].reduce(
    (sum, list) => sum + (list === null ? 0 : list.value.ids.byteLength + list.value.similarities.byteLength),
    0,
  );
  return RECORD + (view.thumbnail?.size ?? 0) + (embedding?.value.byteLength ?? 0) + found;
}
