import type { FileEntry, Part } from '../../../index-shards/format';

/** How stored files of an index are read again; undefined where a file is gone. */
export interface StoredFiles {
  /** Whether reading a part of a file is much quicker than reading all of it. */
  readonly partsAreQuick: boolean;
  /** The whole file, verified. */
  readonly read: (entry: FileEntry) => Promise<Uint8Array | undefined>;
  /** Parts of it, as they were when they were stored. */
  readonly readParts: (
    entry: FileEntry,
    parts: readonly Part[],
  ) => Promise<readonly Uint8Array[] | undefined>;
}
