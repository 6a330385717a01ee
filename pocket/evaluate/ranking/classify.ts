import {
  type Atoms,
  type Captions,
  crossProducts,
  type Embeddings,
  type EnrichmentSettings,
  mixedCosine,
  mixture,
  type RankedClass,
  rank,
  row,
  selfProducts,
} from '../../../core';
import type { SearchResult } from '../../../workers/protocol';
import type { SearchableIndex } from '../../../workers/retrieval/search/searchable-index.ts';

/** Embeddings `[n, d]` with the captions retrieved by their queries `[n, d]`. */
export async function atomsOf(
  own: Embeddings,
  queries: Embeddings,
  index: SearchableIndex,
  k: number,
): Promise<Atoms[]> {
  return captionsOf(await index.search(queries, k)).map((captions, i) => ({ own: row(own, i), ...captions }));
}

/** What a search found for each query, with the captions' vectors. */
export function captionsOf({ hits, vectors }: Pick<SearchResult, 'hits' | 'vectors'>): Captions[] {
  const places = new Map(Array.from(vectors.ids, (id, place) => [id, place]));
  return hits.map((found) => ({
    captions: found.map(({ id }) => row(vectors.embeddings, places.get(id)!)),
    similarities: found.map(({ similarity }) => similarity),
  }));
}

/**
 * The classes of each image by falling cos(z+, W+) (CoRE eq. 3), for each of the settings. α = β = 0 is zero-shot.
 * @returns `[settings][image]`
 */
export function classify(
  images: readonly Atoms[],
  classes: readonly Atoms[],
  settings: readonly EnrichmentSettings[],
): RankedClass[][][] {
  const classProducts = classes.map(selfProducts);
  const classMixtures = settings.map((s) => classProducts.map((self) => mixture(self, 'class', s)));
  const rankings: RankedClass[][][] = settings.map(() => []);
  for (const image of images) {
    const self = selfProducts(image);
    const cross = classes.map((cls) => crossProducts(image, cls));
    for (const [s, setting] of settings.entries()) {
      const own = mixture(self, 'image', setting);
      const { zeroShotShare } = setting;
      rankings[s]!.push(
        rank(
          cross.map(
            (products, c) =>
              (1 - zeroShotShare) * mixedCosine(own, products, classMixtures[s]![c]!) +
              zeroShotShare * products[0]!,
          ),
        ),
      );
    }
  }
  return rankings;
}
