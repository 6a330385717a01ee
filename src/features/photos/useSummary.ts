import { useCallback, useSyncExternalStore } from 'react';
import { useEngine } from '../engine-context';
import type { Summary } from './summary';
import { summaryKeeper } from './summary-keeper';

/**
 * The summary of one photo's answer.
 * @param live whether to read it at every change; otherwise it follows a little later
 */
export function useSummary(photoId: string, live: boolean): Summary | null {
  const engine = useEngine();
  const keeper = summaryKeeper(engine);
  const subscribe = useCallback(
    (listener: () => void) => {
      const stop = [
        engine.subscribe(listener),
        engine.subscribePhotos((changed) => {
          if (changed.has(photoId)) listener();
        }),
        keeper.subscribe(listener),
      ];
      return () => {
        for (const end of stop) end();
      };
    },
    [engine, keeper, photoId],
  );
  return useSyncExternalStore(subscribe, () => (live ? keeper.now(photoId) : keeper.last(photoId)));
}

/** Summaries of all photos, as of the last pass over them. */
export function useSummaries(): ReadonlyMap<string, Summary> {
  const keeper = summaryKeeper(useEngine());
  return useSyncExternalStore(keeper.subscribe, () => keeper.summaries);
}
