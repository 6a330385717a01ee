import { type FileHandle, open } from 'node:fs/promises';
import { type Entry, type FileEntry, Reader, ZipReader } from '@zip.js/zip.js';

/** A file on disk as the source of a ZIP archive: only what is asked for is read. */
class FileReader extends Reader<FileHandle> {
  constructor(
    private readonly file: FileHandle,
    bytes: number,
  ) {
    super(file);
    this.size = bytes;
  }

  override async readUint8Array(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.size - offset)));
    await this.file.read(bytes, 0, bytes.length, offset);
    return bytes;
  }
}

/** A ZIP archive that is open. */
export interface Archive {
  /** Bytes of the archive itself. */
  readonly size: number;
  /** An entry's unpacked bytes; null where the archive has none of this name, in whatever folder. */
  bytesOf(name: string): AsyncIterable<Buffer> | null;
  close(): Promise<void>;
}

/** Opens a ZIP archive; throws what the reader does when it is none. */
export async function openArchive(path: string): Promise<Archive> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const zip = new ZipReader(new FileReader(file, size), { useWebWorkers: false });
    const files = (await zip.getEntries()).filter(isFile);
    return {
      size,
      bytesOf(name) {
        const entry = files.find(({ filename }) => filename === name || filename.endsWith(`/${name}`));
        return entry === undefined ? null : unpacked(entry);
      },
      async close() {
        await zip.close();
        await file.close();
      },
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

const isFile = (entry: Entry): entry is FileEntry => !entry.directory;

async function* unpacked(entry: FileEntry): AsyncGenerator<Buffer> {
  let fail: (reason: unknown) => void = () => {};
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
    start: (controller) => {
      fail = (reason) => controller.error(reason);
    },
  });
  // Not every fault of an archive reaches the stream; without this, reading would wait for ever.
  entry.getData(writable, { checkCrc32: true, checkOverlappingEntry: true }).catch(fail);
  for await (const chunk of readable) yield Buffer.from(chunk);
}
