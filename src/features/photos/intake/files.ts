import { sorted } from '../../common/sorted';
import { compareNames } from '../../common/text/compare-names';
import { sliced, yieldToPage } from '../../common/yield-to-page';
import { noteReference } from '../../project/keeping/files/reference';
import { isClutter, liesInClutter } from './clutter';
import { isNamedArchive, wereAllMeant } from './named';

/** Files handed over at once: enough to be quick, few enough to stay under a frame. */
const CHUNK = 40;

/** A file on its way in. */
export interface Found {
  readonly file: File;
  /** Chosen by itself, by its folder, or unpacked because it is a picture. */
  readonly from: 'itself' | 'folder' | 'archive';
}

/** Under what path a file is known: with its folder, if it came in one. */
export const pathOf = (file: File): string => file.webkitRelativePath || file.name;

/** Gives a file the path that a file picked with its folder has. */
export const withPath = (file: File, path: string): File =>
  Object.defineProperty(file, 'webkitRelativePath', { value: path });

/** Files chosen one by one. Of many at once, those that are no pictures lay beside them, as in a folder. */
export function asChosen(files: readonly File[]): Found[] {
  const allMeant = wereAllMeant(files);
  return files.map((file) => ({ file, from: allMeant || isNamedArchive(file) ? 'itself' : 'folder' }));
}

/** Things as they come, a few at a time. */
export async function* inBatches<T>(
  files: Iterable<T> | AsyncIterable<T>,
  most = CHUNK,
): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const file of files) {
    batch.push(file);
    if (batch.length < most) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** The files of a picked folder, without clutter, in the order people read. */
export async function* filesOfFolder(list: Iterable<File>): AsyncGenerator<Found> {
  // A picked folder's files name the folder first; files without a path are as those in one.
  const files = [...list].filter((file) => !liesInClutter(file.webkitRelativePath || `/${file.name}`));
  for (const file of await sorted(files, (a, b) => compareNames(pathOf(a), pathOf(b))))
    yield { file, from: 'folder' };
}

/**
 * What was dropped, folders included. Entries must be taken from the event before it returns, so this function does
 * that at once and only then becomes asynchronous.
 */
export function filesOfDrop(transfer: DataTransfer): AsyncGenerator<Found> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file');
  const dropped = entriesOf(items, [...transfer.files]);
  return readEntries(dropped, items.length === dropped.length ? handlesOf(items) : []);
}

/** Files dropped one by one of which it is asked where they lie; to ask takes long for thousands. */
const ASKED = 200;

/** A browser's part that says where things lie that were dropped. */
interface WithHandle {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

/** Where each thing that was dropped lies, as far as the browser tells; null where it is not asked. */
function handlesOf(items: readonly DataTransferItem[]): (Promise<FileSystemHandle | null> | null)[] {
  const asks = (item: DataTransferItem) => items.length <= ASKED || item.type === '';
  return items.map((item: DataTransferItem & WithHandle) =>
    asks(item) ? (item.getAsFileSystemHandle?.().catch(() => null) ?? null) : null,
  );
}

function entriesOf(
  items: readonly DataTransferItem[],
  files: readonly File[],
): readonly (FileSystemEntry | File | null)[] {
  const inStep = items.length === files.length;
  const entries = items.map((item, i) => {
    // To ask for the entry takes long for thousands of files. What has a type is a file, no folder.
    if (inStep && item.type !== '') return files[i]!;
    return item.webkitGetAsEntry() ?? item.getAsFile();
  });
  return entries.some((entry) => entry !== null) ? entries : files;
}

async function* readEntries(
  entries: readonly (FileSystemEntry | File | null)[],
  handles: readonly (Promise<FileSystemHandle | null> | null)[],
): AsyncGenerator<Found> {
  const dropped = entries.filter((entry) => entry !== null);
  const allMeant = wereAllMeant(dropped.filter((entry) => entry instanceof File || isFile(entry)));
  // Thousands of names take their time to be read: the first files are added in a task of their own.
  await yieldToPage();
  for (const [i, entry] of entries.entries()) {
    if (entry === null) continue;
    const from = allMeant || isNamedArchive(entry) ? 'itself' : 'folder';
    const handle = (await handles[i]) ?? null;
    if (entry instanceof File) yield noted({ file: entry, from }, handle);
    else for await (const found of walk(entry, from)) yield noted(found, handle);
  }
}

/** Notes where a file lies that was dropped, or that lies in a folder that was. */
function noted(found: Found, handle: FileSystemHandle | null): Found {
  // The path of a dropped file begins with the folder's own name.
  if (handle !== null)
    noteReference(found.file, handle, handle.kind === 'file' ? [] : pathOf(found.file).split('/').slice(1));
  return found;
}

/**
 * The files of a folder that was opened, without clutter, in the order people read; each knows where it lies. A file that
 * cannot be opened goes on as an empty one: it then fails on its own tile.
 */
export async function* filesOfHandle(folder: FileSystemDirectoryHandle): AsyncGenerator<Found> {
  yield* under(folder, []);

  async function* under(directory: FileSystemDirectoryHandle, way: readonly string[]): AsyncGenerator<Found> {
    const rest = sliced();
    const children: FileSystemHandle[] = [];
    for await (const child of directory.values()) {
      if (!isClutter(child.name, directory.name)) children.push(child);
      await rest();
    }
    for (const child of await sorted(children, (a, b) => compareNames(a.name, b.name))) {
      const path = [...way, child.name];
      if (child.kind === 'directory') yield* under(child as FileSystemDirectoryHandle, path);
      else {
        const file = await (child as FileSystemFileHandle).getFile().catch(() => new File([], child.name));
        noteReference(file, folder, path);
        yield { file: withPath(file, [folder.name, ...path].join('/')), from: 'folder' };
      }
    }
  }
}

async function* walk(entry: FileSystemEntry, from: Found['from']): AsyncGenerator<Found> {
  if (isFile(entry)) {
    yield { file: await fileOf(entry), from };
    return;
  }
  if (!isDirectory(entry)) return;
  const children = (await childrenOf(entry)).filter((child) => !isClutter(child.name, entry.name));
  for (const child of await sorted(children, (a, b) => compareNames(a.name, b.name)))
    yield* walk(child, 'folder');
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

async function fileOf(entry: FileSystemFileEntry): Promise<File> {
  // A file that cannot be opened goes on as an empty one: it then fails on its own tile, under its own name.
  const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject)).catch(
    () => new File([], entry.name),
  );
  const path = entry.fullPath.replace(/^\//, '');
  // A dropped file, unlike a picked one, does not know its folder.
  return path.includes('/') ? withPath(file, path) : file;
}

/** Every child: one call of `readEntries` gives at most 100. */
async function childrenOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const rest = sliced();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    ).catch(() => []);
    if (some.length === 0) return all;
    all.push(...some);
    await rest();
  }
}

let pasted = 0;

/** Pasted pictures under names that tell them apart: the clipboard calls every picture `image.png`. */
export function filesOfPaste(transfer: DataTransfer): File[] {
  return [...transfer.files].map((file) => {
    if (!/^image\.\w+$/.test(file.name)) return file;
    const extension = file.name.slice(file.name.lastIndexOf('.'));
    return new File([file], `pasted-${++pasted}${extension}`, { type: file.type });
  });
}
