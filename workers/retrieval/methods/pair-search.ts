import { type Embeddings, fineRetrieval, row } from '../../../core';
import type { SearchResult } from '../../protocol';
import type { CaptionFilter } from '../cache/allowed-captions';
import type { CaptionSource } from '../search/caption-source';
import { rankedCaptions, vectorsOf } from './ranked-captions';
import type { SpaceVectors } from './space-vectors';

/**
 * X-MoRe's retrieval (section 3.2): of the `pairs` captions whose pictures are nearest to each photo, the `k` nearest to
 * it, with their cosine to it.
 * @param photos `[n, d]`, normalised
 * @throws FernglassError `index-model-mismatch` where the pictures' vectors have another width.
 */
export async function searchPairs(
  source: CaptionSource,
  pictures: SpaceVectors,
  photos: Embeddings,
  pairs: number,
  k: number,
  filter?: CaptionFilter,
): Promise<SearchResult> {
  const { manifest } = source.index;
  // Captions present whose pictures have vectors; the others have none.
  let compared = 0;
  const near = await rankedCaptions(
    source,
    async (wanted) => {
      const nearest = await pictures.nearest(photos, wanted);
      compared = nearest.captionsSearched;
      return nearest.rankings;
    },
    pairs,
    filter,
  );
  const found = near.map((captions, q) =>
    fineRetrieval([...captions.keys()], (i) => captions[i]!.vector, row(photos, q), k).map(
      ({ index, similarity }) => ({ caption: captions[index]!, similarity }),
    ),
  );
  return {
    hits: found.map((its) => its.map(({ caption: { id, text }, similarity }) => ({ id, text, similarity }))),
    vectors: vectorsOf(
      found.flat().map(({ caption }) => caption),
      manifest.model.width,
    ),
    captionsSearched: source.index.captionsPresent,
    captionsTotal: manifest.captions,
    captionsCompared: found.map(() => compared),
    expectedRecall: found.map(() => 1),
  };
}
