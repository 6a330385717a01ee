import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { FernglassError } from '../../../core';
import type { FileReference, KeptCaption, KeptPhoto, KeptRoot, KeptWork, ProjectHead } from '../../protocol';
import { STORES } from '../../storage';

/** Key of what belongs to one photo: the project's id and the photo's `added`. */
export type PhotoKey = [project: string, added: number];
type RootKey = [project: string, root: string];
type CaptionKey = [project: string, index: string, id: number];

/**
 * What lies in the database. A project is there once its head is: rows without a head belong to one that was cut off, or is
 * being removed, and are dropped by `tidy`.
 */
export interface Schema extends DBSchema {
  projects: { key: string; value: ProjectHead };
  photos: { key: PhotoKey; value: KeptPhoto };
  work: { key: PhotoKey; value: KeptWork };
  thumbnails: { key: PhotoKey; value: Picture };
  /** Pictures whose copies are complete; written after the copy. */
  pictures: { key: PhotoKey; value: CopiedPicture };
  captions: { key: CaptionKey; value: KeptCaption };
  /** Where files lie that are not copied, since the second version. */
  references: { key: PhotoKey; value: Omit<FileReference, 'handle'> };
  roots: { key: RootKey; value: KeptRoot };
}

/** A small picture, as bytes: not every browser takes a `Blob` into its database. */
export interface Picture {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

/** That a picture was copied whole, and what it is. */
export interface CopiedPicture {
  readonly bytes: number;
  readonly type: string;
}

/** The stores whose keys begin with a project's id. */
export const OF_PROJECTS = [
  'photos',
  'work',
  'thumbnails',
  'pictures',
  'captions',
  'references',
  'roots',
] as const;
/** Those whose keys are `PhotoKey`. */
export const OF_PHOTOS = ['photos', 'work', 'thumbnails', 'pictures', 'references'] as const;

export type Projects = IDBPDatabase<Schema>;

/** From each version of the database to the next, beginning with the first; what a record holds has a version of its own. */
const UPGRADES: readonly ((database: Projects) => void)[] = [
  (database) => {
    database.createObjectStore('projects', { keyPath: 'id' });
    for (const name of ['photos', 'work', 'thumbnails', 'pictures', 'captions'] as const)
      database.createObjectStore(name);
  },
  (database) => {
    for (const name of ['references', 'roots'] as const) database.createObjectStore(name);
  },
];

/** Today's version of the database. */
export const DATABASE_VERSION = UPGRADES.length;

/**
 * Opens the database, brought to today's form.
 * @param onGone told when another tab wants to change its form, or the browser closed it
 * @throws FernglassError `storage-unavailable` where the browser refuses, or a later version of the app has changed its form
 */
export async function openProjects(onGone: () => void): Promise<Projects> {
  try {
    const database = await openDB<Schema>(STORES.projects, DATABASE_VERSION, {
      upgrade(opened, from) {
        for (const step of UPGRADES.slice(from)) step(opened);
      },
      blocking() {
        database.close();
        onGone();
      },
      terminated: onGone,
    });
    return database;
  } catch (thrown) {
    const isNewer = thrown instanceof DOMException && thrown.name === 'VersionError';
    throw new FernglassError(
      'storage-unavailable',
      isNewer
        ? 'A newer version of Fernglass keeps the projects of this browser. Reload the page to get that version.'
        : 'This browser keeps no projects for this page, as in a private window: export what is to stay.',
      { cause: thrown },
    );
  }
}

/** All keys that begin with a project's id. */
export const rangeOf = (project: string): IDBKeyRange => IDBKeyRange.bound([project], [project, []]);
