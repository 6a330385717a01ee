import type { Engine, EngineState } from '../../../engine';
import { sorted } from '../../common/sorted';
import { sliced } from '../../common/yield-to-page';
import type { SortOrder } from '../../page-state';
import type { Group, Grouping } from '../groups/groups';
import {
  type Arrangement,
  AS_ADDED,
  insert,
  isAmong,
  matches,
  needsMore,
  type Order,
  orderOf,
  placeOf,
  remove,
  searchedFor,
} from './arrange';
import { type Entry, entryOf } from './entry';
import { isOpen, passes } from './filter';
import { ShownPhotos } from './shown-photos';
import type { Summaries } from './summary/summary';

/** Milliseconds of work between two chances for the page to paint. */
const SLICE = 6;
type Source = Pick<Engine, 'subscribe' | 'subscribePhotos' | 'photo' | 'nearness'> & {
  getState(): Pick<EngineState, 'photoIds'>;
};

/**
 * The ids of the photos to show, in order. One photo that comes, changes or goes costs O(log n) comparisons; another
 * order or search is worked out in slices, and the list before stays until it is there.
 */
export class ArrangedPhotos {
  readonly #entries = new Map<string, Entry>();
  /** All photos in order, and those of them that are asked for: the same list while all are. */
  #sorted: Entry[] = [];
  #found: Entry[];
  #asked: Arrangement;
  #wanted: string;
  #order: Order;
  #photoIds: readonly string[] = [];
  /** Photos whose entry is to be made anew. */
  readonly #stale = new Set<string>();
  #turn = 0;
  #working = false;
  readonly #shown = new ShownPhotos(() => ({
    found: this.#found,
    nearest: this.#asked.ranking === null ? Number.POSITIVE_INFINITY : this.#asked.nearest,
    grouping: this.#grouping,
  }));
  readonly subscribe = this.#shown.subscribe;

  constructor(
    private readonly engine: Source,
    private readonly summaries: Summaries,
    asked: Partial<Arrangement> = {},
  ) {
    this.#asked = { ...AS_ADDED, ...asked };
    this.#order = orderOf(this.#asked.sort, this.#asked.ranking !== null);
    this.#wanted = searchedFor(this.#asked.search);
    this.#found = this.#wantsAll ? this.#sorted : [];
    engine.subscribePhotos((ids) => this.#someChanged(ids));
    engine.subscribe(() => this.#photosChanged());
    summaries.subscribe((ids) => this.#someChanged(ids));
    this.#photosChanged();
  }

  /** Another array whenever it holds something else. */
  get ids(): readonly string[] {
    return this.#shown.ids;
  }

  /** Whether one of the photos shown has a folder. */
  get hasFolders(): boolean {
    return this.#shown.hasFolders;
  }

  /** Photos that could be shown: those of a search by what they show beyond its cut too. */
  get found(): number {
    return this.#shown.found;
  }

  /** Of the photos shown; empty where they are not grouped. Another array whenever it holds something else. */
  get groups(): readonly Group[] {
    return this.#shown.groups;
  }

  /** What the groups are of. */
  get grouping(): Grouping | null {
    return this.#shown.grouping;
  }

  /** Asks for another order or search, or for some photos alone; what is not said is as for all photos as added. */
  arrange(asked: Partial<Arrangement>): void {
    const next = { ...AS_ADDED, ...asked };
    const wanted = searchedFor(next.search);
    const before = this.#asked;
    if (next.nearest !== before.nearest) {
      this.#asked = { ...before, nearest: next.nearest };
      this.#shown.show();
    }
    if (
      wanted === this.#wanted &&
      next.ranking === before.ranking &&
      next.grouping === before.grouping &&
      next.sort === before.sort &&
      next.alone === before.alone &&
      next.filter === before.filter
    )
      return;
    this.#asked = next;
    this.#order = orderOf(next.sort, next.ranking !== null);
    this.#wanted = wanted;
    void this.#rearrange();
  }

  /** Where a photo lies among those shown; of one that is not shown, the gap that it would fill. */
  placeOf(id: string | null): { readonly at: number; readonly isThere: boolean } {
    const at = id === null ? -1 : this.ids.indexOf(id);
    if (at >= 0) return { at, isThere: true };
    const entry = id === null ? undefined : this.#entries.get(id);
    return { at: entry === undefined ? 0 : placeOf(this.#found, entry, this.#order), isThere: false };
  }

  /** Every photo in an order, without a search; for what is done in that order. */
  all(sort: SortOrder): readonly string[] {
    const entries = this.engine.getState().photoIds.flatMap((id) => this.#entryOf(id) ?? []);
    return idsOf(entries.sort(orderOf(sort)));
  }

  #photosChanged(): void {
    const { photoIds } = this.engine.getState();
    const before = this.#photoIds;
    if (photoIds === before) return;
    this.#photoIds = photoIds;
    const atEnd =
      photoIds.length > before.length &&
      (before.length === 0 || photoIds[before.length - 1] === before.at(-1));
    if (!atEnd) this.#dropMissing(photoIds);
    for (let i = atEnd ? before.length : 0; i < photoIds.length; i++)
      if (!this.#entries.has(photoIds[i]!)) this.#stale.add(photoIds[i]!);
    // Whoever adds a photo sees it at once.
    this.#shown.hurry();
    void this.#work();
  }

  #dropMissing(photoIds: readonly string[]): void {
    const kept = new Set(photoIds);
    for (const id of this.#entries.keys()) if (!kept.has(id)) this.#entries.delete(id);
    for (const id of this.#stale) if (!kept.has(id)) this.#stale.delete(id);
    const those = (entries: readonly Entry[]) => entries.filter(({ id }) => kept.has(id));
    const searched = this.#found !== this.#sorted;
    this.#sorted = those(this.#sorted);
    this.#found = searched ? those(this.#found) : this.#sorted;
    this.#shown.show();
  }

  get #wantsAll(): boolean {
    const { alone, filter, ranking } = this.#asked;
    return (
      ranking === null && this.#wanted === '' && (alone === null || alone === 'left out') && isOpen(filter)
    );
  }

  /** A ranking goes through all groups. */
  get #grouping(): Grouping | null {
    return this.#asked.ranking === null ? this.#asked.grouping : null;
  }

  #isFound(entry: Entry): boolean {
    const { alone, filter, ranking } = this.#asked;
    if (ranking !== null && entry.near === null) return false;
    return isAmong(entry, alone) && passes(entry, filter) && matches(entry, this.#wanted);
  }

  /** Photos that became another kind come, go and move where that matters; else entries may be old. */
  #someChanged(ids: ReadonlySet<string>): void {
    if (!needsMore(this.#asked)) return;
    for (const id of ids) if (this.#entries.has(id)) this.#stale.add(id);
    void this.#work();
  }

  /** The photo as it is now; the same object while nothing in it changed. */
  #entryOf(id: string): Entry | undefined {
    const photo = this.engine.photo(id);
    if (photo === undefined) return undefined;
    const summary = this.summaries.last(id);
    const near = this.#asked.ranking === null ? null : this.engine.nearness(id);
    const group = this.#grouping?.of({ id, file: photo.file, summary, label: photo.label }) ?? null;
    return entryOf(photo, { summary, near, group }, this.#entries.get(id));
  }

  #takeOut(entry: Entry): void {
    if (this.#found !== this.#sorted) remove(this.#found, entry, this.#order);
    remove(this.#sorted, entry, this.#order);
  }

  #putIn(entry: Entry): void {
    if (this.#found !== this.#sorted && this.#isFound(entry)) insert(this.#found, entry, this.#order);
    insert(this.#sorted, entry, this.#order);
  }

  /** Puts stale photos where they belong: what fits into a slice at once, so that few photos are there at once. */
  async #work(): Promise<void> {
    if (this.#working || this.#stale.size === 0) return;
    this.#working = true;
    const turn = this.#turn;
    const rest = sliced(SLICE);
    let since = performance.now();
    for (const id of this.#stale) {
      this.#stale.delete(id);
      const before = this.#entries.get(id);
      const entry = this.#entryOf(id);
      if (entry === undefined || entry === before) continue;
      if (before !== undefined) this.#takeOut(before);
      this.#entries.set(id, entry);
      this.#putIn(entry);
      if (performance.now() - since < SLICE) continue;
      this.#shown.showSoon();
      await rest();
      since = performance.now();
      if (turn !== this.#turn) return;
    }
    this.#working = false;
    this.#shown.showSoon();
  }

  async #rearrange(): Promise<void> {
    const turn = ++this.#turn;
    const superseded = () => turn !== this.#turn;
    // Changes wait until the new order stands.
    this.#working = true;
    const rest = sliced(SLICE);
    const [order, wantsAll] = [this.#order, this.#wantsAll];
    const entries: Entry[] = [];
    for (const id of this.#photoIds) {
      const entry = this.#entryOf(id);
      if (entry === undefined) continue;
      this.#stale.delete(id);
      entries.push(entry);
      await rest();
      if (superseded()) return;
    }
    const all = await sorted(entries, order, rest);
    if (superseded()) return;
    const found = wantsAll ? all : [];
    if (!wantsAll)
      for (const entry of all) {
        if (this.#isFound(entry)) found.push(entry);
        await rest();
        if (superseded()) return;
      }
    this.#sorted = all;
    this.#found = found;
    this.#entries.clear();
    for (const entry of all) this.#entries.set(entry.id, entry);
    this.#working = false;
    // Photos may have gone meanwhile, or come.
    this.#dropMissing(this.#photoIds);
    for (const id of this.#photoIds) if (!this.#entries.has(id)) this.#stale.add(id);
    this.#shown.show();
    void this.#work();
  }
}

const idsOf = (entries: readonly Entry[]) => entries.map(({ id }) => id);
