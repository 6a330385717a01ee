import { type History, latestOf, migrated } from '../../../core';
import { type BoxLabel, type KeptPhoto, type Label, NO_FACTS, type ProjectHead } from '../../protocol';

type Loose<T> = { readonly [K in keyof T]?: unknown };

/** How heads came to have today's form. */
const HEADS: History<Loose<ProjectHead>> = {
  first: 1,
  migrations: [
    // Until the second version a person began every project, and agreed to its copies.
    (head) => ({ ...head, isNamed: true, copiesUpTo: null }),
  ],
};
/** How the rows of photos did. */
const PHOTOS: History<Loose<KeptPhoto>> = {
  first: 1,
  migrations: [
    // Notes came with the second version.
    (photo) => ({ ...photo, note: '' }),
    // Groups of the labels with the third.
    (photo) => ({ ...photo, group: null }),
    // What detectors found came with the fourth.
    (photo) => ({ ...photo, boxes: null }),
    // Labels of single boxes with the fifth.
    (photo) => ({ ...photo, boxLabels: [] }),
  ],
};

/** Today's version of a project's head. */
export const HEAD_VERSION = latestOf(HEADS);
/** Today's version of a photo's row. */
export const PHOTO_VERSION = latestOf(PHOTOS);

/** A head in today's form, with the default for what cannot be read of it; null for what is none. */
export function readHead(kept: unknown, history = HEADS): ProjectHead | null {
  const head = isObject<Loose<ProjectHead>>(kept) ? migrated(kept, history) : null;
  if (head === null || typeof head.id !== 'string' || head.id === '') return null;
  const createdAt = numberOr(head.createdAt, 0);
  return {
    version: latestOf(history),
    id: head.id,
    name: textOr(head.name, ''),
    notes: textOr(head.notes, ''),
    pictures: isPictures(head.pictures) ? head.pictures : 'copies',
    copiesUpTo: typeof head.copiesUpTo === 'number' ? head.copiesUpTo : null,
    isNamed: head.isNamed !== false,
    request: head.request ?? null,
    createdAt,
    changedAt: numberOr(head.changedAt, createdAt),
    deletedAt: typeof head.deletedAt === 'number' ? head.deletedAt : null,
  };
}

/** A photo's row in today's form, with the default for what cannot be read of it; null for what is none. */
export function readPhoto(kept: unknown, history = PHOTOS): KeptPhoto | null {
  const photo = isObject<Loose<KeptPhoto>>(kept) ? migrated(kept, history) : null;
  if (photo === null || typeof photo.added !== 'number' || typeof photo.file !== 'string') return null;
  const { error } = photo;
  const isError =
    isObject<Loose<NonNullable<KeptPhoto['error']>>>(error) && typeof error.message === 'string';
  return {
    version: latestOf(history),
    added: photo.added,
    file: photo.file,
    bytes: numberOr(photo.bytes, 0),
    type: textOr(photo.type, ''),
    modified: numberOr(photo.modified, 0),
    width: numberOr(photo.width, 0),
    height: numberOr(photo.height, 0),
    error: isError ? (error as KeptPhoto['error']) : null,
    warnings: Array.isArray(photo.warnings) ? photo.warnings.filter(isWarning) : [],
    facts: isObject<KeptPhoto['facts']>(photo.facts) ? { ...NO_FACTS, ...photo.facts } : null,
    label: readLabel(photo.label),
    note: textOr(photo.note, ''),
    group: typeof photo.group === 'string' ? photo.group : null,
    boxes: Array.isArray(photo.boxes) ? photo.boxes.filter(isBox) : null,
    boxLabels: Array.isArray(photo.boxLabels) ? photo.boxLabels.flatMap(readBoxLabel) : [],
    truth: typeof photo.truth === 'string' ? photo.truth : null,
  };
}

function readLabel(kept: unknown): Label | null {
  if (!isObject<Loose<Label>>(kept)) return null;
  const who = { by: textOr(kept.by, ''), at: textOr(kept.at, '') };
  if (kept.state === 'class')
    return typeof kept.className === 'string' ? { ...who, state: 'class', className: kept.className } : null;
  if (kept.state === 'none' || kept.state === 'unsure') return { ...who, state: kept.state, className: null };
  return null;
}

function readBoxLabel(kept: unknown): BoxLabel[] {
  if (!isObject<Loose<BoxLabel>>(kept) || !isPlace(kept.bbox)) return [];
  const label = readLabel(kept.label);
  return label === null ? [] : [{ bbox: kept.bbox, label }];
}

const isWarning = (kept: unknown): kept is KeptPhoto['warnings'][number] =>
  isObject<Loose<KeptPhoto['warnings'][number]>>(kept) &&
  [kept.code, kept.label, kept.message].every((text) => typeof text === 'string');

const isBox = (kept: unknown): kept is NonNullable<KeptPhoto['boxes']>[number] =>
  isObject<Loose<NonNullable<KeptPhoto['boxes']>[number]>>(kept) &&
  typeof kept.category === 'string' &&
  typeof kept.conf === 'number' &&
  isPlace(kept.bbox);

const isPlace = (kept: unknown): kept is BoxLabel['bbox'] =>
  Array.isArray(kept) && kept.length === 4 && kept.every(Number.isFinite);

const isPictures = (kept: unknown): kept is ProjectHead['pictures'] =>
  kept === 'references' || kept === 'copies' || kept === 'thumbnails';
const isObject = <T>(kept: unknown): kept is T => typeof kept === 'object' && kept !== null;
const textOr = (kept: unknown, fallback: string) => (typeof kept === 'string' ? kept : fallback);
const numberOr = (kept: unknown, fallback: number) =>
  typeof kept === 'number' && Number.isFinite(kept) ? kept : fallback;
