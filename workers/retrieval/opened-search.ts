import { type FileEntry, verifyBytes } from '../../index-shards/format';
import { type Embeddings, FernglassError } from '../../src/core';
import type { SearchResult } from '../protocol';
import type { CaptionFilter } from './allowed-captions';
import type { SearchableIndex } from './searchable-index';
import type { ShardStore } from './store';

/** What is under way in each index: the next waits for it, since both would move shards in and out of memory. */
const underWay = new WeakMap<SearchableIndex, Promise<unknown>>();

/** Does work with an index's shards after all that was begun before. */
export function inTurn<T>(index: SearchableIndex, work: () => Promise<T>): Promise<T> {
  const before = underWay.get(index) ?? Promise.resolve();
  const mine = before.then(work);
  underWay.set(
    index,
    mine.catch(() => {}),
  );
  return mine;
}

/** An index, and how what left memory is read again. */
export interface CaptionSource {
  readonly index: SearchableIndex;
  /** Reads a stored file again, verified; undefined where it is gone. */
  readonly read: (entry: FileEntry) => Promise<Uint8Array | undefined>;
}

/** An index of which a part may lie in a store. */
export function sourceOf(index: SearchableIndex, store: ShardStore): CaptionSource {
  return {
    index,
    read: async (entry) => {
      try {
        const bytes = await store.read(entry.name);
        if (bytes === undefined) await store.drop([entry.name]);
        else await verifyBytes(bytes, entry);
        return bytes;
      } catch (error) {
        // Damaged or out of reach: the result says what was searched, and the next download fetches it again. What the
        // browser fails to read may only be short of memory now, and is written over then.
        if (error instanceof FernglassError && error.code === 'shard-corrupt')
          await store.drop([entry.name]).catch(() => {});
        return undefined;
      }
    },
  };
}

/**
 * Searches an index of which a part may lie in the store only.
 * @throws FernglassError as `SearchableIndex.search`.
 */
export function searchSource(
  { index, read }: CaptionSource,
  queries: Embeddings,
  k: number,
  filter?: CaptionFilter,
): Promise<SearchResult> {
  return inTurn(index, () => index.searchStored(queries, k, read, filter));
}

/** The same store, telling of every file that it has written and can give back. */
export function tellingWrites(store: ShardStore, onWritten: (name: string) => void): ShardStore {
  return {
    kind: store.kind,
    names: () => store.names(),
    sizes: () => store.sizes(),
    read: (name) => store.read(name),
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
