import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Host, startHost } from '../../../net/testing/host';
import { answers } from '../../../net/testing/misbehaviour';
import type { FolderSource } from '../../../protocol';
import { MemoryFiles } from '../../../storage';
import { hostFiles } from './host';
import { storeKey } from './listing';
import { type ModelStore, modelStoreIn } from './model-store';
import { hasWhole, readWhole, wholeBlob, wholeFile } from './pieces';

const PIECE = 1 << 16;
const LENGTH = 9.5 * PIECE;
const NAME = 'weights.onnx_data';
const weights = Uint8Array.from({ length: LENGTH }, (_, i) => (i * i * 7) % 251);
const sha256 = async (bytes: Uint8Array<ArrayBuffer>) =>
  Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');

let host: Host;
let source: FolderSource;
let files: MemoryFiles;
let store: ModelStore;

beforeEach(async () => {
  host = await startHost(new Map([[NAME, weights]]));
  source = { id: 'path', revision: 'main', host: `${host.url}../`, layout: 'folder' };
  files = new MemoryFiles();
  store = modelStoreIn(files);
});
afterEach(() => host.close());

/** The store as one that copies what it is given, and gives blobs. */
const onDevice = (): ModelStore => ({
  ...store,
  put: (key, bytes) => store.put(key, bytes.slice()),
  blob: async (key) => {
    const kept = await files.read(key);
    return kept === undefined ? null : new Blob([kept]);
  },
});
/** A visit of its own: everything but the store is new. */
const visit = (change: { readonly store?: ModelStore } = {}) =>
  hostFiles(source, { store, pieceBytes: PIECE, fetching: { pause: 1 }, ...change });
const expectWhole = (got: unknown, whole = weights) =>
  expect(Buffer.compare(got as Uint8Array, whole)).toBe(0);
const key = () => storeKey(source, NAME);
/** From where on the file was asked for, request by request. */
const starts = () =>
  host.requests
    .filter(({ name }) => name === NAME)
    .map(({ range }) => Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0));

/** A visit that ends once so many bytes have come. */
async function cutOffAt(bytes: number): Promise<void> {
  host.misbehave(NAME, answers.breakAfter(bytes));
  host.misbehave(NAME, answers.status(404));
  await expect(visit().weights(NAME)).rejects.toMatchObject({ code: 'model-not-found' });
  host.requests.length = 0;
}

describe('weights that a visit did not see the end of', () => {
  test('go on at the next one after the last whole piece, and need no network at the one after', async () => {
    await cutOffAt(4.2 * PIECE);
    expect(await hasWhole(store, key())).toBe(false);
    const next = visit();
    expectWhole(await next.weights(NAME));
    expect(starts()).toEqual([4 * PIECE]);
    expect(next.allStored()).toBe(true);

    await host.close();
    const later = visit();
    expectWhole(await later.weights(NAME));
    await host.reopen();
    expect(starts()).toEqual([4 * PIECE]);
  });

  test('tell from the first moment what is there already', async () => {
    await cutOffAt(4.2 * PIECE);
    const told: [number, number][] = [];
    const next = hostFiles(source, {
      store,
      pieceBytes: PIECE,
      onProgress: ({ file, loaded, total }) => file === NAME && told.push([loaded, total]),
    });
    await next.weights(NAME);
    expect(told[0]).toEqual([4 * PIECE, LENGTH]);
    expect(told.at(-1)).toEqual([LENGTH, LENGTH]);
  });

  test('begin anew where the host has other weights by now', async () => {
    await cutOffAt(4.2 * PIECE);
    const others = weights.map((byte) => byte ^ 1);
    host.serve(new Map([[NAME, others]]));
    expectWhole(await visit().weights(NAME), others);
    expectWhole(await readWhole(store, key()), others);
  });

  test('are looked at without a request where all had come', async () => {
    await visit().weights(NAME);
    const list = (await files.read(`${key()}&pieces=whole`))!;
    await files.write(`${key()}&pieces=part`, list);
    await files.drop([`${key()}&pieces=whole`]);
    host.requests.length = 0;
    expectWhole(await visit().weights(NAME));
    expect(starts()).toEqual([]);
    expect(await hasWhole(store, key())).toBe(true);
  });

  test('are fetched whole where all had come and are not what they should be', async () => {
    host.serve(
      new Map([
        [NAME, weights],
        ['files.json', await filesJson(weights)],
      ]),
    );
    await visit().weights(NAME);
    // Another file, whose pieces are as they were written.
    const others = weights.map((byte) => byte ^ 1);
    host.serve(
      new Map([
        [NAME, others],
        ['files.json', await filesJson(others)],
      ]),
    );
    const [list] = [(await files.read(`${key()}&pieces=whole`))!];
    await files.write(`${key()}&pieces=part`, list);
    await files.drop([`${key()}&pieces=whole`, storeKey(source, '.fernglass-listing')]);
    host.requests.length = 0;
    expectWhole(await visit().weights(NAME), others);
    expect(starts()).toEqual([0]);
  });
});

const filesJson = async (bytes: Uint8Array<ArrayBuffer>) =>
  Buffer.from(JSON.stringify({ [NAME]: { bytes: bytes.length, sha256: await sha256(bytes) } }));

describe('a host without tags and dates', () => {
  const bare = answers.withHeaders({ etag: null });

  test('is asked for all again where nobody says what the file should be', async () => {
    host.misbehave(NAME, (response, bytes) => {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 4.2 * PIECE), () => setTimeout(() => response.destroy(), 300));
    });
    host.misbehave(NAME, answers.status(404));
    await expect(visit().weights(NAME)).rejects.toThrow();
    host.requests.length = 0;
    host.misbehave(NAME, bare, 3);
    expectWhole(await visit().weights(NAME));
    expect(starts()).toEqual([0]);
  });

  test('is asked for the rest where a checksum is known, and the whole is held against it', async () => {
    host.serve(
      new Map([
        [NAME, weights],
        ['files.json', await filesJson(weights)],
      ]),
    );
    host.misbehave(NAME, (response, bytes) => {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 4.2 * PIECE), () => setTimeout(() => response.destroy(), 300));
    });
    host.misbehave(NAME, answers.status(404));
    await expect(visit().weights(NAME)).rejects.toThrow();
    host.requests.length = 0;
    host.misbehave(NAME, bare, 3);
    expectWhole(await visit().weights(NAME));
    expect(starts()).toEqual([4 * PIECE]);
  });
});

describe('the pieces in the store', () => {
  test('are of the size asked for, and one that went bad has no more than the rest fetched again', async () => {
    await visit().weights(NAME);
    expect((await files.read(`${key()}&piece=0`))!.length).toBe(PIECE);
    expect((await files.read(`${key()}&piece=9`))!.length).toBe(PIECE / 2);
    const bad = (await files.read(`${key()}&piece=6`))!.slice();
    bad[5]! ^= 1;
    await files.write(`${key()}&piece=6`, bad);
    host.requests.length = 0;
    expectWhole(await visit().weights(NAME));
    expect(starts()).toEqual([6 * PIECE]);
  });

  test('go where the room ends: the model works from memory, and says so', async () => {
    let room = 5;
    const full: ModelStore = { ...store, put: async (k, b) => (room-- > 0 ? store.put(k, b) : false) };
    const cramped = visit({ store: full });
    expectWhole(await cramped.weights(NAME));
    expect(cramped.allStored()).toBe(false);
    expect([...(await files.names())].filter((name) => name.includes(NAME))).toEqual([]);
  });

  test('are one blob, where the store gives blobs', async () => {
    await visit().weights(NAME);
    const whole = await wholeBlob(onDevice(), key());
    expectWhole(new Uint8Array(await whole!.arrayBuffer()));
    expect(await wholeBlob(store, key())).toBeNull();
    expect(await wholeBlob({ ...onDevice(), blob: async () => null }, key())).toBeNull();
    expect(await wholeBlob(onDevice(), `${key()}other`)).toBeNull();
  });

  test('are no blob where one went bad: the rest is fetched again', async () => {
    await visit().weights(NAME);
    const bad = (await files.read(`${key()}&piece=6`))!.slice();
    bad[5]! ^= 1;
    await files.write(`${key()}&piece=6`, bad);
    host.requests.length = 0;
    const next = visit({ store: onDevice() });
    expect(await next.kept!(NAME)).toBeNull();
    expectWhole(await next.weights(NAME));
    expect(starts()).toEqual([6 * PIECE]);
  });

  test('are held where there is no room for them, and come once', async () => {
    const full = visit({ store: { ...store, put: async () => false } });
    expect(await full.keep(NAME)).toBe(false);
    expect(await full.keep(NAME)).toBe(false);
    expectWhole(await full.weights(NAME));
    expect(starts()).toEqual([0]);
  });

  test('of a list that a later version wrote are not used', async () => {
    await visit().weights(NAME);
    const list = JSON.parse(Buffer.from((await files.read(`${key()}&pieces=whole`))!).toString());
    expect(list.version).toBe(1);
    await files.write(`${key()}&pieces=whole`, Buffer.from(JSON.stringify({ ...list, version: 2 })));
    host.requests.length = 0;
    expectWhole(await visit().weights(NAME));
    expect(starts()).toEqual([0]);
  });

  test('of version 0, one for the whole file, are read as they are', async () => {
    await files.write(key(), weights);
    expectWhole(await visit().weights(NAME));
    expect(starts()).toEqual([]);
    expect(await hasWhole(store, key())).toBe(true);
  });

  test('are told by their keys from whole files', () => {
    expect(wholeFile('https://a/b?revision=1')).toBe('https://a/b?revision=1');
    expect(wholeFile('https://a/b?revision=1&pieces=whole')).toBe('https://a/b?revision=1');
    expect(wholeFile('https://a/b?revision=1&pieces=part')).toBeNull();
    expect(wholeFile('https://a/b?revision=1&piece=3')).toBeNull();
  });
});
