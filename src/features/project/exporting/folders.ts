import type { PhotoPlace } from '../../../../workers/protocol';
import type { ResultSource } from '../results';

/** A folder that photos lie in, and what these say of themselves. */
export interface PhotoFolder {
  /** Empty for photos without a folder. */
  readonly path: string;
  readonly photos: number;
  /** Photos with a time and without its zone. */
  readonly withoutZone: number;
  /** The earliest and the latest time of its photos by their own clock; null where none says any. */
  readonly first: string | null;
  readonly last: string | null;
  /** The first place that one of them says. */
  readonly place: PhotoPlace | null;
}

/** The folders of all photos, in the order of the list. */
export function foldersOf(source: Pick<ResultSource, 'getState' | 'photo'>): PhotoFolder[] {
  const folders = new Map<string, PhotoFolder>();
  for (const id of source.getState().photoIds) {
    const photo = source.photo(id);
    if (photo === undefined) continue;
    const path = photo.file.slice(0, Math.max(0, photo.file.lastIndexOf('/')));
    const before = folders.get(path);
    const { time = null, zone = null, place = null } = photo.facts ?? {};
    folders.set(path, {
      path,
      photos: (before?.photos ?? 0) + 1,
      withoutZone: (before?.withoutZone ?? 0) + (time !== null && zone === null ? 1 : 0),
      first: earlier(before?.first ?? null, time, -1),
      last: earlier(before?.last ?? null, time, 1),
      place: before?.place ?? place,
    });
  }
  return [...folders.values()];
}

/** The earlier of two times, or with 1 the later; times in this form sort as texts do. */
function earlier(a: string | null, b: string | null, sign: 1 | -1): string | null {
  if (a === null || b === null) return a ?? b;
  return sign < 0 === a < b ? a : b;
}
