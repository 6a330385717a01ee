/** Part of the memory that single lists take at most, where the first pass of all captions fits and where it does not. */
const LISTS_BESIDE_ALL = 0.25;
const LISTS_MOST = 0.5;
/** Part that they may take however little is left. */
const LISTS_LEAST = 0.03;

/**
 * Memory for single lists of all that shards and lists may take. What the first pass compares comes first, then lists,
 * then the rest of shards.
 * @param most bytes for both
 * @param thin bytes of what the first pass compares of all captions
 */
export function listCacheMost(most: number, thin: number): number {
  const part =
    thin <= most
      ? Math.min(LISTS_BESIDE_ALL, 1 - thin / most)
      : Math.min(LISTS_MOST, Math.max(0, 1 - most / thin));
  return Math.max(LISTS_LEAST, part) * Math.max(0, most);
}
