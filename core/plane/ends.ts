import { type Embeddings, normalise, productsWithRows, row } from '../embeddings';
import type { Side } from '../enrichment';
import { type Atoms, enrichAtoms } from '../reweighting';
import type { EnrichmentSettings } from '../settings';

/** Settings but for α and β: what a plane is drawn under. */
export type Weighting = Omit<EnrichmentSettings, 'alpha' | 'beta'>;

/**
 * The ends between which α and β mix: each side's own embedding, and what its captions come to, under one or several
 * weightings. Row `e·count + i` holds end e of side i; end 0 is its own embedding, end 1 + w its captions under weighting w,
 * which is its own embedding where no caption counts, so that mixing the two changes nothing there (as in `enrich`).
 */
export interface Ends {
  readonly count: number;
  /** Ends of each: 1 + weightings. */
  readonly ends: number;
  /** `[ends·count, d]`, normalised. */
  readonly rows: Embeddings;
  /** `[weightings·count]`, cosine of each side's captions to its own embedding. */
  readonly cosines: Float64Array;
}

/** The ends of photos (`image`) or of classes (`class`) under each of the weightings (CoRE eq. 4 and 6). */
export function endsOf(sides: readonly Atoms[], side: Side, weightings: readonly Weighting[]): Ends {
  const count = sides.length;
  const width = sides[0]?.own.length ?? 0;
  const ends = 1 + weightings.length;
  const rows = { count: ends * count, width, data: new Float32Array(ends * count * width) };
  const cosines = new Float64Array(weightings.length * count);
  sides.forEach((atoms, i) => {
    const own = normalise(atoms.own);
    row(rows, i).set(own);
    weightings.forEach((weighting, w) => {
      const captions = enrichAtoms(atoms, side, { ...weighting, alpha: 1, beta: 1 });
      row(rows, (1 + w) * count + i).set(captions);
      cosines[w * count + i] = productsWithRows({ count: 1, width, data: captions }, own)[0]!;
    });
  });
  return { count, ends, rows, cosines };
}

/**
 * Length of `share·captions + (1−share)·own` for unit vectors of that cosine:
 * `√(share² + (1−share)² + 2·share·(1−share)·cosine)`. 0 where the two cancel out.
 */
export function mixtureLength(share: number, cosine: number): number {
  return Math.sqrt(Math.max(0, share ** 2 + (1 - share) ** 2 + 2 * share * (1 - share) * cosine));
}
