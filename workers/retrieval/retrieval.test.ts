import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Embeddings, exactTopK, row, stack, unwrap } from '../../src/core';
import type { DownloadProgress, IndexInfo } from '../protocol';
import { webLock } from './download';
import { Retrieval, type RetrievalParts } from './retrieval';
import { IndexedDbStore, MemoryStore, openStore } from './store';
import { answers, type Behaviour, type Host, startHost } from './testing/host';
import { type IndexFixture, makeIndex } from './testing/index-fixture';
import { usearchInNode } from './usearch/node';

const options = { captions: 240, width: 24, lists: 12, shards: 6, seed: 1 };
let fixture: IndexFixture;
let host: Host;
let manifestUrl: string;

beforeAll(async () => {
  fixture = await makeIndex(options);
});
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  host = await startHost(fixture.files);
  manifestUrl = `${host.url}manifest.json`;
});
afterEach(async () => {
  vi.restoreAllMocks();
  await host.close();
});

/** A worker as it is after a reload: what is stored stays, what is in memory goes. */
const retrieval = (parts: Partial<RetrievalParts> = {}) =>
  new Retrieval({ fetch, openStore, startUsearch: usearchInNode, lock: webLock, pause: 1, ...parts });

async function opened(parts: Partial<RetrievalParts> = {}): Promise<Retrieval> {
  const worker = retrieval(parts);
  unwrap(await worker.open(manifestUrl));
  return worker;
}

async function downloaded(parts: Partial<RetrievalParts> = {}): Promise<Retrieval> {
  const worker = await opened(parts);
  unwrap(await worker.download(() => {}));
  return worker;
}

const noNetwork: typeof fetch = async () => {
  throw new TypeError('Failed to fetch');
};

const oneQuery = (): Embeddings => stack([row(fixture.embeddings, 7)]);
const wholeIndex = { captionsPresent: 240, storage: 'indexeddb', storageNotice: null };
const present = (info: IndexInfo) => info.captionsPresent;

describe('download and search', () => {
  test('open shows the manifest with nothing present; download brings everything, with progress', async () => {
    const worker = retrieval();
    const before = unwrap(await worker.open(manifestUrl));
    expect(before).toMatchObject({ manifest: fixture.manifest, captionsPresent: 0, bytesPresent: 0 });
    const progress: DownloadProgress[] = [];
    const after = unwrap(await worker.download((event) => progress.push(event)));
    expect(after).toMatchObject({ ...wholeIndex, bytesPresent: after.bytesTotal });
    expect(progress.at(-1)).toMatchObject({ bytesLoaded: after.bytesTotal, bytesTotal: after.bytesTotal });
    const seen = progress.map((event) => present(event.info));
    expect(new Set(seen).size).toBeGreaterThanOrEqual(options.shards);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  test('search finds what exact f32 search finds, with texts, similarities and vectors that fit', async () => {
    const worker = await downloaded();
    const queries = stack([3, 77, 200].map((id) => row(fixture.embeddings, id)));
    const result = unwrap(await worker.search(queries, 5));
    expect(result).toMatchObject({ captionsSearched: 240, captionsTotal: 240 });
    result.hits.forEach((hits, q) => {
      const truth = exactTopK(fixture.embeddings, row(queries, q), 5);
      expect(hits[0]!.id).toBe(truth[0]!.index);
      hits.forEach((hit) => {
        expect(hit.text).toBe(fixture.texts[hit.id]);
        const vector = row(result.vectors.embeddings, Array.from(result.vectors.ids).indexOf(hit.id));
        expect(exactTopK(stack([vector]), row(queries, q), 1)[0]!.similarity).toBeCloseTo(hit.similarity, 5);
      });
    });
    expect(new Set(result.vectors.ids).size).toBe(result.vectors.ids.length);
    expect(result.vectors.embeddings.count).toBe(result.vectors.ids.length);
  });

  test('more captions asked for than there are: all come, each once', async () => {
    const worker = await downloaded();
    const { hits } = unwrap(await worker.search(oneQuery(), 1000));
    expect(new Set(hits[0]!.map((hit) => hit.id)).size).toBe(240);
  });

  test('what is not there yet is left out, and the result says so', async () => {
    const missing = fixture.manifest.shards[0]!;
    host.misbehave(missing.name, answers.status(404));
    const worker = await opened();
    await worker.download(() => {});
    const result = unwrap(await worker.search(oneQuery(), 10));
    expect(result).toMatchObject({ captionsSearched: 200, captionsTotal: 240 });
    expect(result.hits[0]!.every((hit) => hit.id >= missing.captions)).toBe(true);
  });

  test('before anything is open, and with queries of another model, errors say what to do', async () => {
    const closed = retrieval();
    expect(await closed.search(oneQuery(), 5)).toMatchObject({ error: { code: 'index-not-found' } });
    expect(await closed.download(() => {})).toMatchObject({ error: { code: 'index-not-found' } });
    const worker = await downloaded();
    expect(await worker.search(stack([new Float32Array(8).fill(0.3)]), 5)).toMatchObject({
      error: { code: 'index-model-mismatch' },
    });
    expect(await worker.search(oneQuery(), 0)).toMatchObject({ error: { code: 'input-invalid' } });
    expect(await worker.search(stack([new Float32Array(24).fill(NaN)]), 3)).toMatchObject({
      error: { code: 'input-invalid' },
    });
  });

  test('two downloads at once fetch every file once', async () => {
    const worker = await opened();
    const both = await Promise.all([worker.download(() => {}), worker.download(() => {})]);
    for (const result of both) expect(unwrap(result)).toMatchObject(wholeIndex);
    expect(host.requests.filter(({ name }) => name.endsWith('.bin'))).toHaveLength(options.shards + 1);
  });
});

describe('faults of the host', () => {
  const shard = () => fixture.manifest.shards[2]!.name;

  test.each<[string, Behaviour, string]>([
    ['404', answers.status(404), 'shard-not-found'],
    ['403', answers.status(403), 'shard-not-found'],
    ['500', answers.status(500), 'network-failed'],
    ['an HTML page', answers.htmlPage, 'shard-not-found'],
    ['a flipped bit', answers.flippedBit, 'shard-corrupt'],
    ['a file cut short', answers.cutShort, 'shard-corrupt'],
    ['an empty file', answers.empty, 'shard-corrupt'],
    ['a file that is too long', answers.tooLong, 'shard-corrupt'],
    ['a connection that breaks', answers.hangUp, 'network-failed'],
    ['a connection that falls silent', answers.stall, 'network-failed'],
  ])('%s for a shard: a clear error, the others come, nothing bad is kept', async (_, behaviour, code) => {
    host.misbehave(shard(), behaviour, 9);
    // Impatient only where the host falls silent: a busy machine must not pass for that.
    const worker = await opened(behaviour === answers.stall ? { stallAfter: 500 } : {});
    const result = await worker.download(() => {});
    expect(result).toMatchObject({ ok: false, error: { code } });
    expect(result.ok ? '' : result.error.message).toMatch(/^1 of 7 files .*The others are loaded/s);
    expect(unwrap(await worker.search(oneQuery(), 3)).captionsSearched).toBe(200);
    expect((await new IndexedDbStore().names()).has(shard())).toBe(false);
    // Once the host is well, only the missing file is fetched.
    host.serve(fixture.files);
    await host.close();
    host = await startHost(fixture.files);
    const url = `${host.url}manifest.json`;
    const later = retrieval();
    unwrap(await later.open(url));
    expect(unwrap(await later.download(() => {}))).toMatchObject(wholeIndex);
    expect(host.requests.filter(({ name }) => name.endsWith('.bin')).map(({ name }) => name)).toEqual([
      shard(),
    ]);
  });

  test.each<[string, Behaviour]>([
    ['a flipped bit', answers.flippedBit],
    ['a broken connection', answers.hangUp],
    ['an HTML page', answers.htmlPage],
    ['a busy host', answers.status(503)],
  ])('%s once: mended by another attempt, past the HTTP cache', async (_, behaviour) => {
    host.misbehave(shard(), behaviour);
    expect(unwrap(await (await opened()).download(() => {}))).toMatchObject(wholeIndex);
    const attempts = host.requests.filter(({ name }) => name === shard());
    expect(attempts).toHaveLength(2);
    expect(attempts[1]!.cacheControl).toBe('no-cache');
  });

  test('a damaged router: every list is searched without it', async () => {
    host.misbehave(fixture.manifest.router.name, answers.flippedBit, 9);
    const worker = await opened();
    expect(await worker.download(() => {})).toMatchObject({ ok: false, error: { code: 'shard-corrupt' } });
    expect(unwrap(await worker.search(oneQuery(), 3)).captionsSearched).toBe(240);
  });

  test('a host that is gone: the rest is not tried for ever', async () => {
    const worker = await opened();
    await host.close();
    expect(await worker.download(() => {})).toMatchObject({ ok: false, error: { code: 'network-failed' } });
    host = await startHost(fixture.files);
  });

  test.each<[string, Behaviour, string]>([
    ['404', answers.status(404), 'index-not-found'],
    ['an HTML page', answers.htmlPage, 'index-not-found'],
    ['500', answers.status(500), 'network-failed'],
    ['something else', (response) => void response.writeHead(200).end('[1, 2'), 'manifest-invalid'],
    [
      'other JSON',
      (response) => void response.writeHead(200).end('{"formatVersion": 99}'),
      'manifest-invalid',
    ],
  ])(
    '%s for the manifest: a clear error, and the index that was open stays open',
    async (_, behaviour, code) => {
      const worker = await downloaded();
      const other = await startHost(fixture.files);
      other.misbehave('manifest.json', behaviour, 9);
      expect(await worker.open(`${other.url}manifest.json`)).toMatchObject({ ok: false, error: { code } });
      expect(unwrap(await worker.search(oneQuery(), 3)).captionsSearched).toBe(240);
      await other.close();
    },
  );

  test('an address that is none', async () => {
    expect(await retrieval().open('ferns')).toMatchObject({ ok: false, error: { code: 'index-not-found' } });
  });
});

describe('storage', () => {
  test('after a reload without a network the index opens from storage and is searched', async () => {
    await downloaded();
    await host.close();
    const worker = retrieval({ fetch: noNetwork });
    expect(unwrap(await worker.open(manifestUrl))).toMatchObject(wholeIndex);
    expect(unwrap(await worker.search(oneQuery(), 1)).hits[0]![0]!.id).toBe(7);
    host = await startHost(fixture.files);
  });

  test('without a network and with nothing stored, the error says so', async () => {
    expect(await retrieval({ fetch: noNetwork }).open(manifestUrl)).toMatchObject({
      ok: false,
      error: { code: 'network-failed' },
    });
  });

  test('a cancelled download is no error, and is resumed without fetching anything twice', async () => {
    const worker = await opened();
    let cancelled = false;
    const info = unwrap(
      await worker.download(({ info }) => {
        if (present(info) > 0 && !cancelled) {
          cancelled = true;
          void worker.cancelDownload();
        }
      }),
    );
    expect(present(info)).toBeGreaterThan(0);
    expect(present(info)).toBeLessThan(240);
    const stored = await new IndexedDbStore().names();
    host.requests.length = 0;
    const later = retrieval();
    expect(unwrap(await later.open(manifestUrl)).captionsPresent).toBe(
      fixture.manifest.shards
        .filter(({ name }) => stored.has(name))
        .reduce((sum, { captions }) => sum + captions, 0),
    );
    expect(unwrap(await later.download(() => {}))).toMatchObject(wholeIndex);
    expect(host.requests.filter(({ name }) => stored.has(name))).toEqual([]);
  });

  test('cancelling while the host is silent ends at once', async () => {
    for (const { name } of [fixture.manifest.router, ...fixture.manifest.shards])
      host.misbehave(name, answers.stall, 9);
    const worker = await opened();
    const download = worker.download(() => {});
    await vi.waitFor(() => expect(host.requests.length).toBeGreaterThan(3));
    await worker.cancelDownload();
    expect(unwrap(await download).captionsPresent).toBe(0);
  });

  test('bytes without a row in the ledger do not exist', async () => {
    await downloaded();
    const name = fixture.manifest.shards[0]!.name;
    const { createStore, del } = await import('idb-keyval');
    await del(name, createStore('fernglass-shard-ledger', 'entries'));
    expect(unwrap(await retrieval().open(manifestUrl)).captionsPresent).toBe(200);
    expect(await new IndexedDbStore().read(name)).toBeUndefined();
  });

  test('a stored file that was damaged is dropped and fetched again', async () => {
    await downloaded();
    const name = fixture.manifest.shards[1]!.name;
    const { createStore, set } = await import('idb-keyval');
    const damaged = fixture.files.get(name)!.slice();
    damaged[100]! ^= 1;
    await set(name, damaged, createStore('fernglass-shard-bytes', 'entries'));
    const worker = retrieval();
    expect(unwrap(await worker.open(manifestUrl)).captionsPresent).toBe(200);
    expect(unwrap(await worker.download(() => {}))).toMatchObject(wholeIndex);
  });

  test('where storage is refused everything works in memory, and the user is told', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    });
    const worker = await downloaded();
    const info = unwrap(await worker.open(manifestUrl));
    expect(info).toMatchObject({ captionsPresent: 240, storage: 'memory' });
    expect(info.storageNotice).toMatch(/keeps no data .*insecure/);
  });

  test('where storage never answers, memory is used', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => ({}) as IDBOpenDBRequest);
    expect((await openStore(20)).store).toBeInstanceOf(MemoryStore);
  });

  test('when the quota is reached the rest works in memory, and the user is told', async () => {
    let writes = 0;
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
      if (args[0] instanceof Uint8Array && ++writes > 3)
        throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      return put.apply(this, args);
    });
    const worker = await opened();
    const info = unwrap(await worker.download(() => {}));
    expect(info).toMatchObject({ captionsPresent: 240, storage: 'memory' });
    expect(info.storageNotice).toMatch(/no more storage/);
    vi.restoreAllMocks();
    const later = unwrap(await retrieval().open(manifestUrl));
    expect(later.captionsPresent).toBeGreaterThan(0);
    expect(later.captionsPresent).toBeLessThan(240);
  });

  test('a database that the browser closed is opened again', async () => {
    const store = new IndexedDbStore();
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
    const worker = await downloaded();
    const other = await startHost((await makeIndex({ ...options, reseedFrom: 3 })).files);
    const shared = fixture.manifest.shards.slice(0, 3).map(({ name }) => name);
    const second = retrieval();
    unwrap(await second.open(`${other.url}manifest.json`));
    unwrap(await second.download(() => {}));
    unwrap(await worker.remove());
    const left = await new IndexedDbStore().names();
    expect(left.size).toBe(7);
    for (const name of shared) expect(left.has(name)).toBe(true);
    expect(unwrap(await worker.search(oneQuery(), 3))).toMatchObject({ captionsSearched: 0, hits: [[]] });
    expect(unwrap(await worker.download(() => {}))).toMatchObject(wholeIndex);
    await other.close();
  });
});

describe('a new version on the host', () => {
  test('is picked up; unchanged files are shared, and old ones go once it is complete', async () => {
    await downloaded();
    const next = await makeIndex({ ...options, title: 'Second', reseedFrom: 4 });
    host.serve(next.files);
    host.requests.length = 0;
    const worker = retrieval();
    const info = unwrap(await worker.open(manifestUrl));
    expect(info).toMatchObject({ manifest: { title: 'Second' }, captionsPresent: 160 });
    expect(unwrap(await worker.download(() => {}))).toMatchObject(wholeIndex);
    // Two shards and the router are new.
    expect(host.requests.filter(({ name }) => name.endsWith('.bin'))).toHaveLength(3);
    const expected = [next.manifest.router, ...next.manifest.shards].map(({ name }) => name);
    expect(await new IndexedDbStore().names()).toEqual(new Set(expected));
  });

  test('until it is complete the old one still opens offline, whole', async () => {
    await downloaded();
    const next = await makeIndex({ ...options, title: 'Second', reseedFrom: 4 });
    host.serve(next.files);
    host.misbehave(next.manifest.shards[5]!.name, answers.status(404), 9);
    const worker = await opened();
    expect(await worker.download(() => {})).toMatchObject({ ok: false });
    const offline = unwrap(await retrieval({ fetch: noNetwork }).open(manifestUrl));
    expect(offline).toMatchObject({ ...wholeIndex, manifest: { title: 'Fixture' } });
  });

  test('an unusable new manifest leaves the stored version in use', async () => {
    await downloaded();
    host.misbehave('manifest.json', answers.htmlPage, 9);
    expect(unwrap(await retrieval().open(manifestUrl))).toMatchObject(wholeIndex);
  });
});

describe('two tabs', () => {
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
    const tabs = [await opened({ lock }), await opened({ lock })];
    const infos = await Promise.all(tabs.map((tab) => tab.download(() => {})));
    for (const info of infos) expect(unwrap(info)).toMatchObject(wholeIndex);
    expect(host.requests.filter(({ name }) => name.endsWith('.bin'))).toHaveLength(7);
  });
});

test('of two opens the newest wins, however late the other is answered', async () => {
  const second = await startHost((await makeIndex({ ...options, title: 'Second', seed: 2 })).files);
  let release = () => {};
  host.misbehave('manifest.json', (_response, _bytes, next) => {
    release = next;
  });
  const worker = retrieval();
  const late = worker.open(manifestUrl);
  await vi.waitFor(() => expect(host.requests).toHaveLength(1));
  unwrap(await worker.open(`${second.url}manifest.json`));
  release();
  await late;
  expect(unwrap(await worker.download(() => {})).manifest.title).toBe('Second');
  await second.close();
});
