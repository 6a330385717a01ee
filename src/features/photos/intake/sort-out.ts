import type { IntakeApi, Looked } from '../../../../workers/protocol';
import type { Linked } from '../../../engine';
import type { LeftOut } from '../attention/left-out';
import { type Found, pathOf } from './files';
import { isNamedArchive, isNamedPicture } from './named';

/** What becomes of files that were found. */
export interface SortedOut {
  readonly photos: readonly File[];
  /** To be opened as folders are. */
  readonly archives: readonly File[];
  readonly leftOut: readonly LeftOut[];
}

/** What is said of a file where looking at it failed. */
const UNSEEN: Looked = { kind: 'other', words: 'a file that could not be looked at' };

/**
 * Tells photos from what lies beside them. A file that was chosen by itself is meant, so that it goes on whatever it is;
 * one of a folder, or beside pictures, is left out if neither its name nor its content calls it a picture.
 */
export async function sortOut(
  found: readonly Found[],
  { look }: Pick<Linked<IntakeApi>, 'look'>,
): Promise<SortedOut> {
  const photos: File[] = [];
  const archives: File[] = [];
  const leftOut: LeftOut[] = [];
  const doubtful = found.flatMap(({ file, from }) =>
    from === 'folder' && !isNamedPicture(file) ? [file] : [],
  );
  const looks = new Map<File, LeftOut>();
  if (doubtful.length > 0) {
    const looked = await look(doubtful.map((file) => ({ name: file.name, content: file }))).catch(() =>
      doubtful.map(() => UNSEEN),
    );
    for (const [i, file] of doubtful.entries()) {
      const { kind, words } = looked[i]!;
      if (kind !== 'picture') looks.set(file, { path: pathOf(file), kind, words, file });
    }
  }
  for (const { file, from } of found) {
    const out = looks.get(file);
    if (out !== undefined) leftOut.push(out);
    else if (from === 'itself' && isNamedArchive(file)) archives.push(file);
    else photos.push(file);
  }
  return { photos, archives, leftOut };
}
