import { type Group, type Grouping, groupsIn, sameGroups } from '../groups/groups';
import type { Entry } from './entry';

/** Milliseconds between two lists shown while answers come in: people cannot follow more. */
const BETWEEN = 120;

const NO_GROUPS: readonly Group[] = [];

/** What is to be shown now. */
export interface ToShow {
  /** In order. */
  readonly found: readonly Entry[];
  /** So many of the first are shown. */
  readonly nearest: number;
  /** What the groups are of; null where photos are not grouped. */
  readonly grouping: Grouping | null;
}

/** What a list of photos shows, and tells; less often than it changes while much of it does. */
export class ShownPhotos {
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
  #shownAt = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(private readonly toShow: () => ToShow) {}

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The next change is shown at once. */
  hurry(): void {
    this.#shownAt = Number.NEGATIVE_INFINITY;
  }

  /** Shows what is there now, at once or, where something was shown a moment ago, soon. */
  showSoon(): void {
    const wait = this.#shownAt + BETWEEN - performance.now();
    if (wait <= 0) this.show();
    else this.#timer ??= setTimeout(() => this.show(), wait);
  }

  /** Shows what is there now. */
  show(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#shownAt = performance.now();
    const { found, nearest, grouping } = this.toShow();
    const ids = found.slice(0, nearest).map(({ id }) => id);
    const isSame = ids.length === this.ids.length && ids.every((id, i) => id === this.ids[i]);
    const groups = grouping === null ? NO_GROUPS : groupsIn(found);
    const areSameGroups = grouping === this.grouping && sameGroups(groups, this.groups);
    if (isSame && areSameGroups && found.length === this.found) return;
    this.found = found.length;
    this.grouping = grouping;
    if (!areSameGroups) this.groups = groups;
    if (!isSame) this.ids = ids;
    this.hasFolders = found.some(({ file }) => file.includes('/'));
    for (const listener of [...this.#listeners]) listener();
  }
}
