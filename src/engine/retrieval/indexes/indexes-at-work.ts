import { type UsedIndex, usedIndexes } from '../../state/request/indexes';
import type { EngineState, IndexState } from '../../state/types';
import { UNOPENED } from './opened/index-view';

/** An index that is asked for, and how far it has come. */
export interface IndexAtWork extends UsedIndex {
  readonly state: IndexState;
}

/** The indexes that are asked for, in their order, with what became of each. */
export function indexesAtWork(
  state: Pick<EngineState, 'request' | 'index' | 'furtherIndexes'>,
): IndexAtWork[] {
  return usedIndexes(state.request).map((use, place) => ({
    ...use,
    state: place === 0 ? state.index : (state.furtherIndexes[use.address] ?? UNOPENED),
  }));
}
