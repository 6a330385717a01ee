import { FernglassError } from '../../../../core';
import type { KeptPhoto, KeptWork, ProjectsApi } from '../../../../workers/protocol';
import type { Engine, Linked } from '../../../engine';
import { yieldToPage } from '../../common/yield-to-page';

/** Photos of the first piece: as many as are in view. */
const FIRST_PHOTOS = 50;
/** Photos, and captions, that are read in one go after that: some milliseconds of the page's time. */
const PHOTOS = 250;
const CAPTIONS = 2000;

/** Told what came, so that it is not written again. */
export interface Restored {
  captions(captions: readonly { readonly index: string; readonly id: number }[]): void;
  photo(id: string, photo: KeptPhoto, work: KeptWork | null): void;
}

/**
 * Puts what is kept of a project on the page, a few photos at a time; the captions come first, so that no photo is searched
 * for again that has its own.
 * @throws FernglassError where what is kept cannot be read
 */
export async function restoreProject(
  engine: Engine,
  api: Linked<ProjectsApi>,
  id: string,
  restored: Restored,
  signal: AbortSignal,
): Promise<void> {
  const readPiece = async (after: number, most: number) => {
    const [photos, work, thumbnails] = await Promise.all([
      api.photos(id, after, most),
      api.work(id, after, most),
      api.thumbnails(id, after, most),
    ]);
    const last = photos.at(-1)?.added;
    return last === undefined ? null : { photos, work, thumbnails, last };
  };
  const gone = filesGone(api, id);
  gone.catch(() => {});
  let next = readPiece(-1, FIRST_PHOTOS);
  // What it rejects with is thrown where it is awaited.
  next.catch(() => {});
  let last: { readonly index: string; readonly id: number } | null = null;
  for (;;) {
    const captions = await api.captions(id, last, CAPTIONS);
    signal.throwIfAborted();
    engine.restoreCaptions(captions);
    restored.captions(captions);
    last = captions.at(-1) ?? null;
    if (captions.length < CAPTIONS) break;
  }
  for (;;) {
    const piece = await next;
    signal.throwIfAborted();
    if (piece === null) return;
    const { photos, work, thumbnails } = piece;
    const isGone = await gone;
    // The store reads while the page puts in what came.
    next = readPiece(piece.last, PHOTOS);
    next.catch(() => {});
    const works = new Map(work.map((entry) => [entry.added, entry]));
    const pictures = new Map(thumbnails.map(({ added, picture }) => [added, picture]));
    const ids = engine.restorePhotos(
      photos.map((photo) => ({
        photo,
        work: works.get(photo.added) ?? null,
        thumbnail: pictures.get(photo.added) ?? null,
        isFileGone: isGone(photo.added),
        open: () => openPicture(api, id, photo),
      })),
    );
    for (const [i, photo] of photos.entries()) restored.photo(ids[i]!, photo, works.get(photo.added) ?? null);
    await yieldToPage();
  }
}

/** Which photos, by `added`, have no file any more. One that was to be read where it lies may be there. */
async function filesGone(api: Linked<ProjectsApi>, id: string): Promise<(added: number) => boolean> {
  const [roots, copied] = await Promise.all([api.roots(id), api.picturesKept(id)]);
  if (roots.length > 0) return () => false;
  const there = new Set(copied);
  return (added) => !there.has(added);
}

async function openPicture(api: Linked<ProjectsApi>, project: string, photo: KeptPhoto): Promise<File> {
  const picture = await api.picture(project, photo.added);
  if (picture !== null) {
    const name = photo.file.slice(photo.file.lastIndexOf('/') + 1);
    return new File([picture], name, { type: photo.type, lastModified: photo.modified });
  }
  throw new FernglassError(
    'photo-file-missing',
    `The project holds no copy of ${photo.file}. Remove the photo and add its file again to have it classified anew.`,
  );
}
