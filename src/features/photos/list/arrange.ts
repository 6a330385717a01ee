import { isIncomplete } from '../../../../workers/protocol';
import type { Photo } from '../../../engine';
import { fold } from '../../common/text/fold';
import type { Alone, SortOrder } from '../../page-state';
import type { Summary } from './summary';

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Compares file names as people read them: 2 before 10, case ignored. */
export const compareNames = (a: string, b: string): number => (a === b ? 0 : collator.compare(a, b));

/** A photo as it is ordered and found; another object when something of it changed. */
export interface Entry {
  readonly id: string;
  /** Rises with every photo added. */
  readonly added: number;
  readonly file: string;
  readonly summary: Summary | null;
  readonly status: Photo['status'];
  /** Whether its picture was read only in part. */
  readonly incomplete: boolean;
}

/** What of a photo makes it one of those that are shown alone. */
export const conditionOf = ({ status, warnings }: Photo): Pick<Entry, 'status' | 'incomplete'> => ({
  status,
  incomplete: isIncomplete(warnings),
});

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
  class: ({ summary: a }, { summary: b }) =>
    a === null || b === null ? Number(a === null) - Number(b === null) : compareNames(a.answer, b.answer),
  changed: ({ summary: a }, { summary: b }) =>
    Number((b?.was ?? null) !== null) - Number((a?.was ?? null) !== null),
};

/** The order of the menu's name; photos that are equal in it stay as they were added. */
export function orderOf(sort: SortOrder): Order {
  const order = compare[sort];
  return (a, b) => order(a, b) || a.added - b.added;
}

/** Whether an order or a search depends on the answers. */
export const needsAnswers = (sort: SortOrder, search: string): boolean =>
  search !== '' || sort === 'margin' || sort === 'class' || sort === 'changed';

/** What is searched for, as `matches` takes it: without space around it, folded. */
export const searchedFor = (typed: string): string => fold(typed.trim());

/** Whether a photo's file or its class, now or before enrichment, holds what is searched for. */
export const matches = ({ file, summary }: Entry, wanted: string): boolean =>
  wanted === '' ||
  holds(file, wanted) ||
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
