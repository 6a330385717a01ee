import type { Result } from '../../../core';
import type { EmbeddedPhoto } from '../../../workers/protocol';
import type { RetrievalStage } from '../retrieval/retrieval-stage';
import type { ScoringStage } from '../scoring/scoring-stage';
import type { EngineData } from '../state/engine-data';
import { embeddingKey, putAside } from '../state/photos/classified-part';
import { embeddedStatus } from '../state/plan/progress';
import type { PhotoRecord } from '../state/records';

/** Keeps what was embedded of photos, and tells those who go on with it. */
export class EmbeddedPhotos {
  /** @param fileGone told of what has no file any more; says whether the photo stays with what was embedded of it */
  constructor(
    private readonly data: Pick<EngineData, 'photos'>,
    private readonly retrieval: RetrievalStage,
    private readonly scoring: ScoringStage,
    private readonly fileGone: (record: PhotoRecord) => boolean,
  ) {}

  /**
   * Keeps what the encoder says of a photo, or of a further box of one; one that is gone by now is passed over.
   * @param part what was embedded of it; another may be asked for by now
   */
  keep(record: PhotoRecord, result: Result<EmbeddedPhoto>, space: string, part: string | undefined): void {
    const { photos } = this.data;
    const photo = record.of ?? record;
    if (!photos.has(photo)) return;
    if (part !== record.part || !photos.has(record)) {
      if (!result.ok) return;
      const embedding = { key: embeddingKey(space, part), value: result.value.embedding };
      putAside(photo, { embedding, kept: null });
      return;
    }
    if (!result.ok) {
      if (result.error.code === 'photo-file-missing' && this.fileGone(record)) return;
      photos.set(record, { status: 'failed', error: result.error, warnings: [] });
      return;
    }
    const { embedding, width, height, thumbnail, warnings } = result.value;
    record.embedding = { key: embeddingKey(space, part), value: embedding };
    record.kept = null;
    // What a box shows is shown by its photo.
    const small = record.of === undefined ? { thumbnail: record.view.thumbnail ?? thumbnail } : {};
    const change = { width, height, warnings, ...small };
    const status = embeddedStatus(this.retrieval.index.isSearchable);
    this.scoring.photosChanged([record], { ...change, status });
    this.retrieval.wake();
  }
}
