import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type FetchOptions, fetchFile, Passing, type Wanted } from '.';
import { type Behaviour, type Host, startHost } from './testing/host';
import { answers } from './testing/misbehaviour';
import { answerFor, etagOf } from './testing/ranges';

const LENGTH = 120_000;
const bytes = Uint8Array.from({ length: LENGTH }, (_, i) => (i * i) % 251);
const other = bytes.map((byte) => byte ^ 1);
const name = 'weights.bin';
let host: Host;

beforeEach(async () => {
  host = await startHost(new Map([[name, bytes]]));
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await host.close();
});

const wanted = (change: Partial<Wanted> = {}): Wanted => ({
  url: new URL(name, host.url),
  file: 'The file',
  cache: 'default',
  most: Number.POSITIVE_INFINITY,
  missing: 'model-not-found',
  tooLong: 'model-unreadable',
  remedy: 'ask someone',
  mayBeNew: false,
  ...change,
});

const fetched = (options: Partial<FetchOptions> = {}, change: Partial<Wanted> = {}) =>
  fetchFile(wanted(change), { fetch, pause: 1, ...options }, (got) => got);

const expectWhole = (got: Uint8Array, whole = bytes) => expect(Buffer.compare(got, whole)).toBe(0);
/** For each request, the place from which on the file was asked for. */
const starts = () => host.requests.map(({ range }) => Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0));

describe('a connection that breaks at 90 %', () => {
  const at = LENGTH * 0.9;

  // Fault: connection breaks × model; connection breaks × captions
  test('goes on from there, if the file is still the same', async () => {
    host.misbehave(name, answers.breakAfter(at));
    const seen: [number, number][] = [];
    expectWhole(await fetched({ onBytes: (...step) => seen.push(step) }));
    expect(starts()).toEqual([0, at]);
    expect(host.requests[1]!.ifRange).toBe(etagOf(bytes));
    expect(seen.every(([, total]) => total === LENGTH)).toBe(true);
    expect(seen.map(([loaded]) => loaded)).toEqual(seen.map(([loaded]) => loaded).sort((a, b) => a - b));
    expect(seen.at(-1)).toEqual([LENGTH, LENGTH]);
  });

  // Fault: host silent × model; host silent × captions
  test('by silence goes on as well', async () => {
    host.misbehave(name, answers.stallAfter(at));
    expectWhole(await fetched({ stallAfter: 300 }));
    expect(starts()).toEqual([0, at]);
  });

  test('goes on through several breaks of a long file, more than attempts without success', async () => {
    const long = Uint8Array.from({ length: 9 * 2 ** 20 }, (_, i) => (i * i) % 253);
    host.serve(new Map([[name, long]]));
    host.misbehave(name, answers.breakAfter(1.5 * 2 ** 20), 5);
    expectWhole(await fetched(), long);
    expect(host.requests).toHaveLength(6);
    expect(starts()).toEqual([...starts()].sort((a, b) => a - b));
  });

  test('waits for a host that is busy in between, as it asks, and goes on then', async () => {
    host.misbehave(name, answers.breakAfter(at));
    host.misbehave(name, answers.status(503, { 'retry-after': '1' }));
    host.serve(new Map([[name, bytes]]));
    expectWhole(await fetched({ attempts: 4 }));
    expect(starts()).toEqual([0, at, at]);
    expect(host.requests[2]!.at - host.requests[1]!.at).toBeGreaterThan(950);
  });

  test('is given up where the host asks to wait for long', async () => {
    host.misbehave(name, answers.breakAfter(at));
    host.misbehave(name, answers.status(429, { 'retry-after': '600' }));
    await expect(fetched()).rejects.toMatchObject({
      code: 'network-failed',
      message: expect.stringMatching(/wait 10 min/),
    });
  });

  test('takes the whole file where the host gives no parts', async () => {
    host.misbehave(name, answers.breakAfter(at));
    host.misbehave(name, (response, all) => {
      response.writeHead(200, { 'content-length': all.length }).end(all);
    });
    expectWhole(await fetched());
    expect(host.requests).toHaveLength(2);
  });

  // Fault: changed on the host × model
  test('takes the new file where it has changed in between', async () => {
    host.misbehave(name, (response, all, next) => {
      host.serve(new Map([[name, other]]));
      answers.breakAfter(at)(response, all, next);
    });
    expectWhole(await fetched(), other);
    expect(starts()).toEqual([0, at]);
  });

  test.each<[string, Behaviour]>([
    ['another part', answers.withHeaders({ 'content-range': `bytes ${at - 1}-${LENGTH - 1}/${LENGTH}` })],
    [
      'a part of a file of another length',
      answers.withHeaders({ 'content-range': `bytes ${at}-${LENGTH - 1}/${LENGTH + 1}` }),
    ],
    ['only some of the rest', answers.withHeaders({ 'content-range': `bytes ${at}-${at + 10}/${LENGTH}` })],
    ['a part that is not said to be one', answers.withHeaders({ 'content-range': null })],
    ['a part of a file with another tag', answers.withHeaders({ etag: '"another"' })],
    ['a part without a tag', answers.withHeaders({ etag: null })],
    [
      'a compressed part',
      (response, all) => {
        const { headers, body } = answerFor(response.req, all);
        const packed = gzipSync(body);
        response
          .writeHead(206, { ...headers, 'content-encoding': 'gzip', 'content-length': packed.length })
          .end(packed);
      },
    ],
    ['that it has no such part', answers.status(416)],
  ])('begins anew where the host answers with %s', async (_, behaviour) => {
    host.misbehave(name, answers.breakAfter(at));
    host.misbehave(name, behaviour);
    expectWhole(await fetched());
    expect(starts()).toEqual([0, at, 0]);
  });

  test.each<[string, Record<string, string | null>]>([
    ['nothing tells whether the file is the same', { etag: null }],
    ['the tag is a weak one', { etag: 'W/"weak"' }],
    ['the host says that it gives no parts', { 'accept-ranges': 'none' }],
    ['the length is not known', { 'content-length': null, 'transfer-encoding': 'chunked' }],
  ])('begins anew where %s', async (_, headers) => {
    host.misbehave(name, (response: ServerResponse, all) => {
      const { status, headers: own } = answerFor(response.req, all);
      const kept = Object.entries({ ...own, ...headers }).filter(([, value]) => value !== null);
      response.writeHead(status, Object.fromEntries(kept) as Record<string, string>);
      response.write(all.subarray(0, at), () => response.socket?.resetAndDestroy());
    });
    expectWhole(await fetched());
    expect(starts()).toEqual([0, 0]);
  });

  test('of a compressed answer begins anew: parts are counted before unpacking', async () => {
    host.misbehave(name, (response, all) => {
      const packed = gzipSync(all);
      response.writeHead(200, {
        'content-encoding': 'gzip',
        etag: '"packed"',
        'content-length': packed.length,
      });
      response.write(packed.subarray(0, packed.length - 100), () => response.socket?.resetAndDestroy());
    });
    expectWhole(await fetched());
    expect(starts()).toEqual([0, 0]);
  });

  test('goes by the date of the last change where there is no tag', async () => {
    const date = 'Mon, 02 Nov 2026 08:00:00 GMT';
    const dated = (request: Parameters<typeof answerFor>[0], all: Uint8Array) => {
      const { 'if-range': _, ...headers } = request.headers;
      const answer = answerFor({ headers }, all);
      return { ...answer, headers: { ...answer.headers, etag: undefined, 'last-modified': date } };
    };
    host.misbehave(name, (response, all) => {
      const { headers } = dated(response.req, all);
      response.writeHead(200, JSON.parse(JSON.stringify(headers)));
      response.write(all.subarray(0, at), () => response.socket?.resetAndDestroy());
    });
    host.misbehave(name, (response, all) => {
      const { status, headers, body } = dated(response.req, all);
      response.writeHead(status, JSON.parse(JSON.stringify(headers))).end(body);
    });
    expectWhole(await fetched());
    expect(starts()).toEqual([0, at]);
    expect(host.requests[1]!.ifRange).toBe(date);
  });

  test('asks another host without If-Range, for which the browser would have to ask for leave', async () => {
    vi.stubGlobal('location', { origin: 'https://fernglass.example' });
    host.misbehave(name, answers.breakAfter(at));
    expectWhole(await fetched());
    expect(starts()).toEqual([0, at]);
    expect(host.requests[1]!.ifRange).toBeUndefined();
  });

  test('begins anew at the last attempt, for hosts that refuse to be asked for a part', async () => {
    host.misbehave(name, answers.breakAfter(at));
    host.misbehave(name, answers.resetAtOnce);
    expectWhole(await fetched());
    expect(starts()).toEqual([0, at, 0]);
  });

  test('what was pieced together and is not accepted is fetched again in one', async () => {
    host.misbehave(name, answers.breakAfter(at));
    // A host whose tag does not tell one file from another.
    host.misbehave(name, (response) =>
      answers.withHeaders({ etag: etagOf(bytes) })(response, other, () => {}),
    );
    const accept = vi.fn((got: Uint8Array) => {
      if (Buffer.compare(got, bytes) !== 0) throw new Passing('model-unreadable', 'Another file.');
      return got;
    });
    expectWhole(await fetchFile(wanted(), { fetch, pause: 1, attempts: 4 }, accept));
    expect(accept).toHaveBeenCalledTimes(2);
    expect(starts()).toEqual([0, at, 0]);
  });

  test('an abort ends it at once, and nothing is asked for any more', async () => {
    host.misbehave(name, answers.stallAfter(at));
    const stop = new AbortController();
    const waiting = fetched({
      signal: stop.signal,
      onBytes: (loaded) => loaded === at && stop.abort(new Error('enough')),
    });
    await expect(waiting).rejects.toThrow('enough');
    expect(host.requests).toHaveLength(1);
  });
});

test('what is not accepted is not fetched again unasked', async () => {
  const accept = () => {
    throw new Error('not this');
  };
  await expect(fetchFile(wanted(), { fetch, pause: 1 }, accept)).rejects.toThrow('not this');
  expect(host.requests).toHaveLength(1);
});

// Fault: claims too much × model; claims too much × captions
test('a file longer than it may be is given up, and no room is taken for it', async () => {
  await expect(fetched({}, { most: 1000 })).rejects.toMatchObject({
    code: 'model-unreadable',
    message: expect.stringMatching(/longer than it should be.*ask someone/),
  });
});

test('an end that comes early and unannounced is an error that says how much came', async () => {
  const cut = async () =>
    new Response(bytes.slice(0, 1000), { headers: { 'content-length': String(LENGTH) } });
  await expect(fetched({ fetch: cut })).rejects.toMatchObject({
    code: 'network-failed',
    message: expect.stringMatching(/1000 bytes came instead of 120000/),
  });
});

describe('what comes', () => {
  const answered = (body: ReadableStream) =>
    fetched({ fetch: async () => new Response(body, { headers: { 'content-length': String(LENGTH) } }) });

  test('is read through one buffer: chunks left to the garbage collector would take as much memory again', async () => {
    const rooms: ArrayBufferLike[] = [];
    let at = 0;
    const body = new ReadableStream({
      type: 'bytes',
      pull(controller) {
        const view = controller.byobRequest?.view as Uint8Array | undefined;
        if (view === undefined) throw new Error('A chunk of its own was asked for.');
        rooms.push(view.buffer);
        const next = bytes.subarray(at, Math.min(at + 7000, at + view.byteLength));
        if (next.length === 0) controller.close();
        view.set(next);
        controller.byobRequest!.respond(next.length);
        at += next.length;
      },
    });
    expectWhole(await answered(body));
    expect(rooms.length).toBeGreaterThan(LENGTH / 7000);
    expect(new Set(rooms.map(({ byteLength }) => byteLength)).size).toBe(1);
  });

  test('is read where the browser knows no such buffers', async () => {
    const body = new ReadableStream({
      start(controller) {
        for (let at = 0; at < LENGTH; at += 7000) controller.enqueue(bytes.subarray(at, at + 7000));
        controller.close();
      },
    });
    expectWhole(await answered(body));
  });
});
