import type { Candidates } from '../../../core';
import type { CaptionChoices } from '../retrieval/captions/caption-choices';
import type { CaptionsOfClass, RetrievedCaptions } from '../retrieval/captions/caption-store';
import { embeddingKey } from './photos/classified-part';
import type { ClassExtras, ClassRecord, Found, PhotoRecord, Prototype } from './records';

/**
 * What derived values must have in common to be shown, or to meet in one score. A value that is only out of date by its key
 * (other rules, another recall) is shown until the new one comes; one of another basis never is.
 */
export interface Basis {
  /** Identifies the space that embeddings lie in; null while no model is loaded. */
  readonly space: string | null;
  /** Of the captions that are kept: what was found in earlier ones points at nothing. */
  readonly captions: number;
  /** What a person left out of the captions, or pinned. */
  readonly choices?: Pick<CaptionChoices, 'revision' | 'ofPhoto' | 'ofClass'>;
}

/** z, `[d]`; null where what is classified of the photo is not embedded in today's space. */
export function embeddingOf({ embedding, part }: PhotoRecord, { space }: Basis): Float32Array | null {
  return embedding !== null && space !== null && embedding.key === embeddingKey(space, part)
    ? embedding.value
    : null;
}

/** Null where the class is not embedded in today's space. */
export function prototypeOf({ prototype }: ClassRecord, { space }: Basis): Prototype | null {
  return prototype !== null && prototype.key === space ? prototype.value : null;
}

/** Captions nearest to the photo, as far as nobody left them out. */
export function captionsOfPhoto(record: PhotoRecord, basis: Basis): RetrievedCaptions | null {
  const query = embeddingOf(record, basis);
  const hits = held(record.hits, query, basis);
  return hits === null || query === null
    ? null
    : (basis.choices?.ofPhoto(record.view.file, hits, query) ?? hits);
}

/** Captions of the pairs whose pictures are nearest to the photo. */
export function pairsOfPhoto(record: PhotoRecord, basis: Basis): RetrievedCaptions | null {
  return held(record.pairs, embeddingOf(record, basis), basis);
}

/** Names found in the photo's captions. */
export function candidatesOfPhoto(record: PhotoRecord, basis: Basis): Candidates | null {
  const { candidates } = record;
  const query = embeddingOf(record, basis);
  return candidates !== null && candidates.query === query ? candidates.value : null;
}

/** What methods read of the class beside its prototype. */
export function extrasOfClass({ extras }: ClassRecord, { space }: Basis): ClassExtras | null {
  return extras !== null && extras.space === space ? extras.value : null;
}

/** Captions found for the class, as far as nobody left them out. */
export function captionsOfClass(record: ClassRecord, basis: Basis): CaptionsOfClass | null {
  const query = prototypeOf(record, basis)?.query ?? null;
  const hits = held(record.hits, query, basis);
  return hits === null || query === null
    ? null
    : (basis.choices?.ofClass(record.names.name, hits, query) ?? hits);
}

/** What was found for the class and waits for the others; it holds as `captionsOfClass` does. */
export function searchedOfClass(record: ClassRecord, basis: Basis): Found<CaptionsOfClass> | null {
  const { searched } = record;
  return held(searched, prototypeOf(record, basis)?.query ?? null, basis) === null ? null : searched;
}

/** Captions that hold each of the class's names. */
export function countsOfClass({ counts }: ClassRecord, { captions }: Basis): readonly number[] | null {
  return counts !== null && counts.captions === captions ? counts.value : null;
}

function held<T>(found: Found<T> | null, query: Float32Array | null, { captions }: Basis): T | null {
  return found !== null && found.query === query && found.captions === captions ? found.value : null;
}
