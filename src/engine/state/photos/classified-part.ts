import { cropKey, type DetectedBox } from '../../../../core';
import type { PhotoFile } from '../../../../workers/protocol';
import type { EarlierPart, PhotoRecord } from '../records';

/** Parts of a photo that are not classified now whose embeddings are kept: some files of boxes may have been tried. */
const MOST_EARLIER = 1000;

/** What the key of a crop begins with, in an embedding's key. */
const CROP = ' square+';

/** The key of an embedding: the space that it lies in, and which part of the photo it is of; nothing for the whole. */
export const embeddingKey = (space: string, part: string | undefined): string =>
  part === undefined ? space : space + part;

/** Which part an embedding is of, whichever model made it. */
function partOf({ key }: NonNullable<PhotoRecord['embedding']>): string | undefined {
  const at = key.indexOf(CROP);
  return at < 0 ? undefined : key.slice(at);
}

/** The key of a box as a part of a photo; undefined for the whole. */
export const partKey = (box: DetectedBox | null): string | undefined => cropKey(box) || undefined;

/** What the encoder is given for a photo: its file or the part that is classified, by a key that says which. */
export function chosenPart({ view, part = '' }: PhotoRecord, file: Blob): PhotoFile {
  const { id, classified } = view;
  return { key: id + part, file: classified === null ? file : { file, box: classified.bbox } };
}

/**
 * Has a photo stand for another part of itself, null for the whole: what was computed of that before is taken up again, and
 * what was of the former one is kept.
 * @returns whether it is another part than before
 */
export function takePart(record: PhotoRecord, box: DetectedBox | null): boolean {
  const part = partKey(box);
  const { embedding } = record;
  // One of an earlier visit comes without being told of which part it is.
  if (part === record.part && (embedding === null || partOf(embedding) === part)) return false;
  if (part === undefined) delete record.part;
  else record.part = part;
  putAside(record, record);
  const found = takeUp(record, part);
  record.embedding = found?.embedding ?? null;
  record.kept = found?.kept ?? null;
  record.parts = found?.parts ?? [];
  // What the indexes gave is merged again, without a search: so the photo goes the way of any other that has its embedding.
  record.hits = record.pairs = record.names = record.candidates = record.atoms = null;
  return true;
}

/** Keeps what was computed of a part of a photo that is not classified now. */
export function putAside(
  photo: PhotoRecord,
  { embedding, kept, parts = [] }: Pick<PhotoRecord, 'embedding' | 'kept' | 'parts'>,
): void {
  if (embedding === null) return;
  const part = partOf(embedding);
  const others = (photo.earlier ?? []).filter((one) => partOf(one.embedding) !== part);
  photo.earlier = [{ embedding, kept, parts }, ...others].slice(0, MOST_EARLIER);
}

/** Gives what was kept of a part, to be kept there no longer. */
function takeUp(photo: PhotoRecord, part: string | undefined): EarlierPart | undefined {
  const { earlier = [] } = photo;
  const found = earlier.find(({ embedding }) => partOf(embedding) === part);
  if (found !== undefined) photo.earlier = earlier.filter((one) => one !== found);
  return found;
}

/**
 * Whether a part of a photo was embedded, in a space, or in any where none is known yet.
 * @param part of `partKey`
 */
export function isEmbedded(photo: PhotoRecord, part: string | undefined, space: string | null): boolean {
  const all = [photo, ...(photo.further ?? []), ...(photo.earlier ?? [])];
  return all.some(
    ({ embedding }) =>
      embedding !== null &&
      (space === null ? partOf(embedding) === part : embedding.key === embeddingKey(space, part)),
  );
}

/** A further box of a photo, to be classified for itself: with what was computed of it before. */
export function furtherBox(photo: PhotoRecord, box: DetectedBox): PhotoRecord {
  const part = partKey(box)!;
  const found = takeUp(photo, part);
  const { id, file, bytes, modified, type, added, width, height, status } = photo.view;
  return {
    view: {
      ...{ file, bytes, modified, type, added, width, height },
      // A place, so that the same box has the same id whichever others are classified.
      id: `${id}:${box.bbox.map((side) => Number(side.toFixed(5))).join(',')}`,
      status: status === 'cancelled' && found === undefined ? 'cancelled' : 'queued',
      error: null,
      warnings: [],
      thumbnail: null,
      facts: null,
      label: photo.view.boxLabels.find(({ bbox }) => cropKey({ bbox }) === part)?.label ?? null,
      note: '',
      group: null,
      boxes: null,
      classified: box,
      further: [],
      boxLabels: [],
      isFileGone: false,
      lacksCrops: false,
    },
    file: photo.file,
    part,
    of: photo,
    embedding: found?.embedding ?? null,
    kept: found?.kept ?? null,
    parts: found?.parts ?? [],
    hits: null,
    pairs: null,
    names: null,
    candidates: null,
    atoms: null,
    deaths: 0,
  };
}
