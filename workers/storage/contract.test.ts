import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { createStore, set } from 'idb-keyval';
import { beforeEach, describe, expect, test } from 'vitest';
import { DatabaseBytes } from './bytes/database-bytes';
import type { FileStore } from './file-store';
import { LedgerFiles } from './ledger-files';
import { MemoryFiles } from './memory-files';
import { KeptStore } from './shard-stores';
import { CONTRACT } from './testing/contract';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

/** Those that Node can run; e2e/storage.spec.ts runs the same on a page's own files and on Cache Storage. */
const stores: Record<string, () => FileStore> = {
  memory: () => new MemoryFiles(),
  IndexedDB: () => new LedgerFiles('ledger', new DatabaseBytes('bytes')),
};

describe.each(Object.entries(stores))('%s', (_, open) => {
  test.each(Object.entries(CONTRACT))('%s', (_, holds) => holds(open()));
});

test('what IndexedDB was given is there for another that is opened later', async () => {
  await stores.IndexedDB!().write('a', Uint8Array.of(1, 2));
  expect(await stores.IndexedDB!().read('a')).toEqual(Uint8Array.of(1, 2));
});

test('a write that was cut off leaves no file', async () => {
  await set('a', { bytes: 2, unfinished: true }, createStore('ledger', 'entries'));
  await set('a', Uint8Array.of(1, 2), createStore('bytes', 'entries'));
  const files = stores.IndexedDB!();
  expect([...(await files.names())]).toEqual([]);
  expect(await files.read('a')).toBeUndefined();
});

test('shards and manifests that earlier versions stored are found under the names they had', async () => {
  const bytes = Uint8Array.of(1, 2, 3);
  await set('a.bin', { bytes: 3 }, createStore('fernglass-shard-ledger', 'entries'));
  await set('a.bin', bytes, createStore('fernglass-shard-bytes', 'entries'));
  await set('https://host.example/manifest.json', '{}', createStore('fernglass-manifests', 'entries'));
  const store = new KeptStore();
  expect(await store.sizes()).toEqual(new Map([['a.bin', 3]]));
  expect(await store.read('a.bin')).toEqual(bytes);
  expect(await store.readParts({ name: 'a.bin', bytes: 3 }, [{ start: 1, end: 2 }])).toEqual([
    Uint8Array.of(2),
  ]);
  expect(await store.manifests()).toEqual(new Map([['https://host.example/manifest.json', '{}']]));
});
