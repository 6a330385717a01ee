import type { IndexUse, Request } from '../types';

/** How much an index may count: its captions' similarities are multiplied by it, in hundredths. */
export const INDEX_WEIGHT = { min: 0.5, default: 1, max: 1.5 } as const;

/** An index that nobody said anything of: in full, for photos and classes. */
export const FULL_USE: IndexUse = { weight: INDEX_WEIGHT.default, photos: true, classes: true };

type Indexes = Pick<Request, 'manifestUrl' | 'furtherIndexes' | 'indexUse'>;

/** An index that is searched, and how. */
export interface UsedIndex extends IndexUse {
  readonly address: string;
}

/** Addresses of the indexes that are open, in their order. */
export const addressesOf = ({ manifestUrl, furtherIndexes }: Omit<Indexes, 'indexUse'>): string[] => [
  ...new Set([manifestUrl, ...furtherIndexes]),
];

/** How an index is searched where it is open. */
export const usageOf = ({ indexUse }: Pick<Indexes, 'indexUse'>, address: string): IndexUse =>
  indexUse[address] ?? FULL_USE;

/** The indexes that are open, in their order; one may be off for photos and for classes both. */
export const usedIndexes = (request: Indexes): UsedIndex[] =>
  addressesOf(request).map((address) => ({ address, ...usageOf(request, address) }));

/** Whether anything is searched in an index. */
export const isUsed = (request: Indexes, address: string): boolean => {
  const { photos, classes } = usageOf(request, address);
  return addressesOf(request).includes(address) && (photos || classes);
};

/**
 * Has an index searched beside the others, behind them, or no more. One is always open: the last that is left out stays
 * so, for neither photos nor classes.
 */
export function withIndex(request: Indexes, address: string, used: boolean): Partial<Indexes> {
  const addresses = addressesOf(request);
  const use = usageOf(request, address);
  const isOn = use.photos || use.classes;
  const using = (change: Partial<IndexUse>) => ({
    indexUse: { ...request.indexUse, [address]: { ...use, ...change } },
  });
  const both = used && !isOn ? using({ photos: true, classes: true }) : {};
  if (used) return addresses.includes(address) ? both : { ...inOrder([...addresses, address]), ...both };
  const others = addresses.filter((one) => one !== address);
  return others.length === 0 ? using({ photos: false, classes: false }) : inOrder(others);
}

/** Without an index that is gone: where it was the only one, another takes its place, in full. */
export function withoutIndex(request: Indexes, address: string, instead: string): Partial<Indexes> {
  const others = addressesOf(request).filter((one) => one !== address);
  const { [address]: _, ...indexUse } = request.indexUse;
  return { ...inOrder(others.length === 0 ? [instead] : others), indexUse };
}

/**
 * With an index that was gone again where it was before, searched as it was. What was moved, opened or closed since stays so:
 * it comes behind the nearest of those that stood before it.
 * @param before the request while it was there
 * @param instead what took its place where it was the only one
 */
export function withIndexAgain(
  request: Indexes,
  address: string,
  before: Indexes,
  instead: string,
): Partial<Indexes> {
  const use = before.indexUse[address];
  const indexUse = use === undefined ? request.indexUse : { ...request.indexUse, [address]: use };
  const addresses = addressesOf(request).filter((one) => one !== address);
  const were = addressesOf(before);
  const at = were.indexOf(address);
  if (at < 0) return { indexUse };
  if (were.length === 1 && addresses.length === 1 && addresses[0] === instead)
    return { ...inOrder([address]), indexUse };
  const above = were.slice(0, at).findLast((one) => addresses.includes(one));
  addresses.splice(above === undefined ? 0 : addresses.indexOf(above) + 1, 0, address);
  return { ...inOrder(addresses), indexUse };
}

/** Puts an index before the one above it, or behind the one below. */
export function movedIndex(request: Indexes, address: string, by: -1 | 1): Partial<Indexes> {
  const addresses = addressesOf(request);
  const from = addresses.indexOf(address);
  const other = addresses[from + by];
  if (from < 0 || other === undefined) return {};
  addresses[from + by] = address;
  addresses[from] = other;
  return inOrder(addresses);
}

const inOrder = ([manifestUrl = '', ...furtherIndexes]: readonly string[]) => ({
  manifestUrl,
  furtherIndexes,
});
