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
  lacksCrops: 0,
  further: 0,
  furtherWaiting: 0,
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
 * All photos by id, in the order they were added, and their further boxes that are classified for themselves. A change of one photo costs the same however many there are: counts
 * are kept up, and whoever is interested hears the ids that changed.
 */
export class PhotoRecords {
  readonly #records = new Map<string, PhotoRecord>();
  /** Further boxes of photos. */
  readonly #boxes = new Map<string, PhotoRecord>();
  readonly #counts = { ...NO_PHOTOS };
  readonly #queued = new Set<PhotoRecord>();
  readonly #queuedBoxes = new Set<PhotoRecord>();
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

  /** What waits to be embedded, the longest waiting first: photos, and behind all of them their further boxes. */
  readonly queued: Iterable<PhotoRecord> = {
    [Symbol.iterator]: () => this.#inTurn(),
  };

  *#inTurn(): Generator<PhotoRecord, void, undefined> {
    yield* this.#queued;
    yield* this.#queuedBoxes;
  }

  /** How many photos have a status. */
  count(status: PhotoStatus): number {
    return this.#counts[status];
  }

  /** How many further boxes of photos wait, or are in hand. */
  get boxesWaiting(): number {
    return this.#counts.furtherWaiting;
  }

  /** The photo, or the further box of one. */
  get(id: string): PhotoRecord | undefined {
    return this.#records.get(id) ?? this.#boxes.get(id);
  }

  /** Whether the photo, or the box, is still there: work on it may end after it was removed. */
  has(record: PhotoRecord): boolean {
    return this.get(record.view.id) === record;
  }

  /** All photos in the order they were added. */
  values(): IterableIterator<PhotoRecord> {
    return this.#records.values();
  }

  /** Everything that is classified: photos in the order they were added, each with its further boxes behind it. */
  *withBoxes(): Generator<PhotoRecord, void, undefined> {
    for (const record of this.#records.values()) {
      yield record;
      yield* record.further ?? [];
    }
  }

  /** Puts photos behind those that are there. */
  add(records: Iterable<PhotoRecord>): void {
    for (const record of records) {
      this.#records.set(record.view.id, record);
      this.#enter(record);
      this.#note(record);
      this.#addBoxes(record.further ?? []);
      this.#showBoxes(record);
    }
    this.#idsAreStale = true;
    this.onChange();
  }

  /** Has a photo have these further boxes, in place of those before; it must be there. */
  setFurther(record: PhotoRecord, further: readonly PhotoRecord[]): void {
    const left = new Set(record.further ?? []);
    const fresh = further.filter((one) => !left.delete(one));
    this.#removeBoxes(left);
    if (further.length > 0) record.further = further;
    else delete record.further;
    this.#addBoxes(fresh);
    this.#showBoxes(record);
    this.onChange();
  }

  #addBoxes(boxes: Iterable<PhotoRecord>): void {
    for (const box of boxes) {
      this.#boxes.set(box.view.id, box);
      this.#enter(box);
      for (const watcher of this.#watchers) watcher.note(box);
    }
  }

  #removeBoxes(boxes: Iterable<PhotoRecord>): void {
    for (const box of boxes) {
      if (!this.#boxes.delete(box.view.id)) continue;
      this.#leave(box);
      for (const watcher of this.#watchers) watcher.drop(box);
    }
  }

  /** Has the page see a photo's further boxes as they are. */
  #showBoxes(record: PhotoRecord): void {
    const { further = [], view } = record;
    if (further.length === 0 && view.further.length === 0) return;
    record.view = { ...view, further: further.map((box) => box.view) };
    this.#changed.add(view.id);
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
      this.#removeBoxes(record.further ?? []);
      this.#changed.add(record.view.id);
      for (const watcher of this.#watchers) watcher.drop(record);
    }
    this.#idsAreStale = true;
    this.onChange();
  }

  /** Changes what the page sees of a photo, or of a further box of one. What was removed meanwhile stays removed. */
  set(record: PhotoRecord, change: Partial<Photo>): void {
    if (!this.has(record)) return;
    const before = record.view.status;
    const isOther =
      (change.status !== undefined && change.status !== before) ||
      change.warnings !== undefined ||
      change.error !== undefined ||
      change.boxes !== undefined ||
      change.classified !== undefined ||
      change.lacksCrops !== undefined;
    if (isOther) this.#leave(record);
    record.view = { ...record.view, ...change };
    if (isOther) this.#enter(record);
    this.#note(record);
    if (record.of !== undefined) this.#showBoxes(record.of);
    this.onChange();
  }

  /** The photo's answer, or something that it is made of, changed. */
  touch(record: PhotoRecord): void {
    this.set(record, {});
  }

  /** Changes something of every photo, and of every further box; `change` may give what the page is to see otherwise. */
  setAll(change: (record: PhotoRecord) => Partial<Photo> | null): void {
    for (const record of this.withBoxes()) {
      const view = change(record);
      if (view !== null) this.set(record, view);
      else for (const watcher of this.#watchers) watcher.note(record);
    }
    this.onChange();
  }

  watch(watcher: PhotoWatcher): void {
    this.#watchers.push(watcher);
    for (const record of this.withBoxes()) watcher.note(record);
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
    if (record.of === undefined) this.#changed.add(record.view.id);
    for (const watcher of this.#watchers) watcher.note(record);
  }

  #enter(record: PhotoRecord): void {
    this.#count(record, 1);
    if (record.view.status === 'queued') this.#queueOf(record).add(record);
    this.#countsAreStale = true;
  }

  #leave(record: PhotoRecord): void {
    this.#count(record, -1);
    this.#queueOf(record).delete(record);
    this.#countsAreStale = true;
  }

  #queueOf({ of }: PhotoRecord): Set<PhotoRecord> {
    return of === undefined ? this.#queued : this.#queuedBoxes;
  }

  #count({ view, of }: PhotoRecord, by: 1 | -1): void {
    if (of !== undefined) {
      this.#counts.further += by;
      if (isWaiting(view)) this.#counts.furtherWaiting += by;
      return;
    }
    this.#counts[view.status] += by;
    if (isIncomplete(view.warnings)) this.#counts.incomplete += by;
    if (isUndecoded(view)) this.#counts.undecoded += by;
    if ((view.boxes?.length ?? 0) > 0) this.#counts.boxed += by;
    if (view.classified !== null) this.#counts.cropped += by;
    if (view.lacksCrops) this.#counts.lacksCrops += by;
  }
}

const isWaiting = ({ status }: Photo): boolean => status === 'queued' || status === 'working';

const isUndecoded = ({ status, error }: Photo): boolean =>
  status === 'failed' && error?.code === 'decoder-unavailable';
