import type { Engine } from '../../engine';
import { useBursts } from './bursts/bursts-state';

/** What photos of one thing have in common: nothing, the folder they lie in, a column of the labels, or their burst. */
export type Grouping = 'photo' | 'folder' | 'labels' | 'burst';

/**
 * The grouping in force: what was chosen; where nothing was, the groups of the labels if there are any, since photos of one
 * thing are right or wrong together.
 * @param ids of the photos that figures are of
 */
export const groupingFor = (
  engine: Pick<Engine, 'photo'>,
  ids: readonly string[],
  chosen: Grouping | null,
): Grouping => chosen ?? (ids.some((id) => engine.photo(id)?.group != null) ? 'labels' : 'photo');

/**
 * The group of each photo that has one.
 * @param ids of the photos
 * @param chosen null for what suits the photos
 */
export function groupsOf(
  engine: Pick<Engine, 'photo'>,
  ids: readonly string[],
  chosen: Grouping | null,
): ReadonlyMap<string, string> {
  const grouping = groupingFor(engine, ids, chosen);
  if (grouping === 'photo') return new Map();
  const bursts = useBursts.getState().answers;
  return new Map(
    ids.flatMap((id) => {
      const group =
        grouping === 'labels'
          ? engine.photo(id)?.group
          : grouping === 'burst'
            ? bursts?.get(id)?.burst.toString()
            : folderOf(engine.photo(id)?.file ?? '');
      return group == null ? [] : [[id, group] as const];
    }),
  );
}

const folderOf = (path: string) => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : undefined);
