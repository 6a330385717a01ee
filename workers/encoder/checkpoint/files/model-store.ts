import { CacheFiles } from '../../../storage/cache-files';
import type { FileStore } from '../../../storage/file-store';

/** Keeps verified files between visits. Nothing it does throws: a browser that refuses storage is no error. */
export interface ModelStore {
  /** The bytes kept under a key, or null. */
  get(key: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** The same as a blob, whose bytes stay on the device. A store in memory has none to give: it holds what it was given. */
  blob?(key: string): Promise<Blob | null>;
  /** Whether there is something under a key; its bytes are not read. */
  has(key: string): Promise<boolean>;
  /** Keeps bytes; false where the browser refuses (no room, private window). */
  put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<boolean>;
  delete(key: string): Promise<void>;
}

/** Forgets everything: for browsers without storage, and for files that others keep. */
export const NO_STORE: ModelStore = {
  get: async () => null,
  has: async () => false,
  put: async () => false,
  delete: async () => {},
};

/** Keeps models in a store of files, and forgives what it throws. */
export function modelStoreIn(files: FileStore): ModelStore {
  return {
    get: async (key) => (await files.read(key).catch(() => undefined)) ?? null,
    has: (key) => files.has(key).catch(() => false),
    put: (key, bytes) =>
      files.write(key, bytes).then(
        () => true,
        () => false,
      ),
    delete: (key) => files.drop([key]).catch(() => {}),
  };
}

/** Cache Storage under a name, or `NO_STORE` where it cannot be opened. Keys are URLs. */
export async function openModelStore(name: string): Promise<ModelStore> {
  try {
    await caches.open(name);
  } catch {
    return NO_STORE;
  }
  const files = new CacheFiles(name);
  const blob = async (key: string) => (await (await files.response(key))?.blob()) ?? null;
  return { ...modelStoreIn(files), blob: (key) => blob(key).catch(() => null) };
}
