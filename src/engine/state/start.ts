import type { StoreApi } from 'zustand/vanilla';
import { markStart } from '../../../workers/protocol';
import type { EngineState } from './types';

/** Marks the stages of the page's start in its timeline, until it is ready for the first time. */
export function markStages(store: StoreApi<EngineState>): void {
  const unsubscribe = store.subscribe(({ model, index, shownClasses, idle }) => {
    const isModelReady = model.status === 'ready';
    const isIndexReady = index.status === 'ready';
    if (isModelReady) markStart('model');
    if (isIndexReady) markStart('index');
    if (shownClasses.length > 0) markStart('texts');
    if (!(isModelReady && isIndexReady && shownClasses.length > 0 && idle)) return;
    markStart('ready');
    unsubscribe();
  });
}
