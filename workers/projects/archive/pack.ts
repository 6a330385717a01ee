import { BlobReader, BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import { unwrap } from '../../../core';
import type { ProjectHead, ProjectsApi } from '../../protocol';
import { ARCHIVE_VERSION, type ArchiveHead, FILES, FORMAT, writeCaption, writeWork } from './form';

/** What is read of a project. */
export type PackedFrom = Pick<ProjectsApi, 'photos' | 'work' | 'captions' | 'thumbnails' | 'picture'>;

/** Rows read at once. */
const ROWS = 500;
/** Small pictures read at once. */
const PICTURES = 50;

const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
};

/** A project as one ZIP. @param withPictures whether copies of the photos' files go along */
export async function packProject(
  projects: PackedFrom,
  head: ProjectHead,
  withPictures: boolean,
): Promise<Blob> {
  const zip = new ZipWriter(new BlobWriter('application/zip'), {
    useWebWorkers: false,
    extendedTimestamp: false,
  });
  const { id } = head;
  const about: ArchiveHead = { format: FORMAT, version: ARCHIVE_VERSION, withPictures, head };
  await zip.add(FILES.head, new TextReader(JSON.stringify(about, null, 2)));

  const names = new Map<number, string>();
  const photos = await linesOf(
    async (last: { added: number } | null) => unwrap(await projects.photos(id, last?.added ?? -1, ROWS)),
    (photo) => {
      names.set(photo.added, photo.file.slice(photo.file.lastIndexOf('/') + 1));
      return photo;
    },
  );
  await zip.add(FILES.photos, new BlobReader(photos));
  const work = await linesOf(
    async (last: { added: number } | null) => unwrap(await projects.work(id, last?.added ?? -1, ROWS)),
    writeWork,
  );
  await zip.add(FILES.work, new BlobReader(work));
  const captions = await linesOf(
    async (last: { index: string; id: number } | null) => unwrap(await projects.captions(id, last, ROWS)),
    writeCaption,
  );
  await zip.add(FILES.captions, new BlobReader(captions));

  for (let after = -1; ; ) {
    const some = unwrap(await projects.thumbnails(id, after, PICTURES));
    for (const { added, picture } of some)
      await zip.add(`thumbnails/${added}${ENDINGS[picture.type] ?? ''}`, new BlobReader(picture), {
        level: 0,
      });
    after = some.at(-1)?.added ?? after;
    if (some.length < PICTURES) break;
  }
  if (withPictures)
    for (const [added, name] of names) {
      const picture = await projects.picture(id, added);
      // What lies where it may not be read now is to be allowed first; what is not there any more is as if it had not been kept.
      if (!picture.ok && picture.error.code === 'photo-access-needed') unwrap(picture);
      if (picture.ok && picture.value !== null)
        await zip.add(`pictures/${added}/${fileNameOf(name)}`, new BlobReader(picture.value), { level: 0 });
    }
  return zip.close();
}

/** A line of JSON for each row, gathered outside the heap a few at a time. */
async function linesOf<Row>(
  next: (last: Row | null) => Promise<readonly Row[]>,
  write: (row: Row) => unknown,
): Promise<Blob> {
  const parts: Blob[] = [];
  for (let last: Row | null = null; ; ) {
    const rows: readonly Row[] = await next(last);
    if (rows.length === 0) break;
    parts.push(new Blob(rows.map((row) => `${JSON.stringify(write(row))}\n`)));
    last = rows.at(-1)!;
  }
  return new Blob(parts);
}

/** A name that every system takes. */
const fileNameOf = (name = ''): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what no file name may hold.
  name.replace(/[\\/:*?"<>|\u0000-\u001f]/g, '_').replace(/^\.+/, '_') || 'photo';
