import type { EngineData } from '../state/engine-data';
import { addressesOf, withIndex, withIndexAgain, withoutIndex } from '../state/request/indexes';
import { defaultRequest } from '../state/request/request';
import type { Request } from '../state/types';

/** Which indexes are searched. */
export interface IndexChoice {
  /** Has one searched beside those that are open. */
  use(address: string): void;
  /** Has one searched no more. @returns puts it back where it was, searched as it was */
  drop(address: string): () => void;
}

/** The choice as it stands in the request. @param base the page's address, where the shipped index lies */
export function indexChoiceOf(
  store: Pick<EngineData['store'], 'getState'>,
  ask: (change: Partial<Request>) => void,
  base: string,
): IndexChoice {
  const { manifestUrl: instead } = defaultRequest(base);
  return {
    use: (address) => ask(withIndex(store.getState().request, address, true)),
    drop(address) {
      const before = store.getState().request;
      if (address in before.indexUse || addressesOf(before).includes(address))
        ask(withoutIndex(before, address, instead));
      return () => ask(withIndexAgain(store.getState().request, address, before, instead));
    },
  };
}
