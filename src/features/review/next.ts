/** Where one stands in a list: a photo that is no longer shown left a gap there. */
export interface Place {
  readonly at: number;
  readonly isThere: boolean;
}

/**
 * The next id behind a place of a list for which something holds, going on at the list's beginning after its end; null
 * where it holds for none, the one at the place left aside.
 */
export function nextWhere(
  ids: readonly string[],
  { at, isThere }: Place,
  holds: (id: string) => boolean,
): string | null {
  const first = at + Number(isThere);
  for (let step = 0; step < ids.length - Number(isThere); step++) {
    const id = ids[(first + step) % ids.length]!;
    if (holds(id)) return id;
  }
  return null;
}

/** The id behind a place, or before it (−1); null at the list's ends. */
export const beside = (ids: readonly string[], { at, isThere }: Place, by: 1 | -1): string | null =>
  ids[by === 1 ? at + Number(isThere) : at - 1] ?? null;
