import { cropKey, type DetectedBox } from '../../../../core';
import type { PhotoFile } from '../../../../workers/protocol';
import type { Derived, EarlierPart, PhotoRecord } from '../records';

/** Parts of a photo beside the one classified now whose embeddings are kept: the whole, and a box of another file. */
const MOST_EARLIER = 2;

/** What the key of a crop begins with, in an embedding's key. */
const CROP = ' square+';

/** The key of an embedding: the space that it lies in, and which part of the photo it is of; nothing for the whole. */
export const embeddingKey = (space: string, part: string | undefined): string =>
  part === undefined ? space : space + part;

/** Whether an embedding is of a part, whichever model made it. */
const isOf = ({ key }: Derived<unknown>, part: string | undefined): boolean =>
  part === undefined ? !key.includes(CROP) : key.endsWith(part);

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
  const part = cropKey(box) || undefined;
  const { embedding, earlier = [] } = record;
  // One of an earlier visit comes without being told of which part it is.
  const isSame = part === record.part && (embedding === null || isOf(embedding, part));
  if (isSame) return false;
  if (part === undefined) delete record.part;
  else record.part = part;
  const { kept, parts = [] } = record;
  const before: EarlierPart[] = embedding === null ? [] : [{ embedding, kept, parts }];
  const known = [...before, ...earlier];
  const found = known.find((one) => isOf(one.embedding, part));
  record.earlier = known.filter((one) => one !== found).slice(0, MOST_EARLIER);
  record.embedding = found?.embedding ?? null;
  record.kept = found?.kept ?? null;
  record.parts = found?.parts ?? [];
  // What the indexes gave is merged again, without a search: so the photo goes the way of any other that has its embedding.
  record.hits = record.pairs = record.names = record.candidates = record.atoms = null;
  return true;
}

/** Keeps an embedding of a part that is no longer the one that is classified. */
export function keepEarlier(record: PhotoRecord, embedding: Derived<Float32Array>): void {
  const others = (record.earlier ?? []).filter((one) => one.embedding.key !== embedding.key);
  record.earlier = [{ embedding, kept: null }, ...others].slice(0, MOST_EARLIER);
}
