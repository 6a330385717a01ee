import { FernglassError } from '../../core';
import type { Piece } from './formats/format';
import { Output } from './output';

/**
 * Files of an export that are written straight into a folder that the user chose: below a new one of its own, so that nothing
 * that lies there is overwritten. Pictures go there one by one; tables once they are whole.
 */
export class FolderOutput {
  readonly #tables = new Output();
  readonly #folders = new Map<string, Promise<FileSystemDirectoryHandle>>();
  readonly #root: Promise<FileSystemDirectoryHandle>;

  /** @param name of the new folder; with a number behind it where that is taken */
  constructor(
    private readonly chosen: FileSystemDirectoryHandle,
    name: string,
  ) {
    this.#root = this.#tried(newFolder(chosen, name));
    this.#root.catch(() => {});
  }

  async add(pieces: readonly Piece[]): Promise<void> {
    for (const piece of pieces)
      if ('content' in piece) await this.#tried(this.#write(piece.path, piece.content));
      else this.#tables.add([piece]);
  }

  /** Writes the tables. @returns the name of the folder that holds all */
  async finish(): Promise<string> {
    for (const [path, file] of this.#tables.files()) await this.#tried(this.#write(path, file));
    return (await this.#root).name;
  }

  async #write(path: string, content: Blob): Promise<void> {
    const at = path.lastIndexOf('/');
    const folder = await this.#folder(at < 0 ? '' : path.slice(0, at));
    const writing = await (await folder.getFileHandle(path.slice(at + 1), { create: true })).createWritable();
    await writing.write(content);
    await writing.close();
  }

  #folder(path: string): Promise<FileSystemDirectoryHandle> {
    if (path === '') return this.#root;
    let folder = this.#folders.get(path);
    if (folder === undefined) {
      const at = path.lastIndexOf('/');
      folder = this.#folder(path.slice(0, Math.max(0, at))).then((above) =>
        above.getDirectoryHandle(path.slice(at + 1), { create: true }),
      );
      this.#folders.set(path, folder);
    }
    return folder;
  }

  async #tried<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (thrown) {
      if (thrown instanceof FernglassError) throw thrown;
      const isFull = thrown instanceof DOMException && thrown.name === 'QuotaExceededError';
      throw new FernglassError(
        isFull ? 'storage-full' : 'storage-unavailable',
        isFull
          ? `There is no more room for “${this.chosen.name}”. Free some, and save again; what was written stays.`
          : `“${this.chosen.name}” could not be written to. Choose another folder, or save copies in an archive.`,
        { cause: thrown },
      );
    }
  }
}

/** A folder that was not there before. */
async function newFolder(
  parent: FileSystemDirectoryHandle,
  name: string,
): Promise<FileSystemDirectoryHandle> {
  for (let number = 1; ; number++) {
    const wanted = number === 1 ? name : `${name}-${number}`;
    const isTaken = await parent.getDirectoryHandle(wanted).then(
      () => true,
      (thrown: DOMException) => {
        if (thrown.name === 'NotFoundError') return false;
        // A file of that name.
        if (thrown.name === 'TypeMismatchError') return true;
        throw thrown;
      },
    );
    if (!isTaken) return parent.getDirectoryHandle(wanted, { create: true });
  }
}
