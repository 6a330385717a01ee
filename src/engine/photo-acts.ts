import { cropKey, type DetectedBox } from '../../core';
import { classOfLabel, type Label } from '../../workers/protocol';
import type { ClassifiedParts } from './classified-parts';
import type { PhotoRemoval } from './removal';
import type { RetrievalStage } from './retrieval/retrieval-stage';
import type { ScoringStage } from './scoring/scoring-stage';
import type { EngineData } from './state/engine-data';
import { newPhoto } from './state/photos/new-photo';
import type { PhotoRecord } from './state/records';
import type { Engine, Photo } from './state/types';

/** What is said of single boxes, with another word on one of them; null takes it back. */
function withBoxLabel(
  all: Photo['boxLabels'],
  { bbox }: DetectedBox,
  label: Label | null,
): Photo['boxLabels'] {
  const others = all.filter((one) => cropKey(one) !== cropKey({ bbox }));
  return label === null ? others : [...others, { bbox, label }];
}

/** The engine's calls that add photos, take them away, and say something of them. */
type PhotoActs = Pick<
  Engine,
  | 'addPhotos'
  | 'removePhotos'
  | 'retryPhotos'
  | 'cancel'
  | 'resume'
  | 'setLabels'
  | 'setNote'
  | 'setGroups'
  | 'setBoxes'
  | 'restartMemory'
>;

/** What of the engine that stands on. */
interface PhotoParts {
  readonly retrieval: RetrievalStage;
  readonly scoring: ScoringStage;
  readonly removal: PhotoRemoval;
  readonly parts: ClassifiedParts;
  enqueue(records: readonly PhotoRecord[]): void;
  publish(): void;
  wake(): void;
}

/** Builds that part of the engine. */
export function photoActsOf(
  data: EngineData,
  { retrieval, scoring, removal, parts, enqueue, publish, wake }: PhotoParts,
): PhotoActs {
  const { photos } = data;
  return {
    addPhotos(files) {
      const added = files.map(newPhoto);
      photos.add(added);
      enqueue(added);
      publish();
      return added.map(({ view }) => view.id);
    },
    removePhotos: (ids) => removal.remove(ids),
    retryPhotos(ids) {
      const again = [...new Set(ids)]
        .flatMap((id) => photos.get(id) ?? [])
        .flatMap((record) => [record, ...(record.further ?? [])])
        .filter(({ view }) => view.status === 'failed' || view.status === 'cancelled');
      for (const record of again) {
        record.deaths = 0;
        photos.set(record, { status: 'queued', error: null, isFileGone: false });
      }
      enqueue(again);
    },
    cancel() {
      for (const record of photos.queued) photos.set(record, { status: 'cancelled' });
      retrieval.index.cancelDownload();
    },
    resume() {
      const cancelled = [...photos.withBoxes()].filter(({ view }) => view.status === 'cancelled');
      for (const record of cancelled) photos.set(record, { status: 'queued' });
      retrieval.index.resumeDownload();
      enqueue(cancelled);
    },
    setLabels(labels) {
      let isOtherClass = false;
      for (const [id, label] of labels) {
        const record = photos.get(id);
        if (record === undefined || record.view.label === label) continue;
        isOtherClass ||= classOfLabel(record.view.label) !== classOfLabel(label);
        photos.set(record, { label });
        const { of: photo, view } = record;
        if (photo !== undefined)
          photos.set(photo, { boxLabels: withBoxLabel(photo.view.boxLabels, view.classified!, label) });
      }
      if (isOtherClass) scoring.labelsChanged();
    },
    setNote(id, note) {
      const record = photos.get(id);
      if (record !== undefined && record.view.note !== note) photos.set(record, { note });
    },
    setBoxes(found) {
      const others: PhotoRecord[] = [];
      for (const [id, boxes] of found) {
        const record = photos.get(id);
        if (record === undefined) continue;
        photos.set(record, { boxes });
        others.push(record);
      }
      parts.follow(others);
    },
    setGroups(groups) {
      for (const [id, group] of groups) {
        const record = photos.get(id);
        if (record !== undefined && record.view.group !== group) photos.set(record, { group });
      }
    },
    restartMemory(order) {
      const before = data.scorer.order;
      data.scorer.reorder(order);
      wake();
      return before;
    },
  };
}
