import type { EvidenceList, FoundBy } from '../../../core';
import type { CaptionStore, RetrievedCaptions } from '../retrieval/captions/caption-store';
import { type Basis, captionsOfClass, captionsOfPhoto, pairsOfPhoto } from '../state/basis';
import type { ClassRecord, PhotoRecord } from '../state/records';
import type { CaptionEvidence, EvidenceBlock } from '../state/types';

/** Where the things are that evidence points at. */
export interface EvidenceSources {
  readonly photo: PhotoRecord;
  readonly basis: Basis;
  readonly captions: Pick<CaptionStore, 'text' | 'origin' | 'generation'>;
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
    if (!isFew(list)) return new ClassCaptions(list, sources);
    const { title, source, classIndex } = list;
    // The contents stay as they are: what belongs to a class is looked up when it is shown.
    return Object.assign(contents(list, sources), { title, source, classIndex });
  });
}

/** Any list but those of which there is one for every class. */
type FewLists = EvidenceList & { readonly source: Exclude<EvidenceList['source'], 'captions of class'> };

const isFew = (list: EvidenceList): list is FewLists => list.source !== 'captions of class';

type Contents = EvidenceBlock extends infer Block
  ? Block extends EvidenceBlock
    ? Omit<Block, 'title' | 'source' | 'classIndex'>
    : never
  : never;

/** Captions of one class. There may be thousands of these, so that nothing is made for them before one is looked at. */
class ClassCaptions {
  readonly kind = 'captions';

  constructor(
    private readonly list: EvidenceList,
    private readonly sources: EvidenceSources,
  ) {}

  get title(): string {
    return this.list.title;
  }

  get source(): EvidenceList['source'] {
    return this.list.source;
  }

  get classIndex(): number | null {
    return this.list.classIndex;
  }

  get captions(): readonly CaptionEvidence[] {
    const { list, sources } = this;
    const cls = list.classIndex === null ? undefined : sources.classes[list.classIndex];
    const captions = cls === undefined ? null : captionsOfClass(cls, sources.basis);
    return evidenceOf(list, captions, sources, (index) => captions!.foundBy[index]!);
  }
}

function evidenceOf(
  { items }: EvidenceList,
  captions: RetrievedCaptions | null,
  sources: EvidenceSources,
  foundBy: (index: number) => readonly FoundBy[],
): readonly CaptionEvidence[] {
  // A list is put together when it is shown, perhaps for the last time before another index's captions are there.
  if (sources.captions.generation !== sources.basis.captions) return [];
  return items.flatMap(({ index, weight }) => {
    const id = captions?.ids[index];
    if (captions === null || id === undefined) return [];
    const similarity = (captions.cosines ?? captions.similarities)[index]!;
    const { captions: store } = sources;
    const [text, origin] = [store.text(id), store.origin(id)];
    const pinned = index < (captions.pinned ?? 0);
    return [{ id, text, origin, similarity, foundBy: foundBy(index), weight, pinned }];
  });
}

/** What a list that belongs to the photo points at, or to one of a few classes. */
function contents(list: FewLists, sources: EvidenceSources): Contents {
  const { source, classIndex } = list;
  const cls = classIndex === null ? undefined : sources.classes[classIndex];
  const retrieved = (captions: RetrievedCaptions | null): Contents => ({
    kind: 'captions',
    get captions() {
      return evidenceOf(list, captions, sources, () => MEANING);
    },
  });
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
