import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sha256Hex } from '../../../index-shards/format';
import type { FetchOptions } from '../../net';
import { type Behaviour, type Host, startHost } from '../../net/testing/host';
import { answers } from '../../net/testing/misbehaviour';
import { fetchManifest, fetchVerified } from './fetch-index';

const bytes = Uint8Array.from({ length: 120_000 }, (_, i) => (i * i) % 251);
let entry: { name: string; bytes: number; sha256: string };
let host: Host;

beforeEach(async () => {
  const sha256 = await sha256Hex(bytes);
  entry = { name: `${sha256}.bin`, bytes: bytes.length, sha256 };
  host = await startHost(new Map([[entry.name, bytes]]));
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await host.close();
});

const fetched = (options: Partial<FetchOptions> = {}) =>
  fetchVerified(new URL(entry.name, host.url), entry, { fetch, pause: 1, ...options });

const expectWhole = (got: Uint8Array) => expect(Buffer.compare(got, bytes)).toBe(0);

/** Milliseconds between each request and the one before. */
const waits = () => host.requests.slice(1).map(({ at }, i) => at - host.requests[i]!.at);

test('each repetition waits twice as long as the one before', async () => {
  host.misbehave(entry.name, answers.status(500), 2);
  expectWhole(await fetched({ pause: 60 }));
  const [first, second] = waits() as [number, number];
  expect(first).toBeGreaterThan(55);
  expect(second).toBeGreaterThan(115);
});

test('three attempts, then the host is left alone', async () => {
  host.misbehave(entry.name, answers.status(500), 9);
  await expect(fetched()).rejects.toMatchObject({
    code: 'network-failed',
    message: expect.stringMatching(/host answered with an error \(500\).*Try again later/),
  });
  expect(host.requests).toHaveLength(3);
});

test('a host that asks for a short wait gets it', async () => {
  host.misbehave(entry.name, answers.status(503, { 'retry-after': '1' }));
  expectWhole(await fetched());
  expect(waits()[0]).toBeGreaterThan(950);
});

test.each(['600', new Date(Date.now() + 600_000).toUTCString()])(
  'a host that asks for a long wait (Retry-After: %s) is not asked again, and the user is told how long',
  async (after) => {
    host.misbehave(entry.name, answers.status(429, { 'retry-after': after }), 9);
    await expect(fetched()).rejects.toMatchObject({
      code: 'network-failed',
      message: expect.stringMatching(/asks to wait 10 min/),
    });
    expect(host.requests).toHaveLength(1);
  },
);

test('a 404 is asked for once more past the HTTP cache: the browser may remember an old one', async () => {
  host.misbehave(entry.name, answers.status(404));
  expectWhole(await fetched());
  expect(host.requests.map(({ cacheControl }) => cacheControl)).toEqual([undefined, 'no-cache']);
  host.requests.length = 0;
  host.misbehave(entry.name, answers.status(404), 9);
  await expect(fetched()).rejects.toMatchObject({
    code: 'shard-not-found',
    message: expect.stringMatching(/is not there: its host answered 404\. Check the address/),
  });
  expect(host.requests).toHaveLength(2);
});

test.each<[string, Behaviour]>([
  ['reset half-way', answers.reset],
  ['reset before any answer', answers.resetAtOnce],
  ['closed half-way', answers.hangUp],
])('a connection %s: mended by another attempt, and said plainly when it goes on', async (_, behaviour) => {
  host.misbehave(entry.name, behaviour);
  expectWhole(await fetched());
  host.misbehave(entry.name, behaviour, 9);
  await expect(fetched()).rejects.toMatchObject({
    code: 'network-failed',
    message: expect.stringMatching(/could not be fetched .*Check the connection and try again/s),
  });
});

test('a drip of a few bytes now and then is given up like silence', async () => {
  host.misbehave(entry.name, answers.drip(5, 40), 9);
  const began = performance.now();
  await expect(fetched({ stallAfter: 400 })).rejects.toMatchObject({
    code: 'network-failed',
    message: expect.stringMatching(/only \d+ bytes came in 0\.4 s/),
  });
  expect(performance.now() - began).toBeLessThan(10_000);
});

test('a slow host that goes on sending is waited for, longer than silence would be', async () => {
  host.misbehave(entry.name, answers.drip(20_000, 300));
  const began = performance.now();
  expectWhole(await fetched({ stallAfter: 1200 }));
  expect(performance.now() - began).toBeGreaterThan(1500);
  expect(host.requests).toHaveLength(1);
});

test('a host that compresses on the way sends the same file', async () => {
  host.misbehave(entry.name, answers.compressed);
  expectWhole(await fetched());
  expect(host.requests).toHaveLength(1);
});

test('an abort during a wait ends it at once', async () => {
  host.misbehave(entry.name, answers.status(500), 9);
  const stop = new AbortController();
  const waiting = fetched({ pause: 60_000, signal: stop.signal });
  await vi.waitFor(() => expect(host.requests).toHaveLength(1), 20_000);
  stop.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
});

test('where another host cannot be read, the message names what a browser does not tell', async () => {
  vi.stubGlobal('location', { origin: 'https://fernglass.example' });
  const refused = async () => Promise.reject(new TypeError('Failed to fetch'));
  const message = (url: string) =>
    fetchManifest(new URL(url), { fetch: refused, attempts: 1 }).catch((error: Error) => error.message);
  expect(await message('https://elsewhere.example/manifest.json')).toMatch(/Access-Control-Allow-Origin/);
  expect(await message('http://elsewhere.example/manifest.json')).toMatch(/begins with https:/);
  expect(await message('https://fernglass.example/manifest.json')).toMatch(/Check the connection and try/);
});
