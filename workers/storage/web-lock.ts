/** Runs `work` while no other tab runs work under the same name. */
export type Lock = <T>(name: string, signal: AbortSignal, work: () => Promise<T>) => Promise<T>;

/** Web Locks where the browser has them; without them two tabs may fetch a file twice, which does no harm. */
export const webLock: Lock = async (name, signal, work) => {
  // A page that was not opened over https has no locks.
  const locks = (globalThis.navigator as Navigator | undefined)?.locks;
  let begun = false;
  const begin = () => {
    begun = true;
    return work();
  };
  try {
    return await (locks === undefined ? begin() : locks.request(name, { signal }, begin));
  } catch (error) {
    // Some private windows have locks and refuse them.
    if (begun || signal.aborted) throw error;
    return work();
  }
};
