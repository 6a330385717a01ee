import type { RetrievalStage } from './retrieval/retrieval-stage';
import type { EngineData } from './state/engine-data';
import { INDEX_WEIGHT, movedIndex, usageOf, withIndex } from './state/request/indexes';
import { within } from './state/request/request';
import type { Engine, Request } from './state/types';

/** The engine's calls that have to do with which indexes are searched, and how. */
type Indexing = Pick<
  Engine,
  | 'setIndex'
  | 'setIndexUsed'
  | 'moveIndex'
  | 'setIndexUse'
  | 'indexCoverage'
  | 'retryIndex'
  | 'updateIndex'
  | 'fetchIndex'
  | 'removeIndex'
>;

/** What of the engine that stands on. */
interface IndexingParts {
  readonly retrieval: RetrievalStage;
  ask(change: Partial<Request>): void;
  /** The user tries again what failed: what failed with it may be tried too. */
  onRetry(): void;
}

const HUNDREDTHS = { min: 100 * INDEX_WEIGHT.min, max: 100 * INDEX_WEIGHT.max };

/** Builds that part of the engine. */
export function indexingOf({ store }: EngineData, parts: IndexingParts): Indexing {
  const { ask, retrieval } = parts;
  return {
    setIndex(manifestUrl) {
      const { request } = store.getState();
      const furtherIndexes = request.furtherIndexes.filter((address) => address !== manifestUrl);
      // The same address again is to be looked at again.
      if (manifestUrl === request.manifestUrl) retrieval.index.open();
      else ask({ manifestUrl, furtherIndexes });
    },
    setIndexUsed: (address, used) => ask(withIndex(store.getState().request, address, used)),
    moveIndex: (address, by) => ask(movedIndex(store.getState().request, address, by)),
    setIndexUse(address, change) {
      const { request } = store.getState();
      const use = { ...usageOf(request, address), ...change };
      const weight = within(HUNDREDTHS, use.weight * 100);
      if (weight !== null)
        ask({ indexUse: { ...request.indexUse, [address]: { ...use, weight: weight / 100 } } });
    },
    indexCoverage: (address) => retrieval.coverage(address),
    retryIndex(address) {
      retrieval.index.open(address);
      parts.onRetry();
    },
    updateIndex: (address) => retrieval.index.open(address, true),
    fetchIndex: (address) => retrieval.index.agree(address),
    removeIndex: (address) => retrieval.index.remove(address),
  };
}
