import { isIncomplete } from '../../../../workers/protocol';
import type { PhotoRecord } from '../records';
import type { Photo, PhotoCounts, PhotoStatus } from '../types';

/** What is counted of photos, while there are none. */
export const NO_PHOTOS = {
  queued: 0,
  working: 0,
  done: 0,
  failed: 0,
  cancelled: 0,
  incomplete: 0,
  undecoded: 0,
  boxed: 0,
  cropped: 0,
};

/** What the engine's state says of the photos as a whole. */
export interface PhotoOverview {
  readonly photoIds: readonly string[];
  readonly photoCounts: PhotoCounts;
}

/** Something that looks again at photos that changed. */
export interface PhotoWatcher {
  /** A photo came, or something of it changed. */
  note(record: PhotoRecord): void;
  drop(record: PhotoRecord): void;
}

/**
 * All photos by id, in the order they were added. A change of one photo costs the same however many there are: counts
 * are kept up, and whoever is interested hears the ids that changed.
 */
export class PhotoRecords {
  readonly #records = new Map<string, PhotoRecord>();
  readonly #counts = { ...NO_PHOTOS };
  readonly #queued = new Set<PhotoRecord>();
  readonly #watchers: PhotoWatcher[] = [];
  readonly #listeners = new Set<(changed: ReadonlySet<string>) => void>();
  #changed = new Set<string>();
  #overview: PhotoOverview = { photoIds: [], photoCounts: { total: 0, ...this.#counts } };
  #idsAreStale = false;
  #countsAreStale = false;

  /** @param onChange called with every change; `publish` is to follow, once for all changes of one go. */
  constructor(private readonly onChange: () => void) {}

  get size(): number {
    return this.#records.size;
  }

  /** Photos that wait to be embedded, the longest waiting first. */
  get queued(): ReadonlySet<PhotoRecord> {
    return this.#queued;
  }

  /** How many photos have a status. */
  count(status: PhotoStatus): number {
    return this.#counts[status];
  }

  get(id: string): PhotoRecord | undefined {
    return this.#records.get(id);
  }

  /** Whether the photo is still there: work on it may end after it was removed. */
  has(record: PhotoRecord): boolean {
    return this.#records.get(record.view.id) === record;
  }

  /** All photos in the order they were added. */
  values(): IterableIterator<PhotoRecord> {
    return this.#records.values();
  }

  /** Puts photos behind those that are there. */
  add(records: Iterable<PhotoRecord>): void {
    for (const record of records) {
      this.#records.set(record.view.id, record);
      this.#enter(record);
      this.#note(record);
    }
    this.#idsAreStale = true;
    this.onChange();
  }

  /** Puts photos that were removed back among the others, in the order in which all were added. */
  putBack(records: Iterable<PhotoRecord>): void {
    this.add(records);
    const inOrder = [...this.#records.values()].sort((a, b) => a.view.added - b.view.added);
    this.#records.clear();
    for (const record of inOrder) this.#records.set(record.view.id, record);
  }

  remove(records: Iterable<PhotoRecord>): void {
    for (const record of records) {
      if (!this.#records.delete(record.view.id)) continue;
      this.#leave(record);
      this.#changed.add(record.view.id);
      for (const watcher of this.#watchers) watcher.drop(record);
    }
    this.#idsAreStale = true;
    this.onChange();
  }

  /** Changes what the page sees of a photo. One that was removed meanwhile stays removed. */
  set(record: PhotoRecord, change: Partial<Photo>): void {
    if (!this.has(record)) return;
    const before = record.view.status;
    const isOther =
      (change.status !== undefined && change.status !== before) ||
      change.warnings !== undefined ||
      change.error !== undefined ||
      change.boxes !== undefined ||
      change.classified !== undefined;
    if (isOther) this.#leave(record);
    record.view = { ...record.view, ...change };
    if (isOther) this.#enter(record);
    this.#note(record);
    this.onChange();
  }

  /** The photo's answer, or something that it is made of, changed. */
  touch(record: PhotoRecord): void {
    this.set(record, {});
  }

  /** Changes something of every photo; `change` may give what the page is to see otherwise. */
  setAll(change: (record: PhotoRecord) => Partial<Photo> | null): void {
    for (const record of this.#records.values()) {
      const view = change(record);
      if (view !== null) this.set(record, view);
      else for (const watcher of this.#watchers) watcher.note(record);
    }
    this.onChange();
  }

  watch(watcher: PhotoWatcher): void {
    this.#watchers.push(watcher);
    for (const record of this.#records.values()) watcher.note(record);
  }

  /** Has `listener` called with the ids of photos that came, went, or changed in themselves or in their answers. */
  subscribe(listener: (changed: ReadonlySet<string>) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The overview; the same object, and the same parts in it, while nothing in them changed. */
  overview(): PhotoOverview {
    if (this.#idsAreStale) this.#overview = { ...this.#overview, photoIds: [...this.#records.keys()] };
    if (this.#countsAreStale)
      this.#overview = { ...this.#overview, photoCounts: { total: this.size, ...this.#counts } };
    this.#idsAreStale = this.#countsAreStale = false;
    return this.#overview;
  }

  /** Tells the listeners what changed since the last call. */
  publish(): void {
    if (this.#changed.size === 0) return;
    const changed = this.#changed;
    this.#changed = new Set();
    for (const listener of [...this.#listeners]) listener(changed);
  }

  #note(record: PhotoRecord): void {
    this.#changed.add(record.view.id);
    for (const watcher of this.#watchers) watcher.note(record);
  }

  #enter(record: PhotoRecord): void {
    this.#count(record.view, 1);
    if (record.view.status === 'queued') this.#queued.add(record);
    this.#countsAreStale = true;
  }

  #leave(record: PhotoRecord): void {
    this.#count(record.view, -1);
    this.#queued.delete(record);
    this.#countsAreStale = true;
  }

  #count(view: Photo, by: 1 | -1): void {
    this.#counts[view.status] += by;
    if (isIncomplete(view.warnings)) this.#counts.incomplete += by;
    if (isUndecoded(view)) this.#counts.undecoded += by;
    if ((view.boxes?.length ?? 0) > 0) this.#counts.boxed += by;
    if (view.classified !== null) this.#counts.cropped += by;
  }
}

const isUndecoded = ({ status, error }: Photo): boolean =>
  status === 'failed' && error?.code === 'decoder-unavailable';
