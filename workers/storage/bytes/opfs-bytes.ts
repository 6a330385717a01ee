import { corrupt, type Part } from '../../../index-shards/format';
import type { StoredFile } from '../file-store';
import { inTime } from '../in-time';
import type { ByteStore } from './byte-store';
import { PAGE_BYTES, pageChecksums } from './page-checksums';

/**
 * Milliseconds after which the opening of a file is given up. Chromium now and then never answers a request to write, seen
 * while a service worker stored the app; asked once more, it does.
 */
const OPEN_WITHIN = 3000;
/** Files that stay open for reading. */
const MOST_OPEN = 512;

/** How a file is opened for reading where several tabs may; other browsers pass the wish over and let one tab do so. */
interface OpeningMode {
  readonly mode: 'read-only';
}
type Opening = (this: FileSystemFileHandle, mode: OpeningMode) => Promise<FileSystemSyncAccessHandle>;

/** A file that is open for reading. */
interface Open {
  /** Fills `bytes` from position `at` on; fewer where the file ends. */
  read(bytes: Uint8Array<ArrayBuffer>, at: number): number | Promise<number>;
  readonly checksums: Uint32Array;
  close(): void;
}

/**
 * Bytes in files of the page's own (origin private file system), each followed by the checksums of its pages. A part
 * of a file is read some fifty times quicker than out of IndexedDB. For workers only.
 */
export class OpfsBytes implements ByteStore {
  readonly partsAreQuick = true;
  /** In order of their last use. */
  readonly #open = new Map<string, Open>();

  private constructor(
    private readonly name: string,
    private directory: FileSystemDirectoryHandle,
    private readonly openWithin: number,
  ) {}

  /**
   * @param name of the directory
   * @param openWithin milliseconds after which the opening of a file is given up
   * @throws DOMException where the browser gives the page no files.
   */
  static async start(name: string, openWithin = OPEN_WITHIN): Promise<OpfsBytes> {
    const bytes = new OpfsBytes(name, await directory(name), openWithin);
    // Some browsers have the directory and yet refuse to open files in it. Two tabs must not meet at one.
    const probe = `probe-${crypto.randomUUID()}`;
    await bytes.write(probe, new Uint8Array(1));
    await bytes.drop([probe]);
    return bytes;
  }

  async read(file: StoredFile): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const parts = await this.readParts(file, [{ start: 0, end: file.bytes }]);
    return parts?.[0];
  }

  async readParts(file: StoredFile, parts: readonly Part[]): Promise<Uint8Array<ArrayBuffer>[] | undefined> {
    const open = await this.#opened(file);
    if (open === undefined) return undefined;
    const read: Uint8Array<ArrayBuffer>[] = [];
    for (const part of parts) read.push(await readPart(open, file.bytes, part));
    return read;
  }

  isOpen(name: string): boolean {
    return this.#open.has(name);
  }

  async names(): Promise<string[]> {
    const names: string[] = [];
    for await (const entry of this.directory.keys()) names.push(decodeURIComponent(entry));
    return names;
  }

  async write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#close(name);
    const handle = await this.#toWrite(name).catch(async (error) => {
      // Dropped, and still open for reading elsewhere: where the very same bytes lie there, they need no writing.
      if (await this.#holds(name, bytes)) return null;
      throw error;
    });
    if (handle === null) return;
    try {
      handle.truncate(0);
      writeAll(handle, bytes, 0);
      writeAll(handle, asBytes(pageChecksums(bytes)), bytes.length);
    } catch (error) {
      // Half of it is of no use to anyone, and takes room where there is none.
      handle.truncate(0);
      throw error;
    } finally {
      handle.close();
    }
  }

  /** Whether a file holds these bytes and their checksums. */
  async #holds(name: string, bytes: Uint8Array): Promise<boolean> {
    const sums = asBytes(pageChecksums(bytes));
    const file = await this.directory.getFileHandle(entryOf(name)).then(
      (handle) => handle.getFile(),
      () => null,
    );
    if (file?.size !== bytes.length + sums.length) return false;
    const stored = new Uint8Array(await file.arrayBuffer());
    const isAt = (part: Uint8Array, start: number) => part.every((byte, i) => byte === stored[start + i]);
    return isAt(bytes, 0) && isAt(sums, bytes.length);
  }

  async drop(names: readonly string[]): Promise<void> {
    for (const name of names) {
      this.#close(name);
      // Gone already, or read in another tab: what no row of the ledger names is dropped with the next version.
      await this.directory.removeEntry(entryOf(name)).catch(() => {});
    }
  }

  /** @throws DOMException `TimeoutError` where the browser does not open the file, asked twice. */
  async #toWrite(name: string): Promise<FileSystemSyncAccessHandle> {
    const ask = async () => (await this.#entry(name)).createSyncAccessHandle();
    const inTimeOrNot = () => inTime(ask(), this.openWithin, (handle) => handle.close());
    return inTimeOrNot().catch((error) => {
      if (!isTimeout(error)) throw error;
      return inTimeOrNot();
    });
  }

  async #entry(name: string): Promise<FileSystemFileHandle> {
    return this.directory.getFileHandle(entryOf(name), { create: true }).catch(async () => {
      // The site's data was cleared, and the directory with it.
      this.directory = await directory(this.name);
      return this.directory.getFileHandle(entryOf(name), { create: true });
    });
  }

  async #opened(file: StoredFile): Promise<Open | undefined> {
    const known = this.#open.get(file.name);
    const open = known ?? (await this.#openFile(file));
    if (open === undefined) return undefined;
    // Last in the map: last to be closed.
    this.#open.delete(file.name);
    this.#open.set(file.name, open);
    if (this.#open.size > MOST_OPEN) this.#close(this.#open.keys().next().value!);
    return open;
  }

  async #openFile({ name, bytes }: StoredFile): Promise<Open | undefined> {
    const file = await this.directory.getFileHandle(entryOf(name)).catch(() => undefined);
    if (file === undefined) return undefined;
    const source = await sourceOf(file, this.openWithin);
    const checksums = new Uint32Array(Math.ceil(bytes / PAGE_BYTES));
    if ((await source.read(asBytes(checksums), bytes)) < checksums.byteLength) {
      source.close();
      corrupt('what is stored of it is too short');
    }
    // Another call may have been quicker; one handle a file is enough.
    const other = this.#open.get(name);
    if (other === undefined) return { ...source, checksums };
    source.close();
    return other;
  }

  #close(name: string): void {
    this.#open.get(name)?.close();
    this.#open.delete(name);
  }
}

/** What a file is called in the directory: names may hold characters that those of entries may not, such as a slash. */
const entryOf = encodeURIComponent;

async function directory(name: string): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(name, { create: true });
}

async function sourceOf(
  file: FileSystemFileHandle,
  openWithin: number,
): Promise<Pick<Open, 'read' | 'close'>> {
  try {
    const opening = (file.createSyncAccessHandle as Opening).call(file, { mode: 'read-only' });
    const handle = await inTime(opening, openWithin, (late) => late.close());
    return { read: (bytes, at) => handle.read(bytes, { at }), close: () => handle.close() };
  } catch {
    // Open in another tab, where several may not, or without an answer: slower, as a snapshot.
    const blob = await file.getFile();
    return {
      read: async (bytes, at) => {
        const part = new Uint8Array(await blob.slice(at, at + bytes.length).arrayBuffer());
        bytes.set(part);
        return part.length;
      },
      close: () => {},
    };
  }
}

async function readPart(
  { read, checksums }: Open,
  length: number,
  { start, end }: Part,
): Promise<Uint8Array<ArrayBuffer>> {
  const first = Math.floor(start / PAGE_BYTES);
  const from = first * PAGE_BYTES;
  const to = Math.min(length, Math.ceil(end / PAGE_BYTES) * PAGE_BYTES);
  const bytes = new Uint8Array(to - from);
  const count = read(bytes, from);
  if ((typeof count === 'number' ? count : await count) < bytes.length)
    corrupt('what is stored of it is too short');
  pageChecksums(bytes).forEach((sum, page) => {
    if (sum !== checksums[first + page]) corrupt('what is stored of it has changed');
  });
  return to - from === end - start ? bytes : bytes.slice(start - from, end - from);
}

function writeAll(handle: FileSystemSyncAccessHandle, bytes: Uint8Array<ArrayBuffer>, at: number): void {
  if (handle.write(bytes, { at }) < bytes.length)
    throw new DOMException('The file could not be written whole.', 'QuotaExceededError');
}

const isTimeout = (error: unknown) => error instanceof DOMException && error.name === 'TimeoutError';

const asBytes = ({ buffer, byteOffset, byteLength }: Uint32Array<ArrayBuffer>) =>
  new Uint8Array(buffer, byteOffset, byteLength);
