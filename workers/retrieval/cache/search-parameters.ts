import type { Codec } from '../../../index-shards/format';

/** How far to search, and how much memory to take. */
export interface SearchParameters {
  /** Up to this many captions every list is compared: a few milliseconds a query. */
  readonly exactUpTo: number;
  /** Beyond it lists are compared, nearest first, until so large a part of the k best is expected to be found, 0–1. */
  readonly recall: number;
  /** Instead of the margin that the manifest states. */
  readonly margin?: number;
  /** Shards beyond so many bytes leave memory, those not searched for longest first, if they can be read again. */
  readonly memoryBytes: number;
}

export const DEFAULT_SEARCH_PARAMETERS: SearchParameters = {
  exactUpTo: 50_000,
  recall: 0.95,
  memoryBytes: 256 * 2 ** 20,
};

/** Of what may be missed, the part that small codes miss by themselves, whichever lists are compared. */
const MISSED_BY_CODES = 0.5;

/** Part of what comparing every list would find that the lists chosen must hold, so that `recall` of the k best is found. */
export function routedRecall(codec: Codec, recall: number): number {
  return codec.kind === 'i8' ? recall : recall + MISSED_BY_CODES * (1 - recall);
}
