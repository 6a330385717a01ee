import type { Part } from '../../index-shards/format';

/** A file that is looked for: its name, and how long it must be. */
export interface StoredFile {
  readonly name: string;
  readonly bytes: number;
}

/** Where files are kept by name, in memory or on the device. A file exists once it is written whole, never before. */
export interface FileStore {
  /** Whether reading a part of a file is much quicker than reading all of it. */
  readonly partsAreQuick: boolean;
  /** Names of the files that are complete. */
  names(): Promise<Set<string>>;
  /** Bytes of the files that are complete, by name. */
  sizes(): Promise<Map<string, number>>;
  /** Whether there is such a file, complete; its bytes are not read. */
  has(name: string): Promise<boolean>;
  /** The file as it was written; undefined where there is none. */
  read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /**
   * Reads parts of a file, in their order, each as it was written; undefined where there is no such file of that length.
   * @throws FernglassError `shard-corrupt` where it is not as it was written, if the store can tell.
   */
  readParts(
    file: StoredFile,
    parts: readonly Part[],
  ): Promise<readonly Uint8Array<ArrayBuffer>[] | undefined>;
  /**
   * Writes a file, in place of one of the same name.
   * @throws DOMException `QuotaExceededError` when the browser gives no more room.
   */
  write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Drops files; names that are not there are passed over. */
  drop(names: Iterable<string>): Promise<void>;
}

/** The parts of bytes that are in memory, copied. */
export const partsOf = (bytes: Uint8Array<ArrayBuffer>, parts: readonly Part[]): Uint8Array<ArrayBuffer>[] =>
  parts.map(({ start, end }) => bytes.slice(start, end));
