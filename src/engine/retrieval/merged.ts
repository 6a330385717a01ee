import { LIMITS, mergeRankings } from '../../../core';
import type { FoundIn } from '../state/records';
import type { CaptionStore, CaptionsOfClass, RetrievedCaptions } from './captions/caption-store';

/** What an index gave, and how much it counts. */
export interface WeighedPart<T> {
  readonly part: FoundIn<T>;
  readonly weight: number;
}

/** What all indexes gave for a photo, best first; what one alone gave stays as it is: weights are between indexes. */
export function mergedCaptions(
  parts: readonly WeighedPart<RetrievedCaptions>[],
  captions: CaptionStore,
): RetrievedCaptions {
  const [only] = parts;
  return parts.length === 1 ? only!.part.value : taken(parts, merge(parts, captions));
}

/** What all indexes gave for a class, likewise. */
export function mergedForClass(
  parts: readonly WeighedPart<CaptionsOfClass>[],
  captions: CaptionStore,
): CaptionsOfClass {
  const [only] = parts;
  if (parts.length === 1) return only!.part.value;
  const merged = merge(parts, captions);
  return {
    ...taken(parts, merged),
    foundBy: merged.map(({ list, place }) => parts[list]!.part.value.foundBy[place]!),
  };
}

/** Ids and similarities of captions, as they were merged. */
const taken = (
  parts: readonly WeighedPart<RetrievedCaptions>[],
  merged: ReturnType<typeof merge>,
): RetrievedCaptions => ({
  ids: Int32Array.from(merged, ({ list, place }) => parts[list]!.part.value.ids[place]!),
  similarities: Float64Array.from(merged, ({ similarity }) => similarity),
});

const merge = (parts: readonly WeighedPart<RetrievedCaptions>[], captions: CaptionStore) =>
  mergeRankings(
    parts.map(({ part, weight }) => ({ similarities: part.value.similarities, weight })),
    LIMITS.k.max,
    (list, place) => captions.identity(parts[list]!.part.value.ids[place]!),
  );
