import { create } from 'zustand';
import { classResolver, labelsOfFolders } from '../../../../core';
import type { Engine } from '../../../engine';

/** Folders that are named like classes, and the photos of the lot that they came with. */
interface FolderOffer {
  readonly folders: number;
  readonly photos: number;
}

/** The offer to take folders' names for labels; null while there is none. */
export const useFolderOffer = create<{ readonly offer: FolderOffer | null }>()(() => ({ offer: null }));

export const dismissFolders = () => useFolderOffer.setState({ offer: null });

/** Part of the folders that must be named like classes of the list. */
const NAMED = 0.5;

/**
 * Offers the folders that photos came in as their labels, where most of them are named like classes of the list, or lie in
 * folders of splits as data sets have them.
 * @param ids of the photos that came together
 */
export function considerFolders(engine: Pick<Engine, 'photo' | 'getState'>, ids: Iterable<string>): void {
  const paths = [...ids].flatMap((id) => engine.photo(id)?.file ?? []);
  const found = labelsOfFolders(paths);
  if (found === null) return;
  const folders = [...new Set(found.labels.map(({ className }) => className))];
  const resolve = classResolver(engine.getState().classes, null);
  const named = folders.filter((name) => resolve(name).place >= 0).length;
  const isDataSet = found.labels.length > 0 && found.labels.every(({ part }) => part !== null);
  if (folders.length < 2 || (named < folders.length * NAMED && !isDataSet)) return;
  useFolderOffer.setState({ offer: { folders: folders.length, photos: found.labels.length } });
}
