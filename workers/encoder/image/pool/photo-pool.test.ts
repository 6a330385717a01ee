import { readFileSync } from 'node:fs';
import * as Comlink from 'comlink';
import { afterEach, expect, test } from 'vitest';
import { chooseNetwork } from '../../../net';
import type { PhotoFile, PhotoSource } from '../../../protocol';
import type { PreprocessorSettings } from '../../checkpoint/preprocessor';
import { PhotoPool } from './photo-pool';
import { poolSize } from './pool-size';
import { fileOf, type ReadPhoto } from './read-photo';
import type { ReaderApi } from './reader';

const bytes = readFileSync(new URL('../../fixtures/pictures/plain.png', import.meta.url));
const settings: PreprocessorSettings = {
  imageSize: 4,
  fit: { kind: 'squeeze', side: 4, rounding: 'down' },
  resample: 'bicubic',
  rescaleFactor: 1 / 255,
  mean: [0, 0, 0],
  standardDeviation: [1, 1, 1],
};

/** A picture told from others by its length: what lies behind its end is no part of it. */
const photo = (number: number): PhotoFile => ({
  key: `${number}`,
  file: new Blob([bytes, new Uint8Array(number)]),
});
const numberOf = (source: PhotoSource) => fileOf(source).size - bytes.length;
const photos = (...numbers: number[]) => numbers.map(photo);

/** What a reader makes of a photo; reading itself needs a browser. */
const readOf = (number: number) => ({
  ok: true as const,
  value: { width: number, height: 1, warnings: [], pixels: new Float32Array(0) } as unknown as ReadPhoto,
});

type Read = (number: number, end: () => void) => Promise<ReturnType<typeof readOf>>;

const started: TestWorker[] = [];
/** What workers were told of the network. */
const told: unknown[] = [];
/** One end of a channel, at whose other end a reader works; it ends as a worker does. */
class TestWorker extends EventTarget {
  readonly #port: MessagePort;
  isOver = false;

  constructor(read: Read) {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data }) => {
      if (!this.isOver) this.dispatchEvent(new MessageEvent('message', { data }));
    };
    const reader: ReaderApi = {
      chooseNetwork: async (choice) => void told.push(choice),
      read: (file) => read(numberOf(file), () => this.fail()),
    };
    Comlink.expose(reader, port2);
    port2.postMessage({ hello: 1 });
    started.push(this);
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#port.postMessage(message, transfer);
  }

  terminate(): void {
    this.isOver = true;
    this.#port.close();
  }

  /** As if its program threw. */
  fail(): void {
    this.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message: 'it broke' }));
  }
}

const pools: PhotoPool[] = [];
function poolOf(read: Read, size = 2): PhotoPool {
  const pool = new PhotoPool(settings, { size, spawn: () => new TestWorker(read) as unknown as Worker });
  pools.push(pool);
  return pool;
}
afterEach(() => {
  for (const pool of pools.splice(0)) pool.rest();
  started.length = 0;
  told.length = 0;
  chooseNetwork(null);
});

const widthOf = async (result: ReturnType<PhotoPool['take']>) => {
  const read = await result;
  return read.ok ? read.value.width : read.error.code;
};

test('photos read ahead are handed out by their keys, in whatever order they are asked for', async () => {
  const pool = poolOf(async (number) => readOf(number));
  expect(started).toHaveLength(0);
  const [a, b, c] = photos(1, 2, 3) as [PhotoFile, PhotoFile, PhotoFile];
  pool.readAhead([], { keys: [], next: [a, b, c] });
  expect(await widthOf(pool.take(c.key, c.file))).toBe(3);
  expect(await widthOf(pool.take(a.key, a.file))).toBe(1);
  expect(await widthOf(pool.take(b.key, b.file))).toBe(2);
  expect(started.length).toBeLessThanOrEqual(2);
});

test('each photo is read once, and one that is wanted no more is forgotten', async () => {
  const seen: number[] = [];
  const pool = poolOf(async (number) => {
    seen.push(number);
    return readOf(number);
  });
  const [a, b, c] = photos(1, 2, 3) as [PhotoFile, PhotoFile, PhotoFile];
  pool.readAhead([], { keys: [], next: [a, b] });
  pool.readAhead([], { keys: [a.key], next: [c] });
  expect(await widthOf(pool.take(a.key, a.file))).toBe(1);
  expect(await widthOf(pool.take(c.key, c.file))).toBe(3);
  expect(seen.toSorted()).toEqual([1, 2, 3]);
  // Asked for after all, it is read here, where there is no browser.
  expect(await widthOf(pool.take(b.key, b.file))).toBe('image-unreadable');
});

test('several photos that are asked for at once are read by workers, before those that come next', async () => {
  const seen: number[] = [];
  const pool = poolOf(async (number) => {
    seen.push(number);
    return readOf(number);
  }, 1);
  const [a, b, c] = photos(1, 2, 3) as [PhotoFile, PhotoFile, PhotoFile];
  pool.readAhead([a.file, b.file], { keys: [a.key, b.key], next: [c] });
  expect(await widthOf(pool.take(c.key, c.file))).toBe(3);
  expect(await widthOf(pool.take(b.key, b.file))).toBe(2);
  expect(seen).toEqual([1, 2, 3]);
});

test('one photo that is asked for alone is read here, without a worker', async () => {
  const pool = poolOf(async (number) => readOf(number));
  const [a] = photos(1) as [PhotoFile];
  pool.readAhead([a.file], { keys: [a.key], next: [] });
  // Which needs a browser.
  expect(await widthOf(pool.take(a.key, a.file))).toBe('image-unreadable');
  expect(started).toHaveLength(0);
});

test('what a worker ended over is tried in fresh ones and then given up; what waited behind it is read', async () => {
  const pool = poolOf(async (number, end) => {
    if (number !== 2) return readOf(number);
    // Its answers before have come by then.
    setTimeout(end, 5);
    return new Promise(() => {});
  }, 1);
  const next = photos(1, 2, 3, 4);
  pool.readAhead([], { keys: [], next });
  const widths = await Promise.all(next.map(({ key, file }) => widthOf(pool.take(key, file))));
  expect(widths).toEqual([1, 'worker-failed', 3, 4]);
});

test('where no worker can be started photos are read here', async () => {
  const none = new PhotoPool(settings, {
    size: 2,
    spawn: () => {
      throw new Error('no workers within workers');
    },
  });
  pools.push(none);
  const [a] = photos(1) as [PhotoFile];
  none.readAhead([], { keys: [], next: [a] });
  // Which needs a browser.
  expect(await widthOf(none.take(a.key, a.file))).toBe('image-unreadable');
  expect(await widthOf(none.take('other', new Blob(['text'])))).toBe('image-unreadable');
});

test('a file that is no picture is told without a worker', async () => {
  const pool = poolOf(async (number) => readOf(number));
  const file = new Blob(['%PDF-1.7']);
  pool.readAhead([], { keys: [], next: [{ key: 'a', file }] });
  expect(await widthOf(pool.take('a', file))).toBe('image-type-unsupported');
  expect(started).toHaveLength(0);
});

test('workers end at rest, and start again for the next photo', async () => {
  const pool = poolOf(async (number) => readOf(number), 1);
  for (const number of [1, 2]) {
    const next = photos(number);
    pool.readAhead([], { keys: [], next });
    expect(await widthOf(pool.take(next[0]!.key, next[0]!.file))).toBe(number);
    pool.rest();
    expect(started[number - 1]!.isOver).toBe(true);
  }
  expect(started).toHaveLength(2);
});

test('as many workers as the device bears', () => {
  expect(poolSize({ hardwareConcurrency: 16, deviceMemory: 8 })).toBe(4);
  expect(poolSize({ hardwareConcurrency: 2 })).toBe(2);
  expect(poolSize({ hardwareConcurrency: 8, deviceMemory: 2 })).toBe(1);
  expect(poolSize({ hardwareConcurrency: 6, userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0)' })).toBe(2);
  expect(poolSize({ hardwareConcurrency: 1 })).toBe(1);
});

test('workers are told what may be fetched before they read anything; nothing where nobody said', async () => {
  const [a, b] = photos(1, 2) as [PhotoFile, PhotoFile];
  const free = poolOf(async (number) => readOf(number), 1);
  free.readAhead([], { keys: [], next: [a] });
  expect(await widthOf(free.take(a.key, a.file))).toBe(1);
  expect(told).toEqual([]);
  const closed = { closed: true, origins: [] };
  chooseNetwork(closed);
  const toldAtFirst: unknown[] = [];
  const pool = poolOf(async (number) => {
    toldAtFirst.push(...told);
    return readOf(number);
  }, 1);
  pool.readAhead([], { keys: [], next: [b] });
  expect(await widthOf(pool.take(b.key, b.file))).toBe(2);
  expect(toldAtFirst).toEqual([closed]);
});
