/** Runs `work` while no other work runs under the same name, in any tab. */
export type Lock = <T>(name: string, signal: AbortSignal, work: () => Promise<T>) => Promise<T>;

/** The last work under each name in this worker: for where the browser has no locks. */
const tails = new Map<string, Promise<unknown>>();

/**
 * Web Locks where the browser has them. Without them work of one name waits for its turn in this worker only: two tabs may
 * fetch a file twice, which does no harm.
 * @throws what `work` throws; the signal's reason where it was aborted before its turn came
 */
export const webLock: Lock = async (name, signal, work) => {
  // A page that was not opened over https has no locks.
  const locks = (globalThis.navigator as Navigator | undefined)?.locks;
  if (locks === undefined) return inTurn(name, signal, work);
  let begun = false;
  const begin = () => {
    begun = true;
    return work();
  };
  try {
    return await locks.request(name, { signal }, begin);
  } catch (error) {
    // Some private windows have locks and refuse them.
    if (begun || signal.aborted) throw error;
    return inTurn(name, signal, work);
  }
};

/** Runs `work` if no other work runs under the name now, in any tab; gives whether it did. */
export type TryLock = (name: string, work: () => Promise<void>) => Promise<boolean>;

/** Web Locks where the browser has them. Without them nothing is known of other tabs, and the work is done. */
export const tryWebLock: TryLock = async (name, work) => {
  const locks = (globalThis.navigator as Navigator | undefined)?.locks;
  let begun = false;
  const begin = async () => {
    begun = true;
    await work();
    return true;
  };
  if (locks === undefined) return begin();
  try {
    return await locks.request(name, { ifAvailable: true }, (lock) => (lock === null ? false : begin()));
  } catch (error) {
    if (begun) throw error;
    return begin();
  }
};

async function inTurn<T>(name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const before = tails.get(name) ?? Promise.resolve();
  const its = before.then(() => {
    signal.throwIfAborted();
    return work();
  });
  const tail = its.catch(() => {});
  tails.set(name, tail);
  try {
    return await its;
  } finally {
    if (tails.get(name) === tail) tails.delete(name);
  }
}
