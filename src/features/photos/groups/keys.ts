import { compareNames } from '../../common/text/compare-names';

/** What photos of a group have in common; null for those that have none of it, which come last. */
export type GroupKey = string | number | null;

/** Below zero where a group comes first; zero for the same group alone. */
export function compareKeys(a: GroupKey, b: GroupKey): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [x, y] = [String(a), String(b)];
  // Names that people read as the same are two groups all the same, which may not lie mixed.
  return compareNames(x, y) || (x < y ? -1 : 1);
}
