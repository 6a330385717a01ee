import { FernglassError } from '../../../../core';
import {
  type FetchOptions,
  fetchAllowed,
  fetchFile,
  isAskedTooOften,
  type Keeper,
  NotThere,
  type Wanted,
} from '../../../net';

/** How a checkpoint's files are fetched; by the page's own `fetch` unless another is given. */
export type Fetching = Partial<Pick<FetchOptions, 'fetch' | 'signal' | 'pause' | 'stallAfter'>>;

/** Where what comes of a file is kept meanwhile. */
export interface Keeping {
  readonly keeper?: Keeper;
  /** Whether its checksum is known, against which the whole is held. */
  readonly isVerified?: boolean;
}

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
  { keeper, isVerified = false }: Keeping = {},
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
    const options = { fetch: plainFetch, ...fetching, onBytes, ...(keeper && { keeper }) };
    return await fetchFile({ ...wanted(url), isVerified }, options, (bytes, headers) => {
      if (told < bytes.length) onProgress(bytes.length, bytes.length);
      return accept(bytes, headers);
    });
  } catch (thrown) {
    if (!(thrown instanceof NotThere)) throw thrown;
    if (thrown.status !== 401 && thrown.status !== 403) return null;
    throw new FernglassError('model-not-found', closedDoor(url, thrown.status));
  }
}

/** Why a host gives a file to some only, and what can be done about it. */
function closedDoor(url: string, status: number): string {
  const yourself = 'What you may download yourself you can use by “Open model folder”.';
  return status === 401
    ? `${url} asks for a login (401): the model is private, or its id is misspelt. Check the id. ${yourself}`
    : `${url} is not given to everyone (403): the model's terms may have to be accepted on its page first. ${yourself}`;
}

/** Asks whether a host has a file, without fetching it; false where it cannot be told. */
export async function exists(url: string): Promise<boolean> {
  try {
    return (await fetchAllowed(plainFetch, new URL(url), { method: 'HEAD' })).ok;
  } catch {
    return false;
  }
}

/** Attempts where a host says that it is asked too often. */
const PATIENCE = 3;

/**
 * What a host's API says, or a small file beside the model. Asked for once, unless the host bids to wait: what it would say
 * decides which files are fetched, and hundreds of megabytes of others would be of no use.
 * @returns null where the host does not say
 * @throws FernglassError `network-failed` where it was asked too often, and still is after some waiting
 */
export async function fetchJson(url: string, { pause }: Pick<Fetching, 'pause'> = {}): Promise<unknown> {
  const ask = (attempts: number) =>
    fetchFile(
      wanted(url),
      { fetch: plainFetch, attempts, ...(pause !== undefined && { pause }) },
      (bytes): unknown => JSON.parse(new TextDecoder().decode(bytes)),
    );
  try {
    return await ask(1).catch((thrown) => {
      if (isAskedTooOften(thrown)) return ask(PATIENCE);
      throw thrown;
    });
  } catch (thrown) {
    if (isAskedTooOften(thrown)) throw thrown;
    return null;
  }
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
