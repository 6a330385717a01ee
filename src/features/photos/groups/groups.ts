import type { GroupBy } from '../../page-settings';
import type { Entry } from '../list/entry';
import { classWords, folderOf } from '../list/filter';
import type { GroupKey } from './keys';

/** How photos are put into groups. Another object where photos may be of other groups than before. */
export interface Grouping {
  readonly by: Exclude<GroupBy, 'none'>;
  of(entry: Pick<Entry, 'id' | 'file' | 'summary' | 'label'>): GroupKey;
  /** What a group is headed by. */
  titleOf(key: GroupKey): string;
}

/** Photos of one group, as they lie in the list. */
export interface Group {
  readonly key: GroupKey;
  /** Place of its first photo among those shown. */
  readonly first: number;
  readonly count: number;
}

/** The groups of photos that lie in order of their groups. */
export function groupsIn(entries: readonly Pick<Entry, 'group'>[]): readonly Group[] {
  const groups: Group[] = [];
  let first = 0;
  for (let i = 1; i <= entries.length; i++) {
    if (i < entries.length && entries[i]!.group === entries[first]!.group) continue;
    groups.push({ key: entries[first]!.group, first, count: i - first });
    first = i;
  }
  return groups;
}

/** Whether two lists of groups are the same. */
export const sameGroups = (a: readonly Group[], b: readonly Group[]): boolean =>
  a.length === b.length &&
  a.every(({ key, first, count }, i) => {
    const other = b[i]!;
    return key === other.key && first === other.first && count === other.count;
  });

/** By the person's class where they named one, else by the answer's. */
export const BY_CLASS: Grouping = {
  by: 'class',
  of: classWords,
  titleOf: (key) => (key === null ? 'Without an answer' : String(key)),
};

/** By the folder that photos were dropped with. */
export const BY_FOLDER: Grouping = {
  by: 'folder',
  of: ({ file }) => folderOf(file) || null,
  titleOf: (key) => (key === null ? 'No folder' : String(key)),
};
