import type { Engine } from '../../engine';
import { useBursts } from './bursts/bursts-state';

/** What photos of one thing have in common: nothing, the folder they lie in, a column of the labels, or their burst. */
export type Grouping = 'photo' | 'folder' | 'labels' | 'burst';

/**
 * The group of each photo that has one.
 * @param ids of the photos
 */
export function groupsOf(
  engine: Pick<Engine, 'photo'>,
  ids: readonly string[],
  grouping: Grouping,
): ReadonlyMap<string, string> {
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
