/** Keeps verified files between visits. Nothing it does throws: a browser that refuses storage is no error. */
export interface ModelStore {
  /** The bytes kept under a key, or null. */
  get(key: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Keeps bytes; false where the browser refuses (no room, private window). */
  put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<boolean>;
  delete(key: string): Promise<void>;
}

/** Forgets everything: for browsers without storage, and for files that others keep. */
export const NO_STORE: ModelStore = {
  get: async () => null,
  put: async () => false,
  delete: async () => {},
};

/** Cache Storage under a name, or `NO_STORE` where it cannot be opened. Keys are URLs. */
export async function openModelStore(name: string): Promise<ModelStore> {
  const cache = await openCache(name);
  if (!cache) return NO_STORE;
  return {
    async get(key) {
      try {
        const response = await cache.match(key);
        return response ? new Uint8Array(await response.arrayBuffer()) : null;
      } catch {
        return null;
      }
    },
    async put(key, bytes) {
      try {
        await cache.put(key, new Response(bytes));
        return true;
      } catch {
        return false;
      }
    },
    async delete(key) {
      await cache.delete(key).catch(() => false);
    },
  };
}

async function openCache(name: string): Promise<Cache | null> {
  try {
    return await caches.open(name);
  } catch {
    return null;
  }
}
