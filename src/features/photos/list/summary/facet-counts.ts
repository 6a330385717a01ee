import { entryOf } from '../entry';
import { type Facet, facetsOf } from '../filter';
import { countOnce, type Tally } from './counted-photos';

/** How many photos each choice of the filter would show; what is not in the counts has none. */
export function facetTally(): Tally<readonly Facet[], ReadonlyMap<Facet, number>> {
  const counts = new Map<Facet, number>();
  return {
    of: (photo, summary) => facetsOf(entryOf(photo, { summary, near: null, group: null })),
    isSame: (a, b) => a.length === b.length && a.every((facet, i) => facet === b[i]),
    add(facets, by) {
      for (const facet of facets) {
        const now = (counts.get(facet) ?? 0) + by;
        if (now === 0) counts.delete(facet);
        else counts.set(facet, now);
      }
    },
    counts: () => new Map(counts),
  };
}

/** The one count by facets of an engine. */
export const facetCounts = countOnce(facetTally);
