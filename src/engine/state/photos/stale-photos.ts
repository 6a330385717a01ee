import type { PhotoRecord } from '../records';
import type { PhotoRecords, PhotoWatcher } from './photo-records';

/**
 * The photos, and further boxes of them, that lack something derived under today's key. All of them are looked at when the key changes, and one when
 * it changes itself; so that finding the next ones costs nothing where thousands have what they need.
 */
export class StalePhotos implements PhotoWatcher {
  readonly #suspects = new Set<PhotoRecord>();
  #key: string | null = null;

  /** @param lacks must depend on nothing but the record and the key. */
  constructor(
    private readonly photos: PhotoRecords,
    private readonly lacks: (record: PhotoRecord, key: string) => boolean,
  ) {
    photos.watch(this);
  }

  note(record: PhotoRecord): void {
    this.#suspects.add(record);
  }

  drop(record: PhotoRecord): void {
    this.#suspects.delete(record);
  }

  /** The next photos that lack it, at most `most`. They stay next until they lack it no more. */
  next(key: string, most: number): PhotoRecord[] {
    if (key !== this.#key) {
      this.#key = key;
      for (const record of this.photos.withBoxes()) this.#suspects.add(record);
    }
    const found: PhotoRecord[] = [];
    for (const record of this.#suspects) {
      if (found.length === most) break;
      if (this.lacks(record, key)) found.push(record);
      else this.#suspects.delete(record);
    }
    return found;
  }

  /** Whether a photo lacks it. */
  any(key: string): boolean {
    return this.next(key, 1).length > 0;
  }
}
