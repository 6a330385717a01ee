import { dot, type Embeddings, row } from '../../embeddings';
import { exactTopK, type Neighbour } from '../../retrieval/retrieval';
import type { Vector } from '../task';

/**
 * X-MoRe's two steps: the `pairs` image–caption pairs whose image is nearest to the photo, and of those the `k` captions
 * nearest to it, best first (section 3.2). Exact. Row i of both matrices is one pair.
 */
export function crossModalRetrieval(
  images: Embeddings,
  captions: Embeddings,
  photo: Vector,
  pairs: number,
  k: number,
): Neighbour[] {
  const nearest = exactTopK(images, photo, pairs).map(({ index }) => index);
  return fineRetrieval(nearest, (index) => row(captions, index), photo, k);
}

/**
 * The second step alone: of the pairs that the first step found, the `k` whose captions are nearest to the photo, best
 * first. Equal similarities keep the order of the first step.
 */
export function fineRetrieval(
  pairs: readonly number[],
  captionOf: (index: number) => Vector,
  photo: Vector,
  k: number,
): Neighbour[] {
  return pairs
    .map((index) => ({ index, similarity: dot(captionOf(index), photo) }))
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, k);
}
