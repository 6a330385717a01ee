import { type ErrorCode, FernglassError } from '../../core';

/** A failure that another attempt may mend. */
export class Passing extends FernglassError {
  /** What the host asks to be waited before, in milliseconds. */
  readonly after: number;
  constructor(code: ErrorCode, message: string, options: ErrorOptions & { readonly after?: number } = {}) {
    super(code, message, options);
    this.after = options.after ?? 0;
  }
}

/** The host has no such file, or does not give it to everyone. */
export class NotThere extends FernglassError {
  constructor(
    code: ErrorCode,
    message: string,
    /** What the host answered. */
    readonly status: number,
  ) {
    super(code, message);
  }
}

/** What a host answered in a file's place, as the cause of an error. */
export class HostAnswer extends Error {
  constructor(readonly status: number) {
    super(`status ${status}`);
  }
}

/** Whether a host said that it is asked too often: nothing is known of the file then. */
export const isAskedTooOften = (thrown: unknown): boolean =>
  thrown instanceof FernglassError && thrown.cause instanceof HostAnswer && thrown.cause.status === 429;

export const TRY_AGAIN = 'Check the connection and try again; what is complete is kept.';

/** What may help where a browser says no more than that a fetch failed, as sentences. */
export function adviceFor(url: URL): string {
  const { location: page, navigator } = globalThis as { location?: Location; navigator?: Navigator };
  if (page === undefined || page.origin === url.origin || navigator?.onLine === false) return TRY_AGAIN;
  const isHere = ['localhost', '127.0.0.1'].includes(url.hostname);
  if (url.protocol === 'http:' && !isHere)
    return 'This page may only fetch from other hosts over https. Use an address that begins with https://.';
  return 'Check the connection, the address, and that this host lets other pages read its files (Access-Control-Allow-Origin); then try again.';
}

/** The wait that a Retry-After asks for, in milliseconds: it holds seconds or a date. */
export function askedWait(retryAfter: string | null): number {
  if (retryAfter === null) return 0;
  const wait = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
  return Number.isNaN(wait) ? 0 : Math.max(0, wait);
}
