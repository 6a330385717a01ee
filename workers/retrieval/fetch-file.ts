import { type FileEntry, type Manifest, parseManifest, verifyBytes } from '../../index-shards/format';
import { type ErrorCode, FernglassError } from '../../src/core';

export interface FetchOptions {
  readonly fetch: typeof fetch;
  readonly signal?: AbortSignal;
  /** Bytes of the file that have arrived; starts again when a fetch is repeated. */
  readonly onBytes?: (loaded: number) => void;
  /** A fetch from which nothing arrives for so long is given up, in milliseconds. */
  readonly stallAfter?: number;
  /** Wait before the first repetition, in milliseconds; doubles with each. */
  readonly pause?: number;
  readonly attempts?: number;
}

const STALL_AFTER = 30_000;
const PAUSE = 400;
const ATTEMPTS = 3;
/** A manifest of 65,536 shards is about 20 MB. */
const MOST_MANIFEST_BYTES = 2 ** 25;

/** A failure that another attempt may mend. */
class Passing extends FernglassError {}

/**
 * Fetches a content-hashed file and checks it; repeats twice, past the HTTP cache, where that can help.
 * @throws FernglassError `shard-not-found`, `shard-corrupt` or `network-failed`; the signal's reason when aborted.
 */
export function fetchVerified(
  url: URL,
  entry: FileEntry,
  options: FetchOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const file = `The file ${fileName(url)} of the caption index`;
  return repeated(options, async (cache) => {
    const bytes = await fetchBytes(url, file, 'shard-not-found', entry.bytes, cache, options);
    try {
      await verifyBytes(bytes, entry);
    } catch (error) {
      if (looksLikeHtml(bytes)) throw notThere(file, 'shard-not-found', 'a web page came instead');
      if (!(error instanceof FernglassError) || error.code !== 'shard-corrupt') throw error;
      throw new Passing('shard-corrupt', error.message, { cause: error });
    }
    return bytes;
  });
}

/**
 * Fetches a manifest, never from the HTTP cache unasked; repeats twice where that can help.
 * @throws FernglassError `index-not-found`, `manifest-invalid` or `network-failed`; the signal's reason when aborted.
 */
export function fetchManifest(
  url: URL,
  options: FetchOptions,
): Promise<{ manifest: Manifest; text: string }> {
  const file = `The index at ${url}`;
  return repeated(options, async () => {
    const bytes = await fetchBytes(url, file, 'index-not-found', MOST_MANIFEST_BYTES, 'no-cache', options);
    if (looksLikeHtml(bytes)) throw notThere(file, 'index-not-found', 'a web page came instead');
    const text = new TextDecoder().decode(bytes);
    return { manifest: parseManifest(parseJson(text)), text };
  });
}

/**
 * Parses a manifest's text.
 * @throws FernglassError `manifest-invalid`.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FernglassError(
      'manifest-invalid',
      "The index's manifest.json is not JSON. Check that the address is that of an index.",
      { cause },
    );
  }
}

async function repeated<T>(
  { signal, pause = PAUSE, attempts = ATTEMPTS }: FetchOptions,
  attempt: (cache: RequestCache) => Promise<T>,
): Promise<T> {
  for (let count = 1; ; count++) {
    try {
      return await attempt(count === 1 ? 'default' : 'reload');
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof Passing)) throw error;
      if (count >= attempts) throw new FernglassError(error.code, error.message, { cause: error.cause });
      await wait(pause * 2 ** (count - 1), signal);
    }
  }
}

async function fetchBytes(
  url: URL,
  file: string,
  missing: ErrorCode,
  most: number,
  cache: RequestCache,
  options: FetchOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const { signal, stallAfter = STALL_AFTER } = options;
  const stop = new AbortController();
  const onAbort = () => stop.abort(signal?.reason);
  signal?.throwIfAborted();
  signal?.addEventListener('abort', onAbort, { once: true });
  let stall: ReturnType<typeof setTimeout> | undefined;
  const arrived = () => {
    clearTimeout(stall);
    stall = setTimeout(() => stop.abort(new Error(`nothing came for ${stallAfter / 1000} s`)), stallAfter);
  };
  arrived();
  try {
    const response = await options.fetch(url, { cache, signal: stop.signal, credentials: 'same-origin' });
    refuseStatus(response.status, file, missing);
    const chunks: Uint8Array[] = [];
    let loaded = 0;
    // Only a response without a content has no body: an empty file.
    const reader = response.body?.getReader();
    while (reader) {
      const { done, value } = await reader.read();
      if (done) break;
      arrived();
      chunks.push(value);
      loaded += value.length;
      if (loaded > most) {
        await reader.cancel();
        throw new Passing(
          missing === 'shard-not-found' ? 'shard-corrupt' : 'manifest-invalid',
          `${file} is longer than it should be. If this goes on, the index must be uploaded again.`,
        );
      }
      options.onBytes?.(loaded);
    }
    return joined(chunks, loaded);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof FernglassError) throw error;
    const reason: unknown = stop.signal.aborted ? stop.signal.reason : error;
    throw new Passing(
      'network-failed',
      `${file} could not be fetched (${reason instanceof Error ? reason.message : reason}). Check the connection and try again; what is complete is kept.`,
      { cause: error },
    );
  } finally {
    clearTimeout(stall);
    signal?.removeEventListener('abort', onAbort);
  }
}

function refuseStatus(status: number, file: string, missing: ErrorCode): void {
  if (status >= 200 && status < 300) return;
  if (status >= 500 || status === 408 || status === 429)
    throw new Passing(
      'network-failed',
      `${file} could not be fetched: its host answered with an error (${status}). Try again later; what is complete is kept.`,
    );
  throw new FernglassError(
    missing,
    `${file} is not there: its host answered ${status}. Check the address, or ask who keeps the index.`,
  );
}

/** A page in place of a file may come from a cache or a login portal, so another attempt may mend it. */
function notThere(file: string, code: ErrorCode, how: string): FernglassError {
  return new Passing(
    code,
    `${file} is not there: ${how}. Check the address, and whether the network asks you to log in.`,
  );
}

function looksLikeHtml(bytes: Uint8Array): boolean {
  return /^\uFEFF?\s*<(!doctype|html|head|body|!--|\?xml)/i.test(
    new TextDecoder().decode(bytes.subarray(0, 256)),
  );
}

const fileName = (url: URL) => decodeURIComponent(url.pathname.split('/').at(-1) ?? '').slice(0, 20);

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stopped = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stopped);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stopped, { once: true });
  });
}
