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

/** One photo; the component renders again when it, or its own answer, changes. Undefined for an unknown one. */
export function usePhoto(id: string): Photo | undefined {
  const engine = useEngine();
  const subscribe = useCallback(
    (listener: () => void) =>
      engine.subscribePhotos((changed) => {
        if (changed.has(id)) listener();
      }),
    [engine, id],
  );
  return useSyncExternalStore(subscribe, () => engine.photo(id));
}

/** All photos in the order they were added; the component renders again when any of them changes. */
export function usePhotos(): readonly Photo[] {
  const engine = useEngine();
  const subscribe = useCallback((listener: () => void) => engine.subscribePhotos(listener), [engine]);
  return useSyncExternalStore(subscribe, () => allPhotos(engine));
}

const lists = new WeakMap<Engine, { isFresh: boolean; photos: readonly Photo[] }>();

/** All photos as they are now, in the order they were added; the same array while none of them changes. */
export function allPhotos(engine: Engine): readonly Photo[] {
  let list = lists.get(engine);
  if (list === undefined) {
    const made = { isFresh: false, photos: [] as readonly Photo[] };
    engine.subscribePhotos(() => {
      made.isFresh = false;
    });
    lists.set(engine, made);
    list = made;
  }
  if (!list.isFresh) {
    list.photos = engine
      .getState()
      .photoIds.map((id) => engine.photo(id))
      .filter((photo) => photo !== undefined);
    list.isFresh = true;
  }
  return list.photos;
}
