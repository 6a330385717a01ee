import { FernglassError } from '../../../core';
import { type FetchOptions, fetchAllowed, fetchFile, NotThere, type Wanted } from '../../net';

/** How a checkpoint's files are fetched; by the page's own `fetch` unless another is given. */
export type Fetching = Partial<Pick<FetchOptions, 'fetch' | 'signal' | 'pause' | 'stallAfter'>>;

/** Bytes between two tellings of progress, at least. */
const LEAST_STEP = 1 << 18;

/**
 * Fetches a file whole, telling the bytes so far and in all; goes on where a connection broke.
 * @param accept as in `fetchFile`
 * @returns null where the host has no such file
 * @throws FernglassError `network-failed`, `model-not-found` (a host that asks for a login), what `accept` throws
 */
export async function download<T>(
  url: string,
  fetching: Fetching,
  onProgress: (loaded: number, total: number) => void,
  accept: (bytes: Uint8Array<ArrayBuffer>, headers: Headers) => Promise<T>,
): Promise<T | null> {
  let told = 0;
  const onBytes = (loaded: number, total: number) => {
    // Chunks come by the thousand, and every telling is a message between threads.
    const isNews = loaded === total || loaded < told || loaded - told >= Math.max(LEAST_STEP, total / 100);
    if (!isNews) return;
    told = loaded;
    onProgress(loaded, Math.max(total, loaded));
  };
  try {
    return await fetchFile(wanted(url), { fetch: plainFetch, ...fetching, onBytes }, (bytes, headers) => {
      if (told < bytes.length) onProgress(bytes.length, bytes.length);
      return accept(bytes, headers);
    });
  } catch (thrown) {
    if (!(thrown instanceof NotThere)) throw thrown;
    if (thrown.status !== 401 && thrown.status !== 403) return null;
    throw new FernglassError(
      'model-not-found',
      `${url} is not open to everyone (${thrown.status}): the model is private, gated or misspelt. Choose a public one.`,
    );
  }
}

/** Asks whether a host has a file, without fetching it; false where it cannot be told. */
export async function exists(url: string): Promise<boolean> {
  try {
    return (await fetchAllowed(plainFetch, new URL(url), { method: 'HEAD' })).ok;
  } catch {
    return false;
  }
}

/**
 * What a host's API says, or a small file beside the model; asked for once.
 * @throws FernglassError or SyntaxError where the host does not say
 */
export function fetchJson(url: string): Promise<unknown> {
  return fetchFile(wanted(url), { fetch: plainFetch, attempts: 1 }, (bytes) =>
    JSON.parse(new TextDecoder().decode(bytes)),
  );
}

/** Looked up at each call, and never called as a method of something else. */
const plainFetch: typeof fetch = (input, init) => fetch(input, init);

/** Nobody knows beforehand how long a checkpoint's file is. */
const wanted = (url: string): Wanted => ({
  url: new URL(url),
  file: url,
  cache: 'default',
  most: Number.POSITIVE_INFINITY,
  missing: 'model-not-found',
  tooLong: 'model-unreadable',
  remedy: 'choose another model',
  mayBeNew: false,
});
