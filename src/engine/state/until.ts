import type { StoreApi } from 'zustand/vanilla';
import type { EngineState } from './types';

/** Settles when the state is so, or after `atMost` milliseconds. */
export function until(
  store: StoreApi<EngineState>,
  holds: (state: EngineState) => boolean,
  atMost: number,
): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      unsubscribe();
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(end, atMost);
    const unsubscribe = store.subscribe((state) => {
      if (holds(state)) end();
    });
  });
}

/**
 * Settles as soon as the state is so.
 * @throws the signal's reason when aborted before
 */
export function settled(
  store: StoreApi<EngineState>,
  holds: (state: EngineState) => boolean,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (!signal.aborted && !holds(store.getState())) return;
      unsubscribe();
      signal.removeEventListener('abort', look);
      if (signal.aborted) reject(signal.reason);
      else resolve();
    };
    const unsubscribe = store.subscribe(look);
    signal.addEventListener('abort', look);
    look();
  });
}
