import type { Photo } from '../../engine';
import type { SortOrder } from '../page-state';
import type { Summary } from './summary';

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Compares file names as people read them: 2 before 10, case ignored. */
export const compareNames = (a: string, b: string): number => collator.compare(a, b);

type Summaries = ReadonlyMap<string, Summary>;

const orders: Record<SortOrder, ((a: Photo, b: Photo, of: Summaries) => number) | null> = {
  added: null,
  name: (a, b) => compareNames(a.file, b.file),
  // The doubtful ones first: they are what a person should look at.
  margin: (a, b, of) => (of.get(a.id)?.margin ?? 2) - (of.get(b.id)?.margin ?? 2),
  class: (a, b, of) => {
    const [left, right] = [of.get(a.id)?.answer, of.get(b.id)?.answer];
    if (left === undefined || right === undefined)
      return Number(left === undefined) - Number(right === undefined);
    return compareNames(left, right);
  },
  changed: (a, b, of) => Number(of.get(b.id)?.was != null) - Number(of.get(a.id)?.was != null),
};

/** Whether an order or a search needs the answers. */
export const needsAnswers = (sort: SortOrder, search: string): boolean =>
  search.trim() !== '' || sort === 'margin' || sort === 'class' || sort === 'changed';

/** Whether a photo's file or its class, now or before enrichment, holds what is searched for (case ignored). */
export function matches(photo: Photo, summary: Summary | undefined, search: string): boolean {
  const wanted = search.trim().toLocaleLowerCase('en');
  return (
    wanted === '' ||
    [photo.file, summary?.answer, summary?.was].some((text) => text?.toLocaleLowerCase('en').includes(wanted))
  );
}

/** The photos to show, in order; equal ones stay as they were added. */
export function arrange(
  photos: readonly Photo[],
  summaries: Summaries,
  sort: SortOrder,
  search: string,
): readonly Photo[] {
  const order = orders[sort];
  if (order === null && search.trim() === '') return photos;
  const found = photos.filter((photo) => matches(photo, summaries.get(photo.id), search));
  return order === null ? found : found.sort((a, b) => order(a, b, summaries));
}
