import { createStore, get, set } from 'idb-keyval';
import { KeptStore, openShardStore } from '../../../workers/storage';

/** What reading single lists out of one way to store them costs. */
export interface StorageRow {
  readonly way: string;
  /** Lists read one after another, and bytes of each. */
  readonly lists: number;
  readonly bytes: number;
  /** Milliseconds for all of them. */
  readonly msP50: number;
  readonly msP95: number;
}

/** About a shard, of lists of 64 captions in 448 bytes. */
const FILES = 24;
const LIST_BYTES = 64 * 448;
const LISTS = 256;
const READ = 100;
const ROUNDS = 20;

/** Reads random lists: as the app's store does, as records of IndexedDB of their own, and as slices of Blobs there. */
export async function measureStorage(): Promise<StorageRow[]> {
  const { store } = await openShardStore();
  if (!(store instanceof KeptStore) || !store.partsAreQuick)
    throw new Error('this browser has no files of a page’s own');
  const records = createStore('bench-records', 'entries');
  const blobs = createStore('bench-blobs', 'entries');
  const bytes = new Uint8Array(LISTS * LIST_BYTES);
  for (let file = 0; file < FILES; file++) {
    for (let at = 0; at < bytes.length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
    await store.write(`file-${file}`, bytes);
    await set(file, new Blob([bytes]), blobs);
    for (let list = 0; list < LISTS; list++)
      await set([file, list], bytes.slice(list * LIST_BYTES, (list + 1) * LIST_BYTES), records);
  }
  const handles = await Promise.all(Array.from({ length: FILES }, (_, file) => get<Blob>(file, blobs)));
  type Place = { readonly file: number; readonly list: number };
  const ways: Record<string, (places: readonly Place[]) => Promise<unknown>> = {
    "the app's store, checksums compared": async (places) => {
      for (const { file, list } of places) {
        const part = { start: list * LIST_BYTES, end: (list + 1) * LIST_BYTES };
        const read = await store.readParts({ name: `file-${file}`, bytes: bytes.length }, [part]);
        if (read?.[0]?.length !== LIST_BYTES) throw new Error('a list did not come');
      }
    },
    'records of IndexedDB, all at once': (places) =>
      records('readonly', (entries) =>
        Promise.all(
          places.map(
            ({ file, list }) =>
              new Promise((resolve, reject) => {
                const request = entries.get([file, list]);
                request.onsuccess = () => resolve(request.result);
                request.onerror = () => reject(request.error);
              }),
          ),
        ),
      ),
    'slices of Blobs in IndexedDB, all at once': (places) =>
      Promise.all(
        places.map(({ file, list }) =>
          handles[file]!.slice(list * LIST_BYTES, (list + 1) * LIST_BYTES).arrayBuffer(),
        ),
      ),
  };
  const times = new Map(Object.keys(ways).map((way) => [way, [] as number[]]));
  for (let round = 0; round <= ROUNDS; round++) {
    const places = Array.from({ length: READ }, () => ({
      file: Math.floor(Math.random() * FILES),
      list: Math.floor(Math.random() * LISTS),
    }));
    for (const [way, read] of Object.entries(ways)) {
      const began = performance.now();
      await read(places);
      // The first round warms up.
      if (round > 0) times.get(way)!.push(performance.now() - began);
    }
  }
  return [...times].map(([way, its]) => {
    const sorted = its.toSorted((a, b) => a - b);
    const quantile = (part: number) => sorted[Math.floor(part * (sorted.length - 1))]!;
    return { way, lists: READ, bytes: LIST_BYTES, msP50: quantile(0.5), msP95: quantile(0.95) };
  });
}
