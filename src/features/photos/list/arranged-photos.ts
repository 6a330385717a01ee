import type { Engine, EngineState } from '../../../engine';
import { sorted } from '../../common/sorted';
import { sliced } from '../../common/yield-to-page';
import { type SortOrder, usePage } from '../../page-state';
import { AssignedGroups } from '../groups/assigned-groups';
import { type Group, type Grouping, groupsIn, sameGroups } from '../groups/groups';
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
import { conditionOf, type Entry } from './entry';
import { isOpen, passes } from './filter';
import type { Summary } from './summary/summary';
import { summaryKeeper } from './summary/summary-keeper';

/** Milliseconds of work between two chances for the page to paint. */
const SLICE = 6;
/** Milliseconds between two lists shown while answers come in: people cannot follow more. */
const BETWEEN = 120;

type Source = Pick<Engine, 'subscribe' | 'subscribePhotos' | 'photo' | 'nearness'> & {
  getState(): Pick<EngineState, 'photoIds'>;
};

/** Where summaries come from, and when another is there. */
export interface Summaries {
  last(id: string): Summary | null;
  subscribe(listener: (ids: ReadonlySet<string>) => void): () => void;
}

/**
 * The ids of the photos to show, in order. One photo that comes, changes or goes costs O(log n) comparisons; another
 * order or search is worked out in slices, and the list before stays until it is there.
 */
export class ArrangedPhotos {
  /** Another array whenever it holds something else. */
  ids: readonly string[] = [];
  /** Whether one of the photos shown has a folder. */
  hasFolders = false;
  /** Photos that could be shown: those of a search by what they show beyond its cut too. */
  found = 0;
  /** Of the photos shown; empty where they are not grouped. Another array whenever it holds something else. */
  groups: readonly Group[] = [];
  /** What the groups are of. */
  grouping: Grouping | null = null;
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
  #shownAt = 0;
  #showing: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();

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

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Asks for another order or search, or for some photos alone; what is not said is as for all photos as added. */
  arrange(asked: Partial<Arrangement>): void {
    const next = { ...AS_ADDED, ...asked };
    const wanted = searchedFor(next.search);
    const before = this.#asked;
    if (next.nearest !== before.nearest) {
      this.#asked = { ...before, nearest: next.nearest };
      this.#show();
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
    this.#shownAt = Number.NEGATIVE_INFINITY;
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
    this.#show();
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
    const known = this.#entries.get(id);
    const summary = this.summaries.last(id);
    const condition = conditionOf(photo);
    const near = this.#asked.ranking === null ? null : this.engine.nearness(id);
    const group = this.#grouping?.of({ id, file: photo.file, summary, label: photo.label }) ?? null;
    if (
      known !== undefined &&
      known.summary === summary &&
      known.status === condition.status &&
      known.incomplete === condition.incomplete &&
      known.label === condition.label &&
      known.note === condition.note &&
      known.time === condition.time &&
      known.near === near &&
      known.group === group
    )
      return known;
    return { id, added: photo.added, file: photo.file, summary, near, group, ...condition };
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
      this.#showSoon();
      await rest();
      since = performance.now();
      if (turn !== this.#turn) return;
    }
    this.#working = false;
    this.#showSoon();
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
    this.#show();
    void this.#work();
  }

  #showSoon(): void {
    const wait = this.#shownAt + BETWEEN - performance.now();
    if (wait <= 0) this.#show();
    else this.#showing ??= setTimeout(() => this.#show(), wait);
  }

  #show(): void {
    clearTimeout(this.#showing);
    this.#showing = undefined;
    this.#shownAt = performance.now();
    const { ranking, nearest } = this.#asked;
    const found = this.#found.length;
    const ids = idsOf(ranking === null ? this.#found : this.#found.slice(0, nearest));
    const isSame = ids.length === this.ids.length && ids.every((id, i) => id === this.ids[i]);
    const grouping = this.#grouping;
    const groups = grouping === null ? NO_GROUPS : groupsIn(this.#found);
    const areSameGroups = grouping === this.grouping && sameGroups(groups, this.groups);
    if (isSame && areSameGroups && found === this.found) return;
    this.found = found;
    this.grouping = grouping;
    if (!areSameGroups) this.groups = groups;
    if (!isSame) this.ids = ids;
    this.hasFolders = this.#found.some(({ file }) => file.includes('/'));
    for (const listener of [...this.#listeners]) listener();
  }
}

const NO_GROUPS: readonly Group[] = [];

const idsOf = (entries: readonly Entry[]) => entries.map(({ id }) => id);

/** While what is sought is being embedded, photos keep the menu's order. */
const rankingOf = ({ search }: Pick<EngineState, 'search'>): number | null =>
  search.status === 'ready' ? search.revision : null;

const lists = new WeakMap<Engine, ArrangedPhotos>();

/** The one list of an engine's photos, in the order and search that the page asks for. */
export function arrangedPhotos(engine: Engine): ArrangedPhotos {
  let list = lists.get(engine);
  if (list === undefined) {
    const groups = new AssignedGroups(engine);
    groups.ask(usePage.getState());
    const asked = () => ({
      ...usePage.getState(),
      ranking: rankingOf(engine.getState()),
      grouping: groups.grouping,
    });
    const made = new ArrangedPhotos(engine, summaryKeeper(engine), asked());
    usePage.subscribe((page) => {
      groups.ask(page);
      made.arrange(asked());
    });
    groups.subscribe(() => made.arrange(asked()));
    engine.subscribe(() => made.arrange(asked()));
    lists.set(engine, made);
    list = made;
  }
  return list;
}
