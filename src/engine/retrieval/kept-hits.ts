import type { KeptHits } from '../../../workers/protocol';
import type { RetrievedCaptions } from './captions/caption-store';

/** An index as it is known beyond this visit, and how much of it was searched. */
export interface KeptPlace {
  /** `indexIdentity` of its manifest. */
  readonly identity: string;
  /** In all of it: ids lie below. */
  readonly captions: number;
  readonly bytes: number;
}

/** What a search depends on beside query and index, for so many bytes of it that are there. */
export type KeyOf = (bytes: number | typeof SEVERAL) => string;

/** Stands for the bytes of several indexes, which are told with each. */
const SEVERAL = 'several';
/** Ids are kept in 32 bits. */
const MOST_CAPTIONS = 2 ** 31 - 1;

/** The indexes of several as they are kept, in an order that gives ids their meaning. */
type KeptSeveral = readonly (readonly [identity: string, captions: number, bytes: number])[];

/**
 * What a photo found, to be kept: of one index as it is; of several one after the other, with ids that count on from index
 * to index. Null where that would be too large.
 * @param found with ids as the indexes count them
 */
export function hitsToKeep(
  found: readonly {
    readonly place: KeptPlace;
    readonly value: Pick<RetrievedCaptions, 'ids' | 'similarities'>;
  }[],
  keyOf: KeyOf,
): KeptHits | null {
  const [first, ...others] = found;
  if (first === undefined) return null;
  if (others.length === 0)
    return { key: keyOf(first.place.bytes), index: first.place.identity, ...first.value };
  const several: KeptSeveral = found.map(({ place: { bytes, captions, identity } }) => [
    identity,
    captions,
    bytes,
  ]);
  if (several.reduce((sum, [, captions]) => sum + captions, 0) > MOST_CAPTIONS) return null;
  let offset = 0;
  const ids = found.flatMap(({ place, value }) => {
    const its = Array.from(value.ids, (id) => offset + id);
    offset += place.captions;
    return its;
  });
  return {
    key: keyOf(SEVERAL),
    index: JSON.stringify(several),
    ids: Int32Array.from(ids),
    similarities: Float64Array.from(found.flatMap(({ value }) => [...value.similarities])),
  };
}

/** Where an index's captions begin among the ids that are kept; null where it is not among them. */
export function firstIdOf(index: string, { identity }: Pick<KeptPlace, 'identity'>): number | null {
  const several = severalOf(index);
  if (several === null) return index === identity ? 0 : null;
  let offset = 0;
  for (const [its, captions] of several) {
    if (its === identity) return offset;
    offset += captions;
  }
  return null;
}

/** Whether kept hits are of an index too, searched as it would be now. */
export function holdsFor(kept: KeptHits, place: KeptPlace, keyOf: KeyOf): boolean {
  const several = severalOf(kept.index);
  if (several === null) return kept.index === place.identity && kept.key === keyOf(place.bytes);
  return (
    kept.key === keyOf(SEVERAL) &&
    several.some(([identity, , bytes]) => identity === place.identity && bytes === place.bytes)
  );
}

/** What of kept hits is of an index; null where they do not hold for it as it is there now. Ids are those that are kept. */
export function keptOf(
  kept: KeptHits,
  place: KeptPlace,
  keyOf: KeyOf,
): {
  readonly firstId: number;
  readonly ids: Int32Array;
  readonly similarities: Float64Array;
} | null {
  const firstId = firstIdOf(kept.index, place);
  if (firstId === null || !holdsFor(kept, place, keyOf)) return null;
  const { ids, similarities } = kept;
  if (severalOf(kept.index) === null) return { firstId, ids, similarities };
  const places = [...kept.ids.keys()].filter(
    (i) => kept.ids[i]! >= firstId && kept.ids[i]! < firstId + place.captions,
  );
  return {
    firstId,
    ids: Int32Array.from(places, (i) => kept.ids[i]!),
    similarities: Float64Array.from(places, (i) => kept.similarities[i]!),
  };
}

const known = new Map<string, KeptSeveral | null>();

/** The indexes of several; null for one alone. Thousands of photos name the same. */
function severalOf(index: string): KeptSeveral | null {
  if (!index.startsWith('[[')) return null;
  let several = known.get(index);
  if (several === undefined) {
    several = parsed(index);
    known.set(index, several);
  }
  return several;
}

function parsed(index: string): KeptSeveral | null {
  try {
    return JSON.parse(index) as KeptSeveral;
  } catch {
    return null;
  }
}
