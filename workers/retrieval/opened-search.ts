import { verifyBytes } from '../../index-shards/format';
import type { Embeddings } from '../../src/core';
import type { CaptionRules, SearchResult } from '../protocol';
import { captionFilter } from './caption-filter';
import type { SearchableIndex } from './searchable-index';
import type { ShardStore } from './store';

/** The search under way in each index: the next waits for it, since both would move shards in and out of memory. */
const underWay = new WeakMap<SearchableIndex, Promise<unknown>>();

/**
 * Searches an index of which a part may lie in the store only.
 * @throws FernglassError as `SearchableIndex.search`.
 */
export function searchOpened(
  { index, store }: { readonly index: SearchableIndex; readonly store: ShardStore },
  queries: Embeddings,
  k: number,
  rules?: CaptionRules,
): Promise<SearchResult> {
  const filter = rules === undefined ? undefined : captionFilter(rules);
  const before = underWay.get(index) ?? Promise.resolve();
  const mine = before.then(() =>
    index.searchStored(
      queries,
      k,
      async (entry) => {
        try {
          const bytes = await store.read(entry.name);
          if (bytes !== undefined) await verifyBytes(bytes, entry);
          return bytes;
        } catch {
          // Damaged or out of reach: the result says what was searched, and the next download fetches it again.
          return undefined;
        }
      },
      filter,
    ),
  );
  underWay.set(
    index,
    mine.catch(() => {}),
  );
  return mine;
}

/** The same store, telling of every file that it has written and will still hold after this page. */
export function tellingWrites(store: ShardStore, onWritten: (name: string) => void): ShardStore {
  return {
    kind: store.kind,
    names: () => store.names(),
    read: (name) => store.read(name),
    write: async (name, bytes) => {
      await store.write(name, bytes);
      if (store.kind === 'indexeddb') onWritten(name);
    },
    drop: (names) => store.drop(names),
    dropAllBut: (names) => store.dropAllBut(names),
    manifests: () => store.manifests(),
    writeManifest: (url, text) => store.writeManifest(url, text),
    dropManifest: (url) => store.dropManifest(url),
  };
}
