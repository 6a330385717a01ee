import { FernglassError } from '../../core';
import type { FileReference, KeptRoot } from '../protocol';
import { readPhoto } from './database/rows';
import { type PhotoKey, type Projects, rangeOf } from './database/schema';

/** A handle that says whether it may be read; not every browser's says so. */
type Asked = FileSystemHandle & {
  queryPermission?(descriptor: { readonly mode: 'read' }): Promise<PermissionState>;
};

/**
 * The file of a photo that is kept by where it lies.
 * @returns null where that is not kept
 * @throws FernglassError `photo-access-needed` where the browser wants to be asked first; `photo-file-missing` where the
 *   file is no longer there, or another lies in its place
 */
export async function referredFile(database: Projects, key: PhotoKey): Promise<File | null> {
  const reference = await database.get('references', key);
  const root = reference && (await database.get('roots', [key[0], reference.root]));
  if (reference === undefined || root === undefined) return null;
  const handle: Asked = root.handle;
  const name = reference.path.at(-1) ?? handle.name;
  if (((await handle.queryPermission?.({ mode: 'read' })) ?? 'granted') !== 'granted')
    throw new FernglassError(
      'photo-access-needed',
      `${name} lies on this device, where the browser lets it be read again once you allow it: “Allow reading”, above the photos.`,
    );
  const file = await fileAt(root, reference.path).catch((cause) => {
    throw new FernglassError(
      'photo-file-missing',
      `${name} is no longer where it was. Put it back there, or remove the photo and add its file again.`,
      { cause },
    );
  });
  const photo = readPhoto(await database.get('photos', key));
  // What is known of the photo, its answer and its label, is of the file that was added.
  if (photo !== null && (file.size !== photo.bytes || file.lastModified !== photo.modified))
    throw new FernglassError(
      'photo-file-missing',
      `${name} was changed on this device since it was added. Remove the photo and add its file again to have it classified anew.`,
    );
  return file;
}

async function fileAt({ handle }: KeptRoot, path: FileReference['path']): Promise<File> {
  if (path.length === 0) return (handle as FileSystemFileHandle).getFile();
  let folder = handle as FileSystemDirectoryHandle;
  for (const name of path.slice(0, -1)) folder = await folder.getDirectoryHandle(name);
  return (await folder.getFileHandle(path.at(-1)!)).getFile();
}

/** Photos of a project, by `added`, whose files are kept by where they lie. */
export const referredTo = async (database: Projects, project: string): Promise<number[]> =>
  (await database.getAllKeys('references', rangeOf(project))).map(([, added]) => added);
