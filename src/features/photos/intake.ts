import type { Engine } from '../../engine';
import { yieldToPage } from '../common/yield-to-page';
import { compareNames } from './arrange';

/** Files handed to the engine at once: enough to be quick, few enough to stay under a frame. */
const CHUNK = 40;

/** What operating systems leave in folders and nobody means to classify. */
const isClutter = (name: string) => name.startsWith('.') || /^(thumbs\.db|desktop\.ini)$/i.test(name);

/** Adds files in order without holding the page up. */
export async function addInChunks(engine: Engine, files: readonly File[]): Promise<void> {
  for (let start = 0; start < files.length; start += CHUNK) {
    if (start > 0) await yieldToPage();
    engine.addPhotos(files.slice(start, start + CHUNK));
  }
}

/** The files of a picked folder, without clutter, in the order people read. */
export function filesOfFolder(list: Iterable<File>): File[] {
  return [...list]
    .filter((file) => !isClutter(file.name))
    .sort((a, b) => compareNames(a.webkitRelativePath || a.name, b.webkitRelativePath || b.name));
}

/**
 * What was dropped, folders included. Entries must be taken from the event before it returns, so this function does
 * that at once and only then becomes asynchronous.
 */
export function filesOfDrop(transfer: DataTransfer): AsyncIterable<File[]> {
  const entries = [...transfer.items]
    .filter((item) => item.kind === 'file')
    .map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  return readEntries(entries.some((entry) => entry !== null) ? entries : [...transfer.files]);
}

async function* readEntries(
  entries: readonly (FileSystemEntry | File | null)[],
): AsyncGenerator<File[], void, undefined> {
  let batch: File[] = [];
  for (const entry of entries) {
    if (entry === null) continue;
    for await (const file of entry instanceof File ? [entry] : walk(entry)) {
      batch.push(file);
      if (batch.length < CHUNK) continue;
      yield batch;
      batch = [];
      await yieldToPage();
    }
  }
  if (batch.length > 0) yield batch;
}

async function* walk(entry: FileSystemEntry): AsyncGenerator<File, void, undefined> {
  if (isFile(entry)) {
    yield await fileOf(entry);
    return;
  }
  if (!isDirectory(entry)) return;
  const children = (await childrenOf(entry)).filter((child) => !isClutter(child.name));
  for (const child of children.sort((a, b) => compareNames(a.name, b.name))) yield* walk(child);
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
  if (path.includes('/')) Object.defineProperty(file, 'webkitRelativePath', { value: path });
  return file;
}

/** Every child: one call of `readEntries` gives at most 100. */
async function childrenOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    ).catch(() => []);
    if (some.length === 0) return all;
    all.push(...some);
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
