import { compareNames } from '../../common/text/compare-names';
import { fold } from '../../common/text/fold';
import type { Alone, SortOrder } from '../../page-state';
import type { Grouping } from '../groups/groups';
import { compareKeys } from '../groups/keys';
import type { Entry } from './entry';
import type { Filter } from './filter';
import { classWords, NO_FILTER } from './filter';

/** Which photos are asked for, and in which order. */
export interface Arrangement {
  readonly sort: SortOrder;
  readonly search: string;
  readonly alone: Alone | null;
  readonly filter: Filter;
  /** The search by what photos show, whose order goes before any other, by its revision; null while there is none. */
  readonly ranking: number | null;
  /** So many of the nearest are shown then. */
  readonly nearest: number;
  /** How photos are put into groups, one after the other; null where they are not. A ranking has none. */
  readonly grouping: Grouping | null;
}

/** All photos as they were added. */
export const AS_ADDED: Arrangement = {
  sort: 'added',
  search: '',
  alone: null,
  filter: NO_FILTER,
  ranking: null,
  nearest: Number.POSITIVE_INFINITY,
  grouping: null,
};

/** Whether a photo is one of those that are shown; files that were left out are no photos. */
export const isAmong = (
  { status, incomplete }: Pick<Entry, 'status' | 'incomplete'>,
  alone: Alone | null,
): boolean =>
  alone === null || alone === 'left out' || (alone === 'incomplete' ? incomplete : status === alone);

/** Below zero where `a` comes first; never zero for two photos. */
export type Order = (a: Entry, b: Entry) => number;

const compare: Record<SortOrder, Order> = {
  added: () => 0,
  name: (a, b) => compareNames(a.file, b.file),
  // The doubtful ones first: they are what a person should look at.
  margin: (a, b) => (a.summary?.margin ?? 2) - (b.summary?.margin ?? 2),
  class: (a, b) => nullsLast(classWords(a), classWords(b), compareNames),
  changed: ({ summary: a }, { summary: b }) =>
    Number((b?.was ?? null) !== null) - Number((a?.was ?? null) !== null),
  time: (a, b) => nullsLast(a.time, b.time, (x, y) => (x < y ? -1 : Number(x > y))),
};

function nullsLast<T>(a: T | null, b: T | null, order: (a: T, b: T) => number): number {
  return a === null || b === null ? Number(a === null) - Number(b === null) : order(a, b);
}

const nearestFirst: Order = (a, b) => nullsLast(a.near, b.near, (x, y) => y - x);

/** The order of the menu's name, group by group, or the nearest first; photos that are equal in it stay as they were added. */
export function orderOf(sort: SortOrder, isRanked = false): Order {
  if (isRanked) return (a, b) => nearestFirst(a, b) || a.added - b.added;
  const order = compare[sort];
  return (a, b) => compareKeys(a.group, b.group) || order(a, b) || a.added - b.added;
}

/** Whether what is asked for depends on something of photos that may change: their answers, labels, times, status or nearness. */
export const needsMore = ({ sort, search, alone, filter, ranking, grouping }: Arrangement): boolean =>
  (alone !== null && alone !== 'left out') ||
  filter !== NO_FILTER ||
  ranking !== null ||
  grouping !== null ||
  search.trim() !== '' ||
  (sort !== 'added' && sort !== 'name');

/** What is searched for, as `matches` takes it: without space around it, folded. */
export const searchedFor = (typed: string): string => fold(typed.trim());

/** Whether a photo's file, what a person says or notes of it, or its class, now or before enrichment, holds what is searched for. */
export const matches = ({ file, summary, label, note }: Entry, wanted: string): boolean =>
  wanted === '' ||
  holds(file, wanted) ||
  (note !== '' && holds(note, wanted)) ||
  (label?.className != null && holds(label.className, wanted)) ||
  (summary !== null &&
    (holds(summary.answer, wanted) || (summary.was !== null && holds(summary.was, wanted))));

const holds = (text: string, wanted: string) => fold(text).includes(wanted);

/** Where an entry lies in a list in order, or would lie: after O(log n) comparisons. */
export function placeOf(entries: readonly Entry[], entry: Entry, order: Order): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (order(entries[middle]!, entry) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Puts an entry where it belongs in a list in order. */
export function insert(entries: Entry[], entry: Entry, order: Order): void {
  entries.splice(placeOf(entries, entry, order), 0, entry);
}

/** Takes an entry out of a list in order; false when it is not in it. */
export function remove(entries: Entry[], entry: Entry, order: Order): boolean {
  const place = placeOf(entries, entry, order);
  if (entries[place] !== entry) return false;
  entries.splice(place, 1);
  return true;
}
