import type { Part } from '../../index-shards/format';

/** A file that is looked for: its name, and how long it must be. */
export interface StoredFile {
  readonly name: string;
  readonly bytes: number;
}

/** Where files and manifests of indexes are kept. A file exists once it is named in `names()`, never before. */
export interface ShardStore {
  readonly kind: 'device' | 'memory';
  /** Whether reading a part of a file is much quicker than reading all of it. */
  readonly partsAreQuick: boolean;
  /** Names of the files that are complete. */
  names(): Promise<Set<string>>;
  /** Bytes of the files that are complete, by name. */
  sizes(): Promise<Map<string, number>>;
  read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /**
   * Reads parts of a file, in their order, each as it was written; undefined where the file is gone.
   * @throws FernglassError `shard-corrupt` where it is not as it was written, if the store can tell.
   */
  readParts(
    file: StoredFile,
    parts: readonly Part[],
  ): Promise<readonly Uint8Array<ArrayBuffer>[] | undefined>;
  /** @throws DOMException `QuotaExceededError` when the browser gives no more room. */
  write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  drop(names: Iterable<string>): Promise<void>;
  /** Drops every file but these, those that were never completed included. */
  dropAllBut(names: ReadonlySet<string>): Promise<void>;
  /** Manifests by their URL, as text. */
  manifests(): Promise<Map<string, string>>;
  writeManifest(url: string, text: string): Promise<void>;
  dropManifest(url: string): Promise<void>;
}

/** Where the bytes of files lie, without a word on which of them are complete. */
export interface ByteStore {
  readonly partsAreQuick: boolean;
  read(file: StoredFile): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** As `ShardStore.readParts`. */
  readParts(
    file: StoredFile,
    parts: readonly Part[],
  ): Promise<readonly Uint8Array<ArrayBuffer>[] | undefined>;
  /** Whether parts of the file can be read at once, because it was looked up before. */
  isOpen(name: string): boolean;
  /** Names of all files, those that were cut off included. */
  names(): Promise<string[]>;
  /** @throws DOMException `QuotaExceededError` when the browser gives no more room. */
  write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  drop(names: readonly string[]): Promise<void>;
}

/** The parts of bytes that are in memory, copied. */
export const partsOf = (bytes: Uint8Array<ArrayBuffer>, parts: readonly Part[]): Uint8Array<ArrayBuffer>[] =>
  parts.map(({ start, end }) => bytes.slice(start, end));
