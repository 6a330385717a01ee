import type { EvidenceList, FoundBy } from '../../../core';
import type { FoundHit, Hit } from '../../../workers/protocol';
import type { ClassRecord, PhotoRecord } from '../state/records';
import type { EvidenceBlock } from '../state/types';

/** Where the things are that evidence points at. */
export interface EvidenceSources {
  readonly photo: PhotoRecord;
  readonly classes: readonly ClassRecord[];
  readonly templates: readonly string[];
  /** Ids in the order of the task. */
  readonly photos: readonly string[];
  readonly labelled: readonly string[];
}

/** Puts what the user knows, texts and photos, in the place of positions. */
export function evidenceBlocks(
  lists: readonly EvidenceList[],
  sources: EvidenceSources,
): readonly EvidenceBlock[] {
  return lists.map((list) => {
    const { title, source, classIndex } = list;
    return { title, source, classIndex, ...contents(list, sources) };
  });
}

type Contents = EvidenceBlock extends infer Block
  ? Block extends EvidenceBlock
    ? Omit<Block, 'title' | 'source' | 'classIndex'>
    : never
  : never;

function contents({ source, classIndex, items }: EvidenceList, sources: EvidenceSources): Contents {
  const cls = classIndex === null ? undefined : sources.classes[classIndex];
  const captions = (hits: readonly (Hit | FoundHit)[] | undefined): Contents => ({
    kind: 'captions',
    captions: items.flatMap(({ index, weight }) => {
      const hit = hits?.[index];
      if (hit === undefined) return [];
      const { id, text, similarity } = hit;
      const foundBy: readonly FoundBy[] = 'foundBy' in hit ? hit.foundBy : ['meaning'];
      return [{ id, text, similarity, foundBy, weight }];
    }),
  });
  const texts = (all: readonly string[] | undefined): Contents => ({
    kind: 'texts',
    texts: items.map(({ index, weight }) => ({ text: all?.[index] ?? '', weight })),
  });
  const photos = (ids: readonly string[]): Contents => ({
    kind: 'photos',
    photos: items.map(({ index, weight }) => ({ id: ids[index] ?? '', weight })),
  });
  switch (source) {
    case 'captions of photo':
      return captions(sources.photo.hits?.value);
    case 'paired captions of photo':
      return captions(sources.photo.pairs?.value);
    case 'captions of class':
      return captions(cls?.hits?.value);
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
