import { DEFAULT_SEARCH_PARAMETERS } from '../../../workers/retrieval/cache/search-parameters';

const LONGEST = 256;
const SHORTEST = 64;
/** Lists that an index has, about, before its lists become longer. */
const LISTS = 1 << 14;

/**
 * Captions per list, about, where nobody asks for a number. An index that is searched exactly has long lists. Queries are
 * routed better to short ones, of which fewer captions are compared in vain; but the router grows with their number, so
 * that lists become longer again once there are some 16,000.
 */
export function usualListSize(captions: number): number {
  if (captions <= DEFAULT_SEARCH_PARAMETERS.exactUpTo) return LONGEST;
  return Math.max(SHORTEST, Math.min(LONGEST, Math.round(captions / LISTS)));
}
