import type { ByteStore } from './bytes/byte-store';
import { DatabaseBytes } from './bytes/database-bytes';
import { OpfsBytes } from './bytes/opfs-bytes';
import { inTime } from './in-time';
import { STORES } from './names';
import type { ShardStore } from './shard-store';
import { KeptStore, MemoryStore } from './shard-stores';

export type { ByteStore } from './bytes/byte-store';
export { DatabaseBytes } from './bytes/database-bytes';
export { OpfsBytes } from './bytes/opfs-bytes';
export { CacheFiles } from './cache-files';
export { type FileStore, partsOf, type StoredFile } from './file-store';
export { MemoryFiles } from './memory-files';
export { STORE_PREFIX, STORES } from './names';
export type { ShardStore } from './shard-store';
export { KeptStore, MemoryStore } from './shard-stores';
export { type Lock, type TryLock, tryWebLock, webLock } from './web-lock';

/** A store, and why it is only memory, for the user. */
export interface OpenedStore {
  readonly store: ShardStore;
  readonly notice: string | null;
}

/** Opening storage neither succeeds nor fails in some private windows; after so long memory is used. */
const OPEN_WITHIN = 5000;

/** The device's storage where it can be used, memory elsewhere. */
export async function openShardStore(openWithin = OPEN_WITHIN): Promise<OpenedStore> {
  try {
    return { store: await inTime(openKept(), openWithin), notice: null };
  } catch (error) {
    const reason = error instanceof Error && error.message !== '' ? ` (${error.message})` : '';
    return {
      store: new MemoryStore(),
      notice: `This browser keeps no data for this page${reason}, as in a private window. Captions work, but are fetched again after a reload.`,
    };
  }
}

async function openKept(): Promise<ShardStore> {
  const store = new KeptStore(await openBytes());
  await store.names();
  return store;
}

/** The page's own files where the browser has them, IndexedDB elsewhere. */
async function openBytes(): Promise<ByteStore> {
  try {
    return await OpfsBytes.start(STORES.shards);
  } catch {
    return new DatabaseBytes(STORES.shardBytes);
  }
}
