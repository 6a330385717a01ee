import type { SearchMode, SpaceKind } from '../../../../workers/protocol';
import {
  type Basis,
  captionsOfClass,
  captionsOfPhoto,
  countsOfClass,
  embeddingOf,
  pairsOfPhoto,
  prototypeOf,
  searchedOfClass,
} from '../basis';
import type { ClassRecord, PhotoRecord } from '../records';
import type { SpaceState } from '../types';
import type { Pending } from './pending';

const PHOTOS_SEARCHED_AT_ONCE = 16;
/** Some milliseconds of work on the page. */
const PHOTOS_MERGED_AT_ONCE = 100;
/** Some milliseconds of reading what comes back. */
export const CLASSES_SEARCHED_AT_ONCE = 48;
const CLASSES_COUNTED_AT_ONCE = 500;

/** What the retrieval worker is to do next; `key` goes with what is found. */
export type RetrievalJob =
  | { readonly kind: 'fetch space'; readonly space: SpaceKind }
  | {
      readonly kind: 'search classes';
      readonly classes: readonly ClassRecord[];
      readonly key: string;
      readonly mode: SearchMode;
      /** Whether the second text encoder is asked too. */
      readonly withSecond: boolean;
    }
  /** Photos for which every index has given what it has, on this visit or an earlier one. */
  | { readonly kind: 'merge photos'; readonly photos: readonly PhotoRecord[]; readonly key: string }
  | { readonly kind: 'search photos'; readonly photos: readonly PhotoRecord[]; readonly key: string }
  | { readonly kind: 'count names'; readonly classes: readonly ClassRecord[]; readonly key: string }
  | { readonly kind: 'pair photos'; readonly photos: readonly PhotoRecord[]; readonly key: string };

/** What is known, while an index can be searched, when the retrieval worker's next job is looked for. */
export interface RetrievalWorld {
  readonly basis: Basis;
  /** What searches for photos, and what the method reads, depend on beside their query. */
  readonly key: string;
  /** What searches for classes depend on beside their query and mode: other indexes may be searched for them. */
  readonly classesKey: string;
  /** The mode that is asked for, as far as the first index serves it. */
  readonly mode: SearchMode;
  /** Vector spaces: `absent` where the index has none. */
  readonly spaces: Readonly<Record<SpaceKind, SpaceState['status'] | 'absent'>>;
  readonly readsCounts: boolean;
  /** Pairs that the method reads of each photo; null for a method that reads none. */
  readonly pairs: number | null;
  /** Classes whose captions, or counts, are not those of a key. */
  readonly unsearchedClasses: (key: string) => Pending<ClassRecord>;
  readonly uncountedClasses: (key: string) => Pending<ClassRecord>;
  /** Of the photos whose captions are not those of a key, the ones whose captions are at hand. */
  readonly unmerged: (key: string) => Pending;
  /** Photos whose captions, or pairs, are not those of a key. */
  readonly unsearched: (key: string) => Pending;
  readonly unpaired: (key: string) => Pending;
}

/** Vector spaces that something needs. */
export function neededSpaces({ mode, spaces, pairs }: RetrievalWorld): SpaceKind[] {
  const text = (mode === 'second' || mode === 'hybrid') && spaces.text !== 'absent';
  return [...(text ? ['text' as const] : []), ...(pairs !== null ? ['image' as const] : [])].filter(
    (kind) => spaces[kind] !== 'absent',
  );
}

/** Whether vectors are on their way that something needs: there will be more to do. */
export function awaitsSpace(world: RetrievalWorld): boolean {
  return neededSpaces(world).some((kind) => world.spaces[kind] === 'loading');
}

/** Classes first, since every answer needs them; then photos, those first that cost no search; then what the method reads beyond that. */
export function nextForRetrieval(world: RetrievalWorld): RetrievalJob | null {
  const { key, classesKey, mode: asked, spaces } = world;
  const space = neededSpaces(world).find((kind) => spaces[kind] === 'unused');
  if (space !== undefined) return { kind: 'fetch space', space };

  const withSecond = (asked === 'second' || asked === 'hybrid') && spaces.text === 'ready';
  // Until the second space is there, the classifier's own stands in.
  const mode = asked === 'second' && !withSecond ? 'meaning' : asked;
  const classKey = `${classesKey} ${mode} ${withSecond}`;
  const unsearched = world.unsearchedClasses(classKey).next(CLASSES_SEARCHED_AT_ONCE);
  if (unsearched.length > 0)
    return { kind: 'search classes', classes: unsearched, key: classKey, mode, withSecond };

  const unmerged = world.unmerged(key).next(PHOTOS_MERGED_AT_ONCE);
  if (unmerged.length > 0) return { kind: 'merge photos', photos: unmerged, key };

  const photos = world.unsearched(key).next(PHOTOS_SEARCHED_AT_ONCE);
  if (photos.length > 0) return { kind: 'search photos', photos, key };

  const uncounted = world.readsCounts ? world.uncountedClasses(classesKey).next(CLASSES_COUNTED_AT_ONCE) : [];
  if (uncounted.length > 0) return { kind: 'count names', classes: uncounted, key: classesKey };

  if (world.pairs === null || spaces.image !== 'ready') return null;
  const pairsKey = `${key} ${world.pairs}`;
  const unpaired = world.unpaired(pairsKey).next(PHOTOS_SEARCHED_AT_ONCE);
  return unpaired.length === 0 ? null : { kind: 'pair photos', photos: unpaired, key: pairsKey };
}

/** Whether a class's captions are still to be searched, or searched anew, under a key; a class without prototype waits. */
export function lacksClassCaptions(record: ClassRecord, basis: Basis, key: string): boolean {
  const prototype = prototypeOf(record, basis);
  if (prototype === null) return false;
  if (captionsOfClass(record, basis) !== null && record.hits?.key === key) return false;
  return searchedOfClass(record, basis)?.key !== key;
}

/** Whether a class's names are still to be counted, or counted anew, under a key. */
export function lacksCounts(record: ClassRecord, basis: Basis, key: string): boolean {
  return countsOfClass(record, basis) === null || record.counts?.key !== key;
}

/** Whether a photo's captions are still to be searched, or searched anew, under a key. */
export function lacksCaptions(record: PhotoRecord, basis: Basis, key: string): boolean {
  if (embeddingOf(record, basis) === null || !isInHand(record)) return false;
  return captionsOfPhoto(record, basis) === null || record.hits?.key !== key;
}

/** Whether a photo's pairs are still to be searched, or searched anew, under a key. */
export function lacksPairs(record: PhotoRecord, basis: Basis, key: string): boolean {
  if (embeddingOf(record, basis) === null || !isInHand(record)) return false;
  return pairsOfPhoto(record, basis) === null || record.pairs?.key !== key;
}

const isInHand = ({ view }: PhotoRecord) => view.status === 'working' || view.status === 'done';
