import { useEffect } from 'react';
import { create } from 'zustand';
import { useEngine } from '../../engine-context';
import { startWithPocket } from './choose-preset';

/** How the fetching of class lists goes: `starting` until a newcomer's first list is there. */
export const useListFetch = create<{ readonly starting: boolean; readonly failure: string | null }>()(() => ({
  starting: true,
  failure: null,
}));

/** Keeps what went wrong for the class list to show. */
export const tellFailure = (thrown: unknown) =>
  useListFetch.setState({ failure: thrown instanceof Error ? thrown.message : String(thrown) });

/** Gives a newcomer a first class list, whether or not the list is in view. */
export function useFirstList(): void {
  const engine = useEngine();
  useEffect(() => {
    startWithPocket(engine)
      .catch(tellFailure)
      .finally(() => useListFetch.setState({ starting: false }));
  }, [engine]);
}
