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
