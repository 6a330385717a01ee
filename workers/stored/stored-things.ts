import { attempt } from '../../core';
import { allFiles } from '../../index-shards/format';
import { LISTING, storedListing, storeKey } from '../encoder/checkpoint/files/listing';
import { openModelStore } from '../encoder/checkpoint/files/model-store';
import { isReady, type KeptFile, kindOf, modelsAmong } from '../encoder/checkpoint/kept-models';
import { clearKeptTexts, keptTextsFacts } from '../encoder/known-texts/kept-texts';
import type { StoredApi, StoredItem } from '../protocol';
import { dropUnnamed, storedVersion } from '../retrieval/versions';
import { CacheFiles, KeptStore, openShardStore, type ShardStore, STORE_PREFIX, STORES } from '../storage';
import type { PackStores } from './pack/form';

/** What this browser keeps for the page, read where it lies. A place that refuses holds nothing. */
export class StoredThings implements StoredApi {
  list: StoredApi['list'] = () =>
    attempt(async () => {
      const all = await Promise.all(
        [appItem, modelItems, indexItems, textsItem, unknownItems].map((items) =>
          items().catch((): StoredItem[] => []),
        ),
      );
      return all.flat();
    });

  remove: StoredApi['remove'] = ({ kind, id }) => attempt(() => REMOVE[kind](id));

  packField: StoredApi['packField'] = (request) =>
    attempt(async () => {
      // What writes and reads ZIP archives is loaded when one is.
      const { packField } = await import('./pack/write-pack');
      return packField(request, await packStores());
    });

  unpackField: StoredApi['unpackField'] = (pack, onProgress) =>
    attempt(async () => {
      const { unpackField } = await import('./pack/read-pack');
      return unpackField(pack, await packStores(), onProgress);
    });
}

const packStores = async (): Promise<PackStores> => ({
  models: new CacheFiles(STORES.models),
  shards: (await openShardStore()).store,
});

const REMOVE: Readonly<Record<StoredItem['kind'], (id: string) => Promise<void>>> = {
  app: async () => void (await caches.delete(STORES.app)),
  model: async (id) => {
    const files = new CacheFiles(STORES.models);
    const model = modelsAmong(await files.facts()).find((one) => one.id === id);
    await files.drop(model?.files ?? []);
  },
  index: async (id) => {
    const { store } = await openShardStore();
    await store.dropManifest(id);
    await dropUnnamed(store);
  },
  texts: clearKeptTexts,
  unfinished: async () => dropUnnamed((await openShardStore()).store),
  unknown: async (id) => {
    const name = id.slice(id.indexOf(':') + 1);
    if (id.startsWith('cache:')) await caches.delete(name);
    else
      await new Promise<void>((resolve, reject) => {
        const request = indexedDB.deleteDatabase(name);
        // Blocked: another tab has it open, and it goes when that is closed.
        request.onsuccess = request.onblocked = () => resolve();
        request.onerror = () => reject(request.error);
      });
  },
};

async function appItem(): Promise<StoredItem[]> {
  if (!(await caches.has(STORES.app))) return [];
  const files = [...(await new CacheFiles(STORES.app).facts()).values()];
  if (files.length === 0) return [];
  return [{ kind: 'app', id: STORES.app, title: 'Fernglass itself', host: null, ...together(files) }];
}

async function modelItems(): Promise<StoredItem[]> {
  if (!(await caches.has(STORES.models))) return [];
  const facts = await new CacheFiles(STORES.models).facts();
  const store = await openModelStore(STORES.models);
  return Promise.all(
    modelsAmong(facts).map(async ({ id, title, host, source, files }): Promise<StoredItem> => {
      const listing = source && (await storedListing(store, storeKey(source, LISTING)));
      return {
        kind: 'model',
        id,
        title,
        host,
        ...together(files.map((name) => facts.get(name)!)),
        ...(source && { model: { source, kind: kindOf(files), isReady: isReady(files, listing) } }),
      };
    }),
  );
}

async function indexItems(): Promise<StoredItem[]> {
  const { store } = await openShardStore();
  const [sizes, dates] = await Promise.all([store.sizes(), datesOf(store)]);
  const fileOf = (name: string): KeptFile => ({
    bytes: sizes.get(name) ?? 0,
    keptAt: dates.get(name) ?? null,
  });
  const left = new Set(sizes.keys());
  const items: StoredItem[] = [];
  for (const address of (await store.manifests()).keys()) {
    const { version } = await storedVersion(store, new URL(address));
    // Files that two indexes share count for the first of them.
    const names = (version === null ? [] : allFiles(version.manifest)).map(({ name }) => name);
    const its = names.filter((name) => left.delete(name));
    // One that was made here comes from nowhere.
    const host = new URL(address).host || null;
    const title = version?.manifest.title ?? `The index at ${address}`;
    items.push({ kind: 'index', id: address, title, host, ...together(its.map(fileOf)) });
  }
  if (left.size === 0) return items;
  const files = together([...left].map(fileOf));
  return [
    ...items,
    { kind: 'unfinished', id: 'unfinished', title: 'Parts of indexes', host: null, ...files },
  ];
}

async function datesOf(store: ShardStore): Promise<ReadonlyMap<string, number>> {
  return store instanceof KeptStore ? store.dates() : new Map();
}

async function textsItem(): Promise<StoredItem[]> {
  const facts = await keptTextsFacts();
  if (facts === null || facts.texts === 0) return [];
  const title = `Embeddings of ${facts.texts.toLocaleString('en')} ${facts.texts === 1 ? 'text' : 'texts'}`;
  return [{ kind: 'texts', id: STORES.texts, title, host: null, bytes: facts.bytes, keptAt: facts.keptAt }];
}

/** What has a name like ours and none that this version knows. */
async function unknownItems(): Promise<StoredItem[]> {
  const known = new Set<string>(Object.values(STORES));
  const isUnknown = (name: string | undefined): name is string =>
    name?.startsWith(STORE_PREFIX) === true && !known.has(name);
  const item = (id: string, name: string): StoredItem => ({
    kind: 'unknown',
    id,
    title: `“${name}” of another version`,
    host: null,
    bytes: null,
    keptAt: null,
  });
  const named = (await caches.keys()).filter(isUnknown).map((name) => item(`cache:${name}`, name));
  const databases = (await indexedDB.databases?.()) ?? [];
  const others = databases.map(({ name }) => name).filter(isUnknown);
  return [...named, ...others.map((name) => item(`database:${name}`, name))];
}

/** The size of files together, and when the last of them was kept. */
function together(files: readonly KeptFile[]): Pick<StoredItem, 'bytes' | 'keptAt'> {
  const dates = files.flatMap(({ keptAt }) => keptAt ?? []);
  return {
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    keptAt: dates.length === 0 ? null : dates.reduce((last, date) => Math.max(last, date)),
  };
}
