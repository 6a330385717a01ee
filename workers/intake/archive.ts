import {
  BlobReader,
  configure,
  type Entry,
  ERR_INVALID_CRC32,
  ERR_INVALID_UNCOMPRESSED_SIZE,
  ERR_OVERLAPPING_ENTRY,
  ERR_SPLIT_ZIP_FILE,
  ERR_UNSUPPORTED_COMPRESSION,
  type FileEntry,
  ZipReader,
} from '@zip.js/zip.js/lib/zip-core-custom.js';
import { FernglassError } from '../../core';
import type { ArchiveEntry, Looked, Unpacked } from '../protocol';
import { HEAD, lookAt } from './look';

// This is a worker already, and browsers inflate by themselves.
configure({ useWebWorkers: false, useCompressionStream: true });

/** Unpacked files stay in the browser's storage for blobs, which pages to the disk; so much of them at most. */
export interface ArchiveLimits {
  /** Bytes of one entry. */
  readonly entry: number;
  /** Bytes of all entries. */
  readonly total: number;
  /** How many times as large as packed an entry may be, once it is larger than `harmless`. */
  readonly ratio: number;
  readonly harmless: number;
}

const LIMITS: ArchiveLimits = { entry: 1e9, total: 8e9, ratio: 200, harmless: 50e6 };

/** Compression methods that can be undone: none, and deflate. */
const METHODS = new Set([0, 8]);

/** An opened ZIP archive. Its directory is in memory; an entry's content is read, as a stream, when it is asked for. */
export class Archive {
  readonly entries: readonly ArchiveEntry[];
  readonly #files: readonly FileEntry[];
  readonly #limits: ArchiveLimits;
  #unpacked = 0;
  #giveUp = new AbortController();

  private constructor(files: readonly FileEntry[], limits: ArchiveLimits) {
    this.#files = files;
    this.#limits = limits;
    this.entries = files.map((file) => ({
      path: pathOf(file),
      bytes: file.uncompressedSize,
      problem: problemOf(file, limits),
    }));
  }

  /**
   * Reads an archive's directory.
   * @throws FernglassError `input-invalid` when it is no ZIP archive, is damaged, or is one part of several
   */
  static async open(archive: Blob, limits: ArchiveLimits = LIMITS): Promise<Archive> {
    const files: FileEntry[] = [];
    try {
      // Names are judged one by one: a single bad one must not refuse the rest.
      const reader = new ZipReader(new BlobReader(archive), { filenameValidation: 'tolerant' });
      for await (const entry of reader.getEntriesGenerator()) if (isFile(entry)) files.push(entry);
    } catch (thrown) {
      const split = thrown instanceof Error && thrown.message === ERR_SPLIT_ZIP_FILE;
      throw new FernglassError(
        'input-invalid',
        split
          ? 'It is one part of an archive in several parts: join or unpack them first.'
          : 'It is damaged or cut short, or no ZIP archive: copy it again, or unpack it and add the folder.',
        { cause: thrown },
      );
    }
    return new Archive(files, limits);
  }

  /** What an entry is, by its first bytes. */
  async look(at: number): Promise<Looked> {
    const { path, problem } = this.#entry(at);
    const name = nameOf(path);
    if (problem !== null) return { kind: 'other', words: problem };
    try {
      const { bytes, isWhole } = await this.#read(at, HEAD);
      return lookAt(name, bytes, isWhole ? undefined : new Uint8Array());
    } catch (thrown) {
      return { kind: 'other', words: messageOf(thrown) };
    }
  }

  /**
   * Unpacks an entry; its checksum must be right.
   * @throws FernglassError `input-invalid` with what is wrong with it; the signal's reason once it was given up
   */
  async unpack(at: number): Promise<Unpacked> {
    const { path, problem } = this.#entry(at);
    if (problem !== null) throw new FernglassError('input-invalid', problem);
    const file = this.#files[at]!;
    if (this.#unpacked + file.uncompressedSize > this.#limits.total)
      throw new FernglassError('input-invalid', TOO_MUCH);
    this.#giveUp = new AbortController();
    const { signal } = this.#giveUp;
    const { readable, writable } = counted(file.uncompressedSize);
    const [blob] = await Promise.all([
      new Response(readable).blob(),
      file.getData(writable, { signal, checkCrc32: true, checkOverlappingEntry: true }),
    ]).catch((thrown) => {
      signal.throwIfAborted();
      throw new FernglassError('input-invalid', messageOf(thrown), { cause: thrown });
    });
    this.#unpacked += blob.size;
    return { name: nameOf(path), content: blob, lastModified: file.lastModDate.getTime() };
  }

  /** Has `unpack` end with an abort. */
  giveUp(): void {
    this.#giveUp.abort();
  }

  #entry(at: number): ArchiveEntry {
    const entry = this.entries[at];
    if (entry === undefined) throw new FernglassError('input-invalid', 'The archive has no such file.');
    return entry;
  }

  async #read(at: number, most: number): Promise<{ bytes: Uint8Array; isWhole: boolean }> {
    const stop = new AbortController();
    const chunks: Uint8Array[] = [];
    let size = 0;
    const writable = new WritableStream<Uint8Array>({
      write(chunk) {
        chunks.push(chunk);
        size += chunk.length;
        if (size >= most) stop.abort();
      },
    });
    await this.#files[at]!.getData(writable, { signal: stop.signal }).catch((thrown) => {
      if (!stop.signal.aborted) throw thrown;
    });
    const bytes = new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
    return { bytes: bytes.subarray(0, most), isWhole: !stop.signal.aborted };
  }
}

const isFile = (entry: Entry): entry is FileEntry => !entry.directory;

/** Old programs on Windows write backslashes. */
const pathOf = ({ filename }: Entry) => filename.replaceAll('\\', '/');
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

const TOO_MUCH = 'The archive unpacks to more than can be kept here: unpack it and add the folder.';
const DAMAGED = 'It is damaged in the archive: pack it again, or copy the archive again.';
const BOMB =
  'It unpacks to far more than it takes in the archive, as no photo and no model does; it was not unpacked.';
const METHOD = 'It is packed in a way that browsers cannot undo: unpack the archive and add the folder.';

function problemOf(file: FileEntry, limits: ArchiveLimits): string | null {
  const path = pathOf(file);
  const { uncompressedSize, compressedSize } = file;
  if (path.startsWith('/') || /^[a-z]:/i.test(path) || path.split('/').includes('..'))
    return 'Its path leads out of the archive, which no file’s should; it was not unpacked.';
  if (file.encrypted) return 'It is encrypted: unpack the archive with its password and add the folder.';
  if (!METHODS.has(file.compressionMethod)) return METHOD;
  if (uncompressedSize > limits.harmless && uncompressedSize > limits.ratio * compressedSize) return BOMB;
  if (uncompressedSize > limits.entry)
    return 'It is too large to be unpacked here: unpack the archive and add the folder.';
  return null;
}

/** Fails as soon as more comes than the directory says: a lie of it must not fill the memory. */
function counted(most: number): TransformStream<Uint8Array, Uint8Array> {
  let size = 0;
  return new TransformStream({
    transform(chunk, controller) {
      size += chunk.length;
      if (size > most) throw new Error(ERR_INVALID_UNCOMPRESSED_SIZE);
      controller.enqueue(chunk);
    },
  });
}

function messageOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (message === ERR_UNSUPPORTED_COMPRESSION) return METHOD;
  if (message === ERR_OVERLAPPING_ENTRY || message === ERR_INVALID_UNCOMPRESSED_SIZE) return BOMB;
  if (message === ERR_INVALID_CRC32) return DAMAGED;
  return DAMAGED;
}
