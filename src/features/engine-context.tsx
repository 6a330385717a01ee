import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import type { Engine, EngineState, Photo } from '../engine';

const EngineContext = createContext<Engine | null>(null);

/** Hands the page its engine. */
export const EngineProvider = EngineContext.Provider;

/**
 * The engine of this page.
 * @throws Error outside `EngineProvider`.
 */
export function useEngine(): Engine {
  const engine = useContext(EngineContext);
  if (engine === null) throw new Error('useEngine needs an EngineProvider above it.');
  return engine;
}

/**
 * A part of the engine's state; the component renders again when that part changes.
 * @param select must return a value that stays the same object while nothing in it changed
 */
export function useEngineState<T>(select: (state: EngineState) => T): T {
  const engine = useEngine();
  const subscribe = useCallback((listener: () => void) => engine.subscribe(listener), [engine]);
  return useSyncExternalStore(subscribe, () => select(engine.getState()));
}

/** One photo; the component renders again when it, or its own answer, changes. Undefined for none and for an unknown one. */
export function usePhoto(id: string | null): Photo | undefined {
  const engine = useEngine();
  const subscribe = useCallback(
    (listener: () => void) =>
      engine.subscribePhotos((changed) => {
        if (id !== null && changed.has(id)) listener();
      }),
    [engine, id],
  );
  return useSyncExternalStore(subscribe, () => (id === null ? undefined : engine.photo(id)));
}
