import { clear, createStore, del, keys, set } from 'idb-keyval';
import { describe, expect, test, vi } from 'vitest';
import { unwrap } from '../../core';
import { startHost } from '../net/testing/host';
import { answers } from '../net/testing/misbehaviour';
import { KeptStore, MemoryStore, openShardStore } from '../storage';
import type { RetrievalParts } from './retrieval';
import { makeIndex } from './testing/index-fixture';
import { FIXTURE, newTab, noNetwork, setUpBench, WHOLE } from './testing/tab';

const bench = setUpBench();
const BYTES = () => createStore('fernglass-shard-bytes', 'entries');
const LEDGER = () => createStore('fernglass-shard-ledger', 'entries');

describe('storage', () => {
  // Fault: host gone × index; host gone × captions
  test('after a reload without a network the index opens from storage and is searched', async () => {
    await bench.downloaded();
    await bench.host.close();
    const worker = newTab({ fetch: noNetwork });
    expect(unwrap(await worker.open(bench.manifestUrl))).toMatchObject(WHOLE);
    expect(unwrap(await worker.search(bench.oneQuery(), 1)).hits[0]![0]!.id).toBe(7);
  });

  test('without a network and with nothing stored, the error says so', async () => {
    expect(await newTab({ fetch: noNetwork }).open(bench.manifestUrl)).toMatchObject({
      ok: false,
      error: { code: 'network-failed' },
    });
  });

  test('a cancelled download is no error, and is resumed without fetching anything twice', async () => {
    const worker = await bench.opened();
    let cancelled = false;
    const info = unwrap(
      await worker.download(({ info }) => {
        if (info.captionsPresent > 0 && !cancelled) {
          cancelled = true;
          void worker.cancelDownload();
        }
      }),
    );
    expect(info.captionsPresent).toBeGreaterThan(0);
    expect(info.captionsPresent).toBeLessThan(240);
    const stored = await new KeptStore().names();
    bench.host.requests.length = 0;
    const later = newTab();
    expect(unwrap(await later.open(bench.manifestUrl)).captionsPresent).toBe(
      bench.fixture.manifest.shards
        .filter(({ name }) => stored.has(name))
        .reduce((sum, { captions }) => sum + captions, 0),
    );
    expect(unwrap(await later.download(() => {}))).toMatchObject(WHOLE);
    expect(bench.host.requests.filter(({ name }) => stored.has(name))).toEqual([]);
  });

  // Fault: host silent × captions
  test('cancelling while the host is silent ends at once', async () => {
    for (const { name } of [bench.fixture.manifest.router, ...bench.fixture.manifest.shards])
      bench.host.misbehave(name, answers.stall, 9);
    const worker = await bench.opened();
    const download = worker.download(() => {});
    await vi.waitFor(() => expect(bench.host.requests.length).toBeGreaterThan(3), 20_000);
    await worker.cancelDownload();
    expect(unwrap(await download).captionsPresent).toBe(0);
  });

  // Fault: cut off while writing × captions
  test('bytes without a row in the ledger do not exist', async () => {
    await bench.downloaded();
    const name = bench.fixture.manifest.shards[0]!.name;
    await del(name, LEDGER());
    expect(unwrap(await newTab().open(bench.manifestUrl)).captionsPresent).toBe(200);
    expect(await new KeptStore().read(name)).toBeUndefined();
  });

  test('opening reads the router alone; a search reads what it needs, once', async () => {
    await bench.downloaded();
    const read: string[] = [];
    const get = IDBObjectStore.prototype.get;
    vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (this: IDBObjectStore, key) {
      if (this.transaction.db.name === 'fernglass-shard-bytes') read.push(String(key));
      return get.call(this, key);
    });
    const tab = newTab({ fetch: noNetwork });
    const { router, shards } = bench.fixture.manifest;
    expect(unwrap(await tab.open(bench.manifestUrl))).toMatchObject(WHOLE);
    expect(read).toEqual([router.name]);
    expect(unwrap(await tab.search(bench.oneQuery(), 3)).captionsSearched).toBe(240);
    unwrap(await tab.search(bench.oneQuery(), 3));
    expect(read.toSorted()).toEqual([router, ...shards].map(({ name }) => name).toSorted());
  });

  /** What a search says of an index of which this shard is stored in name only, and what is fetched for it then. */
  async function expectHealed({ name }: { readonly name: string }): Promise<void> {
    const tab = newTab();
    expect(unwrap(await tab.open(bench.manifestUrl)).captionsPresent).toBe(240);
    const found = unwrap(await tab.search(bench.oneQuery(), 1000));
    expect(found).toMatchObject({ captionsSearched: 200, present: { captionsPresent: 200 } });
    expect(found.hits[0]).toHaveLength(200);
    for (const { id, text } of found.hits[0]!) expect(text).toBe(bench.fixture.texts[id]);
    bench.host.requests.length = 0;
    expect(unwrap(await tab.download(() => {}))).toMatchObject(WHOLE);
    expect(bench.filesAskedFor()).toEqual([name]);
    expect(unwrap(await tab.search(bench.oneQuery(), 1000)).hits[0]).toHaveLength(240);
  }

  // Fault: damaged in storage × captions
  test('a stored file that was damaged is never searched, dropped when it is read, and fetched again', async () => {
    await bench.downloaded();
    const shard = bench.fixture.manifest.shards[1]!;
    const damaged = bench.fixture.files.get(shard.name)!.slice();
    damaged[100]! ^= 1;
    await set(shard.name, damaged, BYTES());
    await expectHealed(shard);
    vi.restoreAllMocks();
    expect(unwrap(await newTab({ fetch: noNetwork }).open(bench.manifestUrl))).toMatchObject(WHOLE);
  });

  // Fault: damaged in storage × index
  test('a damaged router is fetched again', async () => {
    await bench.downloaded();
    const { router } = bench.fixture.manifest;
    await set(router.name, new Uint8Array(router.bytes), BYTES());
    const tab = await bench.opened();
    expect((await new KeptStore().names()).has(router.name)).toBe(false);
    bench.host.requests.length = 0;
    expect(unwrap(await tab.download(() => {}))).toMatchObject(WHOLE);
    expect(bench.filesAskedFor()).toEqual([router.name]);
  });

  test('a row in the ledger without its bytes is no file either', async () => {
    await bench.downloaded();
    const shard = bench.fixture.manifest.shards[0]!;
    await del(shard.name, BYTES());
    await expectHealed(shard);
  });

  test('a row in the ledger of another length is dropped unread', async () => {
    await bench.downloaded();
    const { name } = bench.fixture.manifest.shards[0]!;
    await set(name, { bytes: 7 }, LEDGER());
    const tab = newTab();
    expect(unwrap(await tab.open(bench.manifestUrl)).captionsPresent).toBe(200);
    expect((await new KeptStore().names()).has(name)).toBe(false);
    expect(unwrap(await tab.download(() => {}))).toMatchObject(WHOLE);
  });

  test('a file that the browser fails to read is fetched again; the others are searched', async () => {
    await bench.downloaded();
    const shard = bench.fixture.manifest.shards[0]!;
    const get = IDBObjectStore.prototype.get;
    const spy = vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (
      this: IDBObjectStore,
      key,
    ) {
      if (key === shard.name && this.transaction.db.name === 'fernglass-shard-bytes')
        throw new DOMException('Failed to read large IndexedDB value', 'DataError');
      return get.call(this, key);
    });
    await expectHealed(shard);
    spy.mockRestore();
    const later = newTab({ fetch: noNetwork });
    unwrap(await later.open(bench.manifestUrl));
    expect(unwrap(await later.search(bench.oneQuery(), 1000)).hits[0]).toHaveLength(240);
  });

  // Fault: storage cleared × captions
  test('storage that is cleared behind our back after opening: what is gone is said, and fetched again', async () => {
    await bench.downloaded();
    const tab = await bench.opened();
    await Promise.all([clear(LEDGER()), clear(BYTES())]);
    expect(unwrap(await tab.search(bench.oneQuery(), 3))).toMatchObject({
      hits: [[]],
      captionsSearched: 0,
      present: { captionsPresent: 0 },
    });
    expect(unwrap(await tab.download(() => {})).captionsPresent).toBe(240);
    expect(unwrap(await tab.search(bench.oneQuery(), 1)).hits[0]![0]!.id).toBe(7);
  });

  // Fault: cut off while writing × captions
  test('a write that was cut off leaves no file, and its bytes go with the next version', async () => {
    await bench.downloaded();
    const store = new KeptStore();
    // The worker is ended once the bytes are written: what would follow never happens.
    let puts = 0;
    const put = IDBObjectStore.prototype.put;
    const spy = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      ...args
    ) {
      const isBytes = args[0] instanceof Uint8Array;
      if (puts > 0 && !isBytes) throw new DOMException('The worker is gone.', 'AbortError');
      if (isBytes) puts++;
      return put.apply(this, args);
    });
    await store.write('a'.repeat(64), Uint8Array.of(1, 2, 3)).catch(() => {});
    expect(puts).toBe(1);
    spy.mockRestore();
    expect((await store.names()).has('a'.repeat(64))).toBe(false);
    expect(await store.read('a'.repeat(64))).toBeUndefined();
    expect(await keys(BYTES())).toContain('a'.repeat(64));

    const next = await makeIndex({ ...FIXTURE, title: 'Second', reseedFrom: 4 });
    bench.host.serve(next.files);
    await bench.downloaded();
    const named = [next.manifest.router, ...next.manifest.shards].map(({ name }) => name);
    expect((await keys(BYTES())).toSorted()).toEqual(named.toSorted());
    expect((await keys(LEDGER())).toSorted()).toEqual(named.toSorted());
  });

  test('a file that the browser refuses to keep leaves nothing behind', async () => {
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
      if (args[0] instanceof Uint8Array) throw new DOMException('', 'QuotaExceededError');
      return put.apply(this, args);
    });
    const store = new KeptStore();
    await expect(store.write('a', Uint8Array.of(1))).rejects.toThrow(
      expect.objectContaining({ name: 'QuotaExceededError' }),
    );
    expect(await keys(LEDGER())).toEqual([]);
  });

  test('storage that is cleared behind our back during a download: said, and what is gone is fetched again', async () => {
    const tab = await bench.opened();
    let cleared: Promise<unknown> | null = null;
    const info = unwrap(
      await tab.download(({ info }) => {
        if (info.captionsPresent >= 120) cleared ??= Promise.all([clear(LEDGER()), clear(BYTES())]);
      }),
    );
    await cleared;
    expect(info).toMatchObject({ captionsPresent: 240, storage: 'memory' });
    expect(info.storageNotice).toMatch(/cleared, .*They work, but what is gone is fetched again/);
    expect(unwrap(await tab.search(bench.oneQuery(), 3)).captionsSearched).toBe(240);
    // Which files are gone depends on whose transaction came first.
    const kept = (await keys(LEDGER())).length;
    expect(kept).toBeLessThan(1 + FIXTURE.shards);
    const later = newTab();
    unwrap(await later.open(bench.manifestUrl));
    expect(unwrap(await later.download(() => {}))).toMatchObject(WHOLE);
    expect(await keys(LEDGER())).toHaveLength(1 + FIXTURE.shards);
  });

  // Fault: storage refused × index; storage refused × captions
  test('where storage is refused everything works in memory, and the user is told', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    });
    const worker = await bench.downloaded();
    const info = unwrap(await worker.open(bench.manifestUrl));
    expect(info).toMatchObject({ captionsPresent: 240, storage: 'memory' });
    expect(info.storageNotice).toMatch(/keeps no data .*insecure/);
  });

  // Fault: storage refused × captions
  test('where storage never answers, memory is used', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => ({}) as IDBOpenDBRequest);
    expect((await openShardStore(20)).store).toBeInstanceOf(MemoryStore);
  });

  // Fault: storage full × captions
  test('when the quota is reached the rest works in memory, and the user is told', async () => {
    let writes = 0;
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
      if (args[0] instanceof Uint8Array && ++writes > 3)
        throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      return put.apply(this, args);
    });
    const worker = await bench.opened();
    const info = unwrap(await worker.download(() => {}));
    expect(info).toMatchObject({ captionsPresent: 240, storage: 'memory' });
    expect(info.storageNotice).toMatch(/no more storage/);
    vi.restoreAllMocks();
    const later = unwrap(await newTab().open(bench.manifestUrl));
    expect(later.captionsPresent).toBeGreaterThan(0);
    expect(later.captionsPresent).toBeLessThan(240);
  });

  test('a database that the browser closed is opened again', async () => {
    const store = new KeptStore();
    await store.write('a', Uint8Array.of(1));
    let closed = 0;
    const transaction = IDBDatabase.prototype.transaction;
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...args) {
      if (closed++ === 0) this.close();
      return transaction.apply(this, args);
    });
    expect(await store.names()).toEqual(new Set(['a']));
    expect(closed).toBeGreaterThan(1);
  });

  test('removing an index frees its files and leaves those of others; it can be fetched again', async () => {
    const worker = await bench.downloaded();
    const other = await startHost((await makeIndex({ ...FIXTURE, reseedFrom: 3 })).files);
    const shared = bench.fixture.manifest.shards.slice(0, 3).map(({ name }) => name);
    const second = newTab();
    unwrap(await second.open(`${other.url}manifest.json`));
    unwrap(await second.download(() => {}));
    unwrap(await worker.remove());
    const left = await new KeptStore().names();
    expect(left.size).toBe(7);
    for (const name of shared) expect(left.has(name)).toBe(true);
    expect(unwrap(await worker.search(bench.oneQuery(), 3))).toMatchObject({
      captionsSearched: 0,
      hits: [[]],
    });
    expect(unwrap(await worker.download(() => {}))).toMatchObject(WHOLE);
    await other.close();
  });
});

describe('two tabs', () => {
  // Fault: several tabs × captions
  test('a file is fetched by one of them', async () => {
    // Node 20 has no Web Locks; this is their contract, one holder per name.
    const holders = new Map<string, Promise<unknown>>();
    const lock: RetrievalParts['lock'] = (name, _signal, work) => {
      const next = (holders.get(name) ?? Promise.resolve()).then(work);
      holders.set(
        name,
        next.catch(() => {}),
      );
      return next;
    };
    const tabs = [await bench.opened({ lock }), await bench.opened({ lock })];
    const infos = await Promise.all(tabs.map((tab) => tab.download(() => {})));
    for (const info of infos) expect(unwrap(info)).toMatchObject(WHOLE);
    expect(bench.host.requests.filter(({ name }) => name.endsWith('.bin'))).toHaveLength(7);
  });
});
