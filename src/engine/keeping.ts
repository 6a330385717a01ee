import type { RetrievalStage } from './retrieval/retrieval-stage';
import type { ScoringStage } from './scoring/scoring-stage';
import { embeddingOf } from './state/basis';
import type { EngineData } from './state/engine-data';
import { arrangeParts } from './state/photos/arranged-parts';
import { restoredPhoto } from './state/photos/new-photo';
import { fileOf, type PhotoRecord } from './state/records';
import type { KeptRequest } from './state/request/kept-request';
import { requestOf, requestToKeep } from './state/request/request';
import type { Engine, Request } from './state/types';
import type { EncoderClient } from './workers/encoder-client';

/** The engine's calls that give what is to be kept between visits, and take it again. */
type Keeping = Pick<
  Engine,
  | 'openPhoto'
  | 'addedFile'
  | 'photoWork'
  | 'keptCaption'
  | 'restoreCaptions'
  | 'restorePhotos'
  | 'requestToKeep'
  | 'restoreRequest'
  | 'setRequestKept'
>;

/** What of the engine that stands on. */
interface KeepingParts {
  readonly base: string;
  readonly client: Pick<EncoderClient, 'keepTexts'>;
  readonly kept: KeptRequest;
  readonly retrieval: RetrievalStage;
  readonly scoring: ScoringStage;
  ask(change: Partial<Request>): void;
  enqueue(records: readonly PhotoRecord[]): void;
}

/** Builds that part of the engine. */
export function keepingOf(data: EngineData, parts: KeepingParts): Keeping {
  const { photos, store } = data;
  const { base, client, kept, retrieval, scoring } = parts;
  return {
    async openPhoto(id) {
      const record = photos.get(id);
      return record === undefined ? null : fileOf(record);
    },
    addedFile(id) {
      const file = photos.get(id)?.file;
      return file instanceof File ? file : null;
    },
    photoWork(id) {
      const record = photos.get(id);
      if (record?.embedding == null || embeddingOf(record, data.basis()) === null) return null;
      const others = [...(record.further ?? []), ...(record.earlier ?? [])].flatMap(({ embedding, kept }) =>
        embedding === null ? [] : [{ embedding, hits: kept }],
      );
      const { view, embedding, kept: hits } = record;
      return { added: view.added, embedding, hits, ...(others.length > 0 ? { others } : {}) };
    },
    keptCaption: (index, id) => retrieval.keptCaption(index, id),
    restoreCaptions: (captions) => retrieval.keep(captions),
    restorePhotos(earlier) {
      const { detections } = store.getState().request;
      const restored = earlier.map((photo) => {
        const record = restoredPhoto(photo);
        const { view, further } = arrangeParts(record, detections, data.basis().space);
        // It failed for want of its file, and has an answer without that.
        const isThere = record.view.error?.code === 'photo-file-missing' && record.embedding !== null;
        record.view = {
          ...record.view,
          ...view,
          ...(isThere ? { error: null, status: 'queued' as const } : {}),
        };
        if (further.length > 0) record.further = further;
        return record;
      });
      photos.add(restored);
      const all = restored.flatMap((record) => [record, ...(record.further ?? [])]);
      parts.enqueue(all.filter(({ view }) => view.status === 'queued'));
      if (all.some(({ view }) => view.label !== null)) scoring.labelsChanged();
      return restored.map(({ view }) => view.id);
    },
    requestToKeep: () => requestToKeep(store.getState().request, base),
    restoreRequest(earlier) {
      const { request } = store.getState();
      // What is the same stays the same object: nothing is loaded or read again for it.
      const change = Object.entries(requestOf(earlier, base)).filter(
        ([name, value]) => JSON.stringify(value) !== JSON.stringify(request[name as keyof Request]),
      );
      if (change.length > 0) parts.ask(Object.fromEntries(change));
    },
    setRequestKept(isKept) {
      kept.setKept(isKept);
      client.keepTexts(isKept);
    },
  };
}
