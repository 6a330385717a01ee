import { FernglassError } from '../../../core';
import { type FileEntry, verifyBytes } from '../../../index-shards/format';
import type { ShardStore } from '../../storage';
import type { StoredFiles } from '../cache/stored-files';
import type { SearchableIndex } from './searchable-index';

/** An index, and how what left memory is read again. */
export interface CaptionSource extends StoredFiles {
  readonly index: SearchableIndex;
}

/** An index of which a part may lie in a store. */
export function sourceOf(index: SearchableIndex, store: ShardStore): CaptionSource {
  // Damaged or out of reach: the result says what was searched, and the next download fetches it again. What the
  // browser fails to read may only be short of memory now, and is written over then.
  const orGone = async <T>({ name }: FileEntry, read: () => Promise<T | undefined>) => {
    try {
      const found = await read();
      if (found === undefined) await store.drop([name]);
      return found;
    } catch (error) {
      if (error instanceof FernglassError && error.code === 'shard-corrupt')
        await store.drop([name]).catch(() => {});
      return undefined;
    }
  };
  return {
    index,
    partsAreQuick: store.partsAreQuick,
    read: (entry) =>
      orGone(entry, async () => {
        const bytes = await store.read(entry.name);
        if (bytes !== undefined) await verifyBytes(bytes, entry);
        return bytes;
      }),
    readParts: (entry, parts) => orGone(entry, () => store.readParts(entry, parts)),
  };
}

/** The same store, telling of every file that it has written and can give back. */
export function tellingWrites(store: ShardStore, onWritten: (name: string) => void): ShardStore {
  return {
    kind: store.kind,
    partsAreQuick: store.partsAreQuick,
    names: () => store.names(),
    sizes: () => store.sizes(),
    has: (name) => store.has(name),
    read: (name) => store.read(name),
    readParts: (file, parts) => store.readParts(file, parts),
    write: async (name, bytes) => {
      await store.write(name, bytes);
      onWritten(name);
    },
    drop: (names) => store.drop(names),
    dropAllBut: (names) => store.dropAllBut(names),
    manifests: () => store.manifests(),
    writeManifest: (url, text) => store.writeManifest(url, text),
    dropManifest: (url) => store.dropManifest(url),
  };
}
