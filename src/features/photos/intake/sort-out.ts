import type { IntakeApi, Looked } from '../../../../workers/protocol';
import type { Linked } from '../../../engine';
import type { LeftOut } from '../attention/left-out';
import { type Found, pathOf } from './files';

/** What becomes of files that were found. */
export interface SortedOut {
  readonly photos: readonly File[];
  /** To be opened as folders are. */
  readonly archives: readonly File[];
  readonly leftOut: readonly LeftOut[];
}

/** Endings of pictures and of cameras' raw files, which systems do not always know. */
const PICTURE =
  /\.(?:jpe?g|jpe|jfif|pjpeg|pjp|a?png|webp|avif|gif|bmp|dib|hei[cf]s?|hif|tiff?|jxl|jp2|jpx|j2k|dng|cr[23w]|ne[fw]|arw|sr[2fw]|orf|rw[2l]|raf|pef|x3f|3fr|iiq|svg|ico|psd)$/i;

/** What is said of a file where looking at it failed. */
const UNSEEN: Looked = { kind: 'other', words: 'a file that could not be looked at' };

/** Whether a file's name or type calls it a picture. */
export const isNamedPicture = ({ name, type }: { readonly name: string; readonly type?: string }): boolean =>
  PICTURE.test(name) || (type?.startsWith('image/') ?? false);

/** Whether a file's name or type calls it a ZIP archive. */
export const isNamedArchive = ({ name, type }: File): boolean =>
  /\.zip$/i.test(name) || type === 'application/zip' || type === 'application/x-zip-compressed';

/**
 * Tells photos from what lies beside them. A file that was chosen by itself is meant, so that it goes on whatever it is;
 * one of a folder is left out if neither its name nor its content calls it a picture.
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
