import { type ByteStore, DatabaseBytes, OpfsBytes, STORES } from '../storage';

/** Where copies of pictures lie; which of them are complete, the database of projects says. */
export type PictureFiles = Pick<ByteStore, 'read' | 'write' | 'drop' | 'names'>;

/** What the copy of a photo's picture is called. */
export const fileOf = ([project, added]: readonly [string, number]): string => `${project} ${added}`;

/** The project that a copy is of, by what it is called. */
export const projectOf = (file: string): string => file.slice(0, file.lastIndexOf(' '));

/** The page's own files where the browser has them, IndexedDB elsewhere; opened at their first use. */
export function openPictureFiles(): PictureFiles {
  let opened: Promise<ByteStore> | null = null;
  const files = () => {
    opened ??= OpfsBytes.start(STORES.pictures).catch(() => new DatabaseBytes(STORES.pictureBytes));
    return opened;
  };
  return {
    read: async (file) => (await files()).read(file),
    write: async (name, bytes) => (await files()).write(name, bytes),
    drop: async (names) => (await files()).drop(names),
    names: async () => (await files()).names(),
  };
}
