import { useDeferredValue, useMemo, useSyncExternalStore } from 'react';
import type { Engine, Photo } from '../../engine';
import { useEngine, useEngineState } from '../engine-context';

/** Classes from which what is read of an answer waits for a task of its own, in which the page may pause. */
const MANY_CLASSES = 1000;

/** What was read, and whether what answers say by now is still to be drawn. */
export interface Fresh<T> {
  readonly value: T | null;
  readonly isComing: boolean;
}

/**
 * Something of the photo's, read again whenever answers may have changed; of thousands of classes only once what else
 * changed is drawn, and null until then.
 */
export function useFresh<T>(read: (engine: Engine) => T | null, photo: Photo): Fresh<T> {
  const engine = useEngine();
  const now = useSyncExternalStore(
    (listener) => engine.subscribe(listener),
    () => engine.getState().answersRevision,
  );
  // A slider's move shows on the tiles first: what ranks thousands of classes follows in a task of its own.
  const revision = useDeferredValue(now);
  // So does a label: what is read again for it, and mostly comes to the same, must not hold it up.
  const later = useDeferredValue(photo);
  const seen = later.id === photo.id ? later : photo;
  // Another list or method is named beside the answer, and may not stand beside the old one.
  const classes = useEngineState((state) => state.shownClasses);
  const method = useEngineState((state) => state.request.method);
  const about = useMemo(() => ({ id: photo.id, classes, method }), [photo.id, classes, method]);
  const aboutLater = useDeferredValue(about, null);
  const isTurn = classes.length < MANY_CLASSES || aboutLater === about;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is read changes with all of these.
  const value = useMemo(
    () => (isTurn ? read(engine) : null),
    [engine, seen, revision, classes, method, isTurn],
  );
  return { value, isComing: revision !== now || seen !== photo || !isTurn };
}
