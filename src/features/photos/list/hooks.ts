import { useCallback, useSyncExternalStore } from 'react';
import { useEngine, useEngineState } from '../../engine-context';
import { usePage } from '../../page-state';
import type { Group, Grouping } from '../groups/groups';
import type { Facet } from './filter';
import { arrangedPhotos } from './page-photos';
import { selectedId } from './selected';
import { facetCounts } from './summary/facet-counts';
import type { Summary } from './summary/summary';
import { type SummaryCounts, summaryKeeper } from './summary/summary-keeper';

/** The summary of one photo's answer, read at every change. */
export function useSummary(photoId: string): Summary | null {
  const engine = useEngine();
  const keeper = summaryKeeper(engine);
  const subscribe = useCallback(
    (listener: () => void) => {
      const stop = [
        engine.subscribe(listener),
        engine.subscribePhotos((changed) => {
          if (changed.has(photoId)) listener();
        }),
        keeper.subscribe((changed) => {
          if (changed.has(photoId)) listener();
        }),
      ];
      return () => {
        for (const end of stop) end();
      };
    },
    [engine, keeper, photoId],
  );
  return useSyncExternalStore(subscribe, () => keeper.now(photoId));
}

/** The selected photo's id; the first one's until another is chosen, null while there is none. */
export function useSelectedId(): string | null {
  const engine = useEngine();
  const chosen = usePage((page) => page.selectedId);
  return useEngineState(() => selectedId(engine, chosen));
}

/** The ids of the photos to show, in order. */
export function useShownIds(): readonly string[] {
  const list = arrangedPhotos(useEngine());
  return useSyncExternalStore(list.subscribe, () => list.ids);
}

/** How many photos could be shown: those beyond the cut of a search by what photos show too. */
export function useFoundCount(): number {
  const list = arrangedPhotos(useEngine());
  return useSyncExternalStore(list.subscribe, () => list.found);
}

/** The groups of the photos shown; empty where they are not grouped. */
export function useGroups(): readonly Group[] {
  const list = arrangedPhotos(useEngine());
  return useSyncExternalStore(list.subscribe, () => list.groups);
}

/** What the photos shown are grouped by; null where they are not. */
export function useGrouping(): Grouping | null {
  const list = arrangedPhotos(useEngine());
  return useSyncExternalStore(list.subscribe, () => list.grouping);
}

/** Whether one of the photos shown has a folder. */
export function useHasFolders(): boolean {
  const list = arrangedPhotos(useEngine());
  return useSyncExternalStore(list.subscribe, () => list.hasFolders);
}

/** How many answers the method changed, and how many photos it remembers, as far as they are read. */
export function useSummaryCounts(): SummaryCounts {
  const keeper = summaryKeeper(useEngine());
  return useSyncExternalStore(keeper.subscribe, () => keeper.counts);
}

/** How many photos each choice of the filter would show. */
export function useFacetCounts(): ReadonlyMap<Facet, number> {
  const counter = facetCounts(useEngine());
  return useSyncExternalStore(counter.subscribe, () => counter.now);
}

/** Whether answers changed that nobody has read yet. */
export function useSummariesBehind(): boolean {
  const keeper = summaryKeeper(useEngine());
  return useSyncExternalStore(keeper.subscribe, () => keeper.behind);
}
