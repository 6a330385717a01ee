import { type Embeddings, FernglassError } from '../../../core';
import type { CaptionFilter } from '../cache/allowed-captions';
import type { Residency } from '../cache/residency';
import { routedRecall } from '../cache/search-parameters';
import type { Router } from '../kernels';
import { DEFAULT_MARGIN } from './coarse-search';

/** What is searched for, and how far; decided before anything is compared. */
export interface SearchPlan {
  /** `[n, d]`, normalised. */
  readonly queries: Embeddings;
  /** Captions that each query is to have; fewer than asked for where there are fewer. */
  readonly k: number;
  readonly filter: CaptionFilter | undefined;
  /** Up to so many captions every list is compared. */
  readonly exactUpTo: number;
  /** Part of the k best that must be expected in the lists compared, 0–1. */
  readonly enough: number;
  /** Factor on the spread of scores within a list. */
  readonly margin: number;
}

/** The lists that a query can be routed to. */
export interface RoutedLists {
  readonly router: Router;
  /** `[lists]`, captions that are allowed. */
  readonly sizes: Uint32Array;
  /** Numbers of those that are there and not empty, rising. */
  readonly lists: Uint32Array;
}

/**
 * Plans a search for the k captions nearest to each query.
 * @throws FernglassError `index-model-mismatch` for another width, `input-invalid` for a bad k or queries.
 */
export function planSearch(
  index: Residency,
  queries: Embeddings,
  k: number,
  filter: CaptionFilter | undefined,
): SearchPlan {
  const { codec, model, routing } = index.manifest;
  if (!Number.isInteger(k) || k < 1)
    throw new FernglassError('input-invalid', `k is ${k}; it must be a whole number above 0.`);
  if (queries.width !== model.width)
    throw new FernglassError(
      'index-model-mismatch',
      `The index holds embeddings of width ${model.width} (${model.id}), the model gives ${queries.width}. Choose an index that was built for this model.`,
    );
  if (queries.data.length !== queries.count * queries.width || !queries.data.every(Number.isFinite))
    throw new FernglassError('input-invalid', 'An embedding to search for holds a value that is no number.');
  const { exactUpTo, margin, recall } = index.parameters;
  return {
    queries,
    k: Math.max(1, Math.min(k, captionsPossible(index, filter))),
    filter,
    exactUpTo,
    enough: routedRecall(codec, recall),
    margin: margin ?? routing?.caution ?? DEFAULT_MARGIN,
  };
}

/** Captions that are there and allowed. */
export function captionsPossible(
  { captionsPresent, manifest, shards }: Residency,
  filter: CaptionFilter | undefined,
): number {
  const allowed = filter?.allowed ?? null;
  if (allowed === null) return captionsPresent;
  return manifest.shards.reduce(
    (sum, { name }, shard) => sum + (shards.has(name) ? allowed.countIn(shard) : 0),
    0,
  );
}

/** What the router may choose from; null where every list is to be compared. */
export function routedLists(index: Residency, { exactUpTo, filter }: SearchPlan): RoutedLists | null {
  const { manifest, router, shards } = index;
  if (router === null || captionsPossible(index, filter) <= exactUpTo) return null;
  const sizes = filter?.allowed?.listSizes(router.listSizes) ?? router.listSizes;
  const lists = new Uint32Array(sizes.length);
  let count = 0;
  for (const { name, firstList, lists: its } of manifest.shards)
    if (shards.has(name))
      for (let list = firstList; list < firstList + its; list++) if (sizes[list]! > 0) lists[count++] = list;
  return { router: router.router, sizes, lists: lists.subarray(0, count) };
}
