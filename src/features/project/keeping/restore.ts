import { FernglassError } from '../../../../core';
import type { KeptPhoto, KeptWork, ProjectsApi } from '../../../../workers/protocol';
import type { Engine, Linked } from '../../../engine';
import { yieldToPage } from '../../common/yield-to-page';

/** Photos, and captions, that are read in one go: some milliseconds of the page's time. */
const PHOTOS = 100;
const CAPTIONS = 500;

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
  let last: { readonly index: string; readonly id: number } | null = null;
  for (;;) {
    const captions = await api.captions(id, last, CAPTIONS);
    signal.throwIfAborted();
    engine.restoreCaptions(captions);
    restored.captions(captions);
    last = captions.at(-1) ?? null;
    if (captions.length < CAPTIONS) break;
  }
  for (let after = -1; ; ) {
    const [photos, work, thumbnails] = await Promise.all([
      api.photos(id, after, PHOTOS),
      api.work(id, after, PHOTOS),
      api.thumbnails(id, after, PHOTOS),
    ]);
    signal.throwIfAborted();
    const works = new Map(work.map((entry) => [entry.added, entry]));
    const pictures = new Map(thumbnails.map(({ added, picture }) => [added, picture]));
    const ids = engine.restorePhotos(
      photos.map((photo) => ({
        photo,
        work: works.get(photo.added) ?? null,
        thumbnail: pictures.get(photo.added) ?? null,
        open: () => openPicture(api, id, photo),
      })),
    );
    for (const [i, photo] of photos.entries()) restored.photo(ids[i]!, photo, works.get(photo.added) ?? null);
    after = photos.at(-1)?.added ?? after;
    if (photos.length === 0) return;
    await yieldToPage();
  }
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
