import type { EvidenceList, FoundBy } from '../../../core';
import type { CaptionStore, CaptionsOfClass, RetrievedCaptions } from '../retrieval/caption-store';
import { type Basis, captionsOfClass, captionsOfPhoto, pairsOfPhoto } from '../state/basis';
import type { ClassRecord, PhotoRecord } from '../state/records';
import type { EvidenceBlock } from '../state/types';

/** Where the things are that evidence points at. */
export interface EvidenceSources {
  readonly photo: PhotoRecord;
  readonly basis: Basis;
  readonly captions: Pick<CaptionStore, 'text'>;
  readonly classes: readonly ClassRecord[];
  readonly templates: readonly string[];
  /** Ids in the order of the task. */
  readonly photos: readonly string[];
  readonly labelled: readonly string[];
}

const MEANING: readonly FoundBy[] = ['meaning'];

/** Puts what the user knows, texts and photos, in the place of positions. */
export function evidenceBlocks(
  lists: readonly EvidenceList[],
  sources: EvidenceSources,
): readonly EvidenceBlock[] {
  return lists.map((list) => {
    const { title, source, classIndex } = list;
    // The contents stay as they are: what belongs to a class is looked up when it is shown.
    return Object.assign(contents(list, sources), { title, source, classIndex });
  });
}

type Contents = EvidenceBlock extends infer Block
  ? Block extends EvidenceBlock
    ? Omit<Block, 'title' | 'source' | 'classIndex'>
    : never
  : never;

function contents(list: EvidenceList, sources: EvidenceSources): Contents {
  const { source, classIndex } = list;
  const cls = classIndex === null ? undefined : sources.classes[classIndex];
  const retrieved = (
    captions: RetrievedCaptions | null | undefined,
    foundBy: (index: number) => readonly FoundBy[] = () => MEANING,
  ): Contents => ({
    kind: 'captions',
    get captions() {
      return list.items.flatMap(({ index, weight }) => {
        const id = captions?.ids[index];
        if (captions == null || id === undefined) return [];
        const similarity = captions.similarities[index]!;
        return [{ id, text: sources.captions.text(id), similarity, foundBy: foundBy(index), weight }];
      });
    },
  });
  const ofClass = (captions: CaptionsOfClass | null | undefined) =>
    retrieved(captions, (index) => captions!.foundBy[index]!);
  const texts = (all: readonly string[] | undefined): Contents => ({
    kind: 'texts',
    get texts() {
      return list.items.map(({ index, weight }) => ({ text: all?.[index] ?? '', weight }));
    },
  });
  const photos = (ids: readonly string[]): Contents => ({
    kind: 'photos',
    photos: list.items.map(({ index, weight }) => ({ id: ids[index] ?? '', weight })),
  });
  switch (source) {
    case 'captions of photo':
      return retrieved(captionsOfPhoto(sources.photo, sources.basis));
    case 'paired captions of photo':
      return retrieved(pairsOfPhoto(sources.photo, sources.basis));
    case 'captions of class':
      return ofClass(cls && captionsOfClass(cls, sources.basis));
    case 'templates':
      return texts(sources.templates);
    case 'names of class':
      return texts(cls?.names.names);
    case 'descriptions':
      return texts(cls?.names.descriptions);
    case 'labelled photos':
      return photos(sources.labelled);
    case 'photos':
      return photos(sources.photos);
  }
}
