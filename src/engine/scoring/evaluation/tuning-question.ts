import { METHODS, type Method } from '../../../../core';

/** Methods that tuning compares beside CoRE: all that they read is there of every photo, and none of it is labels. */
export const comparable = (): readonly Method[] =>
  METHODS.filter(
    ({ id, needs, memory }) =>
      id !== 'core' &&
      id !== 'zero-shot' &&
      memory === undefined &&
      needs.some(({ need }) => need === 'whole set of photos'),
  );

/** A number for each group; one of its own for a photo that has none. */
export function groupNumbers(groups: readonly (string | null)[]): number[] {
  const known = new Map<string, number>();
  return groups.map((group, i) => {
    if (group === null) return i;
    if (!known.has(group)) known.set(group, -1 - known.size);
    return known.get(group)!;
  });
}
