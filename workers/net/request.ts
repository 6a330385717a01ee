import { type ErrorCode, FernglassError } from '../../core';
import { fetchAllowed, fetchEnded, refusedAs } from './allowed';
import { adviceFor, askedWait, HostAnswer, NotThere, Passing, TRY_AGAIN } from './errors';
import type { Earlier, PartialFile, Validator } from './partial-file';
import { readerOf } from './reader';
import { StallTimer } from './stall-timer';

/** Keeps what comes of a file, so that a later visit can go on. Its methods never reject. */
export interface Keeper {
  /** What came on an earlier visit; null where nothing did. */
  readonly earlier: Earlier | null;
  /** The file begins anew: what was kept of it is of no use. @param total its length in bytes, 0 where unknown */
  begun(total: number, validator: Validator | null): Promise<void>;
  /** All that came so far; nothing more is read until it is dealt with. */
  arrived(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** How files are fetched. */
export interface FetchOptions {
  readonly fetch: typeof fetch;
  readonly signal?: AbortSignal;
  /** Bytes of the file that have arrived, and in all (0 where unknown); falls where a file is fetched from its start again. */
  readonly onBytes?: (loaded: number, total: number) => void;
  /** A fetch from which next to nothing arrives for so long is given up, in milliseconds. */
  readonly stallAfter?: number;
  /** Asks this browser for something near, by which its own business is told from a host's silence; a worker's own script where absent. */
  readonly probe?: () => Promise<unknown>;
  /** Wait before the first repetition, in milliseconds; doubles with each. */
  readonly pause?: number;
  readonly attempts?: number;
  readonly keeper?: Keeper;
}

/** One file to fetch. */
export interface Wanted {
  readonly url: URL;
  /** What it is, for the user, as the start of a sentence. */
  readonly file: string;
  /** Whether the browser's HTTP cache may answer unasked. */
  readonly cache: 'default' | 'no-cache';
  /** Longest content that is taken, in bytes. */
  readonly most: number;
  /** The error's code where the host has no such file, and where it sends a longer one. */
  readonly missing: ErrorCode;
  readonly tooLong: ErrorCode;
  /** Who can help where the file is missing or too long, as an imperative without its full stop. */
  readonly remedy: string;
  /** Whether the browser may remember the answer of a day on which the file was not there yet. */
  readonly mayBeNew: boolean;
  /** Whether the whole is held against a checksum, so that parts may be joined that no validator says belong together. */
  readonly isVerified?: boolean;
}

const STALL_AFTER = 30_000;
/** A host that asks for a longer wait than this, in milliseconds, is not asked again unbidden. */
const LONGEST_WAIT = 30_000;

/**
 * Asks for a file, or for the rest of one, and adds what comes to `partial`, once.
 * @returns the headers of the answer
 * @throws Passing where another attempt may help, NotThere or FernglassError `network-failed` or `host-not-chosen` where
 * not; the signal's reason when aborted.
 */
export async function request(
  wanted: Wanted,
  partial: PartialFile,
  { cache, mayGoOn }: { readonly cache: RequestCache; readonly mayGoOn: boolean },
  options: FetchOptions,
): Promise<Headers> {
  const { url, file } = wanted;
  const { signal, stallAfter = STALL_AFTER } = options;
  const stop = new AbortController();
  const onAbort = () => stop.abort(signal?.reason);
  signal?.throwIfAborted();
  signal?.addEventListener('abort', onAbort, { once: true });
  const onRefused = (reason: Error) => stop.abort(reason);
  const stall = new StallTimer(stallAfter, (reason) => stop.abort(reason), options.probe ?? ownProbe());
  const ask: RequestInit = { signal: stop.signal, credentials: 'same-origin' };
  let hasBegun = false;
  try {
    const goesOn = mayGoOn && partial.canGoOn;
    const response = await fetchAllowed(
      options.fetch,
      url,
      goesOn
        ? { ...ask, cache: 'no-store', headers: partial.rangeHeaders(isSameOrigin(url)) }
        : { ...ask, cache },
      onRefused,
    );
    stall.answered();
    if (!accepts(response, partial, goesOn)) {
      await response.body?.cancel();
      throw new Passing(
        'network-failed',
        `${file} could not be fetched: its host sent another part of it than it was asked for. ${TRY_AGAIN}`,
      );
    }
    refuseStatus(response, wanted, cache);
    hasBegun = true;
    const { keeper } = options;
    if (!partial.isPieced) await keeper?.begun(partial.total, partial.validator);
    await readBody(response, wanted, partial, async (chunk) => {
      stall.arrived(chunk);
      options.onBytes?.(partial.loaded, partial.total);
      await keeper?.arrived(partial.view);
    });
    // Some browsers pass over an early end. What another host states may be the length before unpacking.
    if (partial.loaded < partial.total && (partial.isPieced || isSameOrigin(url)))
      throw new Error(`${partial.loaded} bytes came instead of ${partial.total}`);
    return response.headers;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof FernglassError) throw error;
    const refused = refusedAs(error, file, url) ?? refusedAs(stop.signal.reason, file, url);
    if (refused !== null) throw refused;
    const stalled = stop.signal.aborted;
    const reason: unknown = stalled ? stop.signal.reason : error;
    const what = reason instanceof Error ? reason.message : String(reason);
    const why = hasBegun && !stalled ? `the connection broke after ${partial.loaded} bytes: ${what}` : what;
    throw new Passing(
      'network-failed',
      `${file} could not be fetched (${why}). ${stalled || hasBegun ? TRY_AGAIN : adviceFor(url)}`,
      { cause: error },
    );
  } finally {
    stall.end();
    fetchEnded(onRefused);
    signal?.removeEventListener('abort', onAbort);
  }
}

/** Makes `partial` ready for an answer's content; false, with nothing kept, where it is not what was asked for. */
function accepts(response: Response, partial: PartialFile, goesOn: boolean): boolean {
  const { status } = response;
  if (status === 206 && goesOn && partial.goesOnWith(response)) return true;
  if (status === 206 || status === 416) {
    partial.clear();
    return false;
  }
  // Whoever asks for the rest and gets the whole file takes it; an error leaves what came before.
  if (response.ok) partial.begin(response);
  return true;
}

async function readBody(
  response: Response,
  { file, most, tooLong, remedy }: Wanted,
  partial: PartialFile,
  onChunk: (chunk: number) => Promise<void>,
): Promise<void> {
  // Only a response without a content has no body: an empty file.
  const reader = response.body === null ? null : readerOf(response.body);
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    if (partial.loaded + value.length > most) {
      await reader.cancel();
      partial.clear();
      throw new Passing(tooLong, `${file} is longer than it should be. If this goes on, ${remedy}.`);
    }
    partial.append(value);
    await onChunk(value.length);
  }
}

function refuseStatus(
  { ok, status, headers }: Response,
  { file, missing, mayBeNew, remedy }: Wanted,
  cache: RequestCache,
): void {
  if (ok) return;
  if (status >= 500 || status === 408 || status === 429) {
    const after = askedWait(headers.get('retry-after'));
    const cause = new HostAnswer(status);
    const problem =
      status === 429
        ? `${file} could not be fetched: its host is asked too often (429)`
        : `${file} could not be fetched: its host answered with an error (${status})`;
    if (after > LONGEST_WAIT)
      throw new FernglassError(
        'network-failed',
        `${problem} and asks to wait ${Math.ceil(after / 60_000)} min. Try again then; what is complete is kept.`,
        { cause },
      );
    const message = `${problem}. Try again later; what is complete is kept.`;
    throw new Passing('network-failed', message, { after, cause });
  }
  const message = `${file} is not there: its host answered ${status}. Check the address, or ${remedy}.`;
  throw mayBeNew && cache === 'default'
    ? new Passing(missing, message)
    : new NotThere(missing, message, status);
}

/** Outside a browser no host is another one. */
function isSameOrigin(url: URL): boolean {
  const { location } = globalThis as { location?: Location };
  return location === undefined || location.origin === url.origin;
}

/** Asks for the worker's own script, which takes the way that every request takes; null outside a browser. */
function ownProbe(): (() => Promise<unknown>) | null {
  const address = globalThis.location?.href;
  if (!address?.startsWith('http')) return null;
  return async () => (await fetch(address)).body?.cancel();
}
