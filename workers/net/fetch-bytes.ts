import { type ErrorCode, FernglassError } from '../../core';

/** How files are fetched. */
export interface FetchOptions {
  readonly fetch: typeof fetch;
  readonly signal?: AbortSignal;
  /** Bytes of the file that have arrived; starts again when a fetch is repeated. */
  readonly onBytes?: (loaded: number) => void;
  /** A fetch from which next to nothing arrives for so long is given up, in milliseconds. */
  readonly stallAfter?: number;
  /** Wait before the first repetition, in milliseconds; doubles with each. */
  readonly pause?: number;
  readonly attempts?: number;
}

/** One file to fetch. */
export interface Wanted {
  readonly url: URL;
  /** What it is, for the user, as the start of a sentence. */
  readonly file: string;
  /** Longest content that is taken, in bytes. */
  readonly most: number;
  /** The error's code where the host has no such file, and where it sends a longer one. */
  readonly missing: ErrorCode;
  readonly tooLong: ErrorCode;
}

const STALL_AFTER = 30_000;
/** Fewer bytes than these in all that time are as good as none: a shard of 4 MB would take hours. */
const LEAST_BYTES = 16 * 1024;
/** A host that asks for a longer wait than this, in milliseconds, is not asked again unbidden. */
const LONGEST_WAIT = 30_000;

/** A failure that another attempt may mend. */
export class Passing extends FernglassError {
  /** What the host asks to be waited before, in milliseconds. */
  readonly after: number;
  constructor(code: ErrorCode, message: string, options: ErrorOptions & { readonly after?: number } = {}) {
    super(code, message, options);
    this.after = options.after ?? 0;
  }
}

/**
 * Fetches a file's bytes, once.
 * @throws Passing where another attempt may help, FernglassError `wanted.missing` or `network-failed` where not; the
 * signal's reason when aborted.
 */
export async function fetchBytes(
  wanted: Wanted,
  cache: RequestCache,
  options: FetchOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const { url, file } = wanted;
  const { signal, stallAfter = STALL_AFTER } = options;
  const stop = new AbortController();
  const onAbort = () => stop.abort(signal?.reason);
  signal?.throwIfAborted();
  signal?.addEventListener('abort', onAbort, { once: true });
  const stall = new StallTimer(stallAfter, (reason) => stop.abort(reason));
  try {
    const response = await options.fetch(url, { cache, signal: stop.signal, credentials: 'same-origin' });
    stall.restart();
    refuseStatus(response, wanted, cache);
    return await readBody(response, wanted, (chunk, loaded) => {
      stall.arrived(chunk);
      options.onBytes?.(loaded);
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof FernglassError) throw error;
    const stalled = stop.signal.aborted;
    const reason: unknown = stalled ? stop.signal.reason : error;
    throw new Passing(
      'network-failed',
      `${file} could not be fetched (${reason instanceof Error ? reason.message : reason}). ${stalled ? TRY_AGAIN : advice(url)}`,
      { cause: error },
    );
  } finally {
    stall.end();
    signal?.removeEventListener('abort', onAbort);
  }
}

const TRY_AGAIN = 'Check the connection and try again; what is complete is kept.';

/** What may help where a browser says no more than that a fetch failed. */
function advice(url: URL): string {
  const { location: page, navigator } = globalThis as { location?: Location; navigator?: Navigator };
  if (page === undefined || page.origin === url.origin || navigator?.onLine === false) return TRY_AGAIN;
  const isHere = ['localhost', '127.0.0.1'].includes(url.hostname);
  if (url.protocol === 'http:' && !isHere)
    return 'This page may only fetch from other hosts over https. Use an address that begins with https://.';
  return 'Check the connection, the address, and that this host lets other pages read its files (Access-Control-Allow-Origin); then try again.';
}

async function readBody(
  response: Response,
  { file, most, tooLong }: Wanted,
  onChunk: (chunk: number, loaded: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let loaded = 0;
  // Only a response without a content has no body: an empty file.
  const reader = response.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    loaded += value.length;
    if (loaded > most) {
      await reader.cancel();
      throw new Passing(
        tooLong,
        `${file} is longer than it should be. If this goes on, the index must be uploaded again.`,
      );
    }
    onChunk(value.length, loaded);
  }
  return joined(chunks, loaded);
}

function refuseStatus({ status, headers }: Response, { file, missing }: Wanted, cache: RequestCache): void {
  if (status >= 200 && status < 300) return;
  if (status >= 500 || status === 408 || status === 429) {
    const after = askedWait(headers.get('retry-after'));
    const problem = `${file} could not be fetched: its host answered with an error (${status})`;
    if (after > LONGEST_WAIT)
      throw new FernglassError(
        'network-failed',
        `${problem} and asks to wait ${Math.ceil(after / 60_000)} min. Try again then; what is complete is kept.`,
      );
    throw new Passing('network-failed', `${problem}. Try again later; what is complete is kept.`, { after });
  }
  const message = `${file} is not there: its host answered ${status}. Check the address, or ask who keeps the index.`;
  // The browser may remember the answer of a day on which the file was not uploaded yet.
  throw cache === 'default' ? new Passing(missing, message) : new FernglassError(missing, message);
}

/** The wait that a Retry-After asks for, in milliseconds: it holds seconds or a date. */
function askedWait(retryAfter: string | null): number {
  if (retryAfter === null) return 0;
  const wait = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
  return Number.isNaN(wait) ? 0 : Math.max(0, wait);
}

/** Ends a fetch from which next to nothing arrives. */
class StallTimer {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #bytes = 0;

  constructor(
    private readonly after: number,
    private readonly onStall: (reason: Error) => void,
  ) {
    this.restart();
  }

  restart(): void {
    this.end();
    this.#bytes = 0;
    this.#timer = setTimeout(() => {
      const came = this.#bytes === 0 ? 'nothing' : `only ${this.#bytes} bytes`;
      this.onStall(new Error(`${came} came in ${this.after / 1000} s`));
    }, this.after);
  }

  arrived(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes >= LEAST_BYTES) this.restart();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
