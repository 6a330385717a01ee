/**
 * How the page knows that a worker lives. A worker that is ended by the browser, for want of memory say, or ends itself
 * raises no event at all. Therefore each worker holds a Web Lock for as long as it lives and tells its name: the browser
 * gives the lock to the page at the moment the worker is gone, however it went and however busy it was. A worker that
 * hangs keeps its lock; it is pinged while it has work.
 */

/** What a worker tells first. Comlink leaves messages alone that are not its own. */
export interface LifeMessage {
  /** The lock that is free once the worker is gone. */
  readonly livesWith: string;
}

/** What the page asks a worker that has work, and is sent back as it is. */
export interface PingMessage {
  readonly ping: number;
}

/** Whether a message tells the lock that a worker lives with. */
export const isLifeMessage = (data: unknown): data is LifeMessage => has(data, 'livesWith', 'string');

/** Whether a message is a ping, or its answer. */
export const isPing = (data: unknown): data is PingMessage => has(data, 'ping', 'number');

function has(data: unknown, name: string, type: string): boolean {
  return typeof data === 'object' && data !== null && typeof Reflect.get(data, name) === type;
}

/** A port through which a worker and its page talk. */
export type Port = Pick<MessagePort, 'postMessage' | 'addEventListener'>;

/**
 * Takes this worker's lock, tells the page its name, and answers pings. Where the browser has no Web Locks, or the page
 * no secure context, a worker that ends in silence is noticed by its pings alone.
 */
export function showLife(port: Port, locks: LockManager | undefined = globalThis.navigator?.locks): void {
  port.addEventListener('message', ({ data }) => {
    if (isPing(data)) port.postMessage({ ping: data.ping } satisfies PingMessage);
  });
  if (locks === undefined) return;
  const livesWith = `fernglass worker ${crypto.randomUUID()}`;
  // Held for ever: only the worker's end lets it go.
  const held = locks.request(livesWith, () => {
    port.postMessage({ livesWith } satisfies LifeMessage);
    return new Promise<never>(() => {});
  });
  // A browser that refuses locks, for its storage is blocked say, is as one without.
  held.catch(() => {});
}
