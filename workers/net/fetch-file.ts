import { FernglassError } from '../../core';
import { Passing } from './errors';
import { PartialFile } from './partial-file';
import { type FetchOptions, request, type Wanted } from './request';

const PAUSE = 400;
/** Attempts in a row of which none brings the file on by `PROGRESS` bytes. */
const ATTEMPTS = 3;
/** The same where so much has come already that a host should be waited for longer: about 12 s. */
const ATTEMPTS_FOR_THE_REST = 6;
const PROGRESS = 2 ** 20;

/**
 * Fetches a file whole. Repeats, past the HTTP cache, where that can help; where a connection broke and the host gives
 * parts of files, only the rest is asked for.
 * @param accept takes the bytes and the headers they came with; throws `Passing` where they are to be fetched again.
 * Bytes pieced together of several answers are fetched again whatever it throws, once.
 * @throws FernglassError of the last attempt, what `accept` throws; the signal's reason when aborted
 */
export async function fetchFile<T>(
  wanted: Wanted,
  options: FetchOptions,
  accept: (bytes: Uint8Array<ArrayBuffer>, headers: Headers) => Promise<T> | T,
): Promise<T> {
  const { signal, pause = PAUSE } = options;
  const partial = new PartialFile(wanted.most, wanted.isVerified);
  const earlier = options.keeper?.earlier ?? null;
  if (earlier !== null) {
    partial.restore(earlier);
    options.onBytes?.(partial.loaded, partial.total);
  }
  if (partial.isWhole) {
    // It was cut off between its last byte and its being looked at.
    const taken = await attemptAccept(partial, accept, signal);
    if (taken !== null) return taken.value;
  }
  let mayPiece = true;
  let misses = 0;
  for (let isFirst = true; ; isFirst = false) {
    const most = options.attempts ?? (partial.loaded >= PROGRESS ? ATTEMPTS_FOR_THE_REST : ATTEMPTS);
    const before = partial.loaded;
    try {
      const headers = await request(
        wanted,
        partial,
        {
          cache: isFirst || wanted.cache === 'no-cache' ? wanted.cache : 'reload',
          // Some hosts refuse to be asked for a part in a way that looks like no connection.
          mayGoOn: mayPiece && misses < most - 1,
        },
        options,
      );
      const { isPieced } = partial;
      try {
        return await accept(partial.take(), headers);
      } catch (error) {
        if (!isPieced || signal?.aborted) throw error;
        mayPiece = false;
        throw asPassing(error);
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof Passing)) throw error;
      misses = partial.loaded >= before + PROGRESS ? 1 : misses + 1;
      if (misses >= most) throw new FernglassError(error.code, error.message, { cause: error.cause });
      await wait(Math.max(pause * 2 ** (misses - 1), error.after), signal);
    }
  }
}

/** What `accept` makes of bytes that all came earlier; null where it refuses them, and they are to be fetched anew. */
async function attemptAccept<T>(
  partial: PartialFile,
  accept: (bytes: Uint8Array<ArrayBuffer>, headers: Headers) => Promise<T> | T,
  signal: AbortSignal | undefined,
): Promise<{ readonly value: T } | null> {
  try {
    return { value: await accept(partial.take(), new Headers()) };
  } catch {
    signal?.throwIfAborted();
    return null;
  }
}

function asPassing(error: unknown): unknown {
  if (error instanceof Passing || !(error instanceof FernglassError)) return error;
  return new Passing(error.code, error.message, { cause: error });
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
