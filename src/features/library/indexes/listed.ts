import { isOwnIndex, type OwnIndex } from '../../../../workers/protocol';
import { type EngineState, type IndexAtWork, indexesAtWork, isUsed } from '../../../engine';
import { hostName } from '../../common/text/hosts';
import type { KeptThing } from '../../storage/kept-thing';

/** An index of the list: one that is searched, or that is here and could be. */
export interface ListedIndex {
  readonly address: string;
  readonly title: string;
  readonly kind: 'shipped' | 'own' | 'address';
  /** Whether captions are sought in it. */
  readonly isUsed: boolean;
  /** What became of it; null where it is not open. */
  readonly open: IndexAtWork | null;
  /** Where it was made here. */
  readonly own: OwnIndex | null;
  /** Where it is kept and not open. */
  readonly kept: KeptThing | null;
}

type State = Pick<EngineState, 'request' | 'index' | 'furtherIndexes' | 'own'>;

/**
 * Every index that is open, in its order, then those made here, those kept, and the one that ships.
 * @param shipped address of the one that ships with the app
 */
export function listedIndexes(state: State, kept: readonly KeptThing[], shipped: string): ListedIndex[] {
  const open = new Map(indexesAtWork(state).map((one) => [one.address, one]));
  const own = new Map(state.own.indexes.map((one) => [one.address, one]));
  const stored = new Map(kept.filter(({ kind }) => kind === 'index').map((one) => [one.id, one]));
  const addresses = new Set([...open.keys(), ...own.keys(), ...stored.keys(), shipped]);
  return [...addresses].flatMap((address): ListedIndex[] => {
    const its = {
      open: open.get(address) ?? null,
      own: own.get(address) ?? null,
      kept: stored.get(address) ?? null,
    };
    // The list of what is kept may be older than the removal of one made here.
    if (its.open === null && its.own === null && isOwnIndex(address)) return [];
    return [
      {
        address,
        ...its,
        title: titleOf(its, address === shipped) ?? hostName(address),
        kind: address === shipped ? 'shipped' : isOwnIndex(address) ? 'own' : 'address',
        isUsed: isUsed(state.request, address),
      },
    ];
  });
}

function titleOf({ open, own, kept }: Pick<ListedIndex, 'open' | 'own' | 'kept'>, isShipped: boolean) {
  return (
    open?.state.info?.manifest.title ??
    own?.about.title ??
    kept?.title ??
    (isShipped ? 'Pocket captions' : undefined)
  );
}
