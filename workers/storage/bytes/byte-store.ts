import type { Part } from '../../../index-shards/format';
import type { StoredFile } from '../file-store';

/** Where the bytes of files lie, without a word on which of them are complete. */
export interface ByteStore {
  readonly partsAreQuick: boolean;
  read(file: StoredFile): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** As `FileStore.readParts`; the length is known to be right. */
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
