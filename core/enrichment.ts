import { normalise, weightedDirection } from './embeddings';
import { keepOnePerComponent } from './retrieval/retrieval';
import type { EnrichmentSettings } from './settings';

/** softmax(values / temperature), summing to 1; stable for any temperature > 0. */
export function softmax(values: ArrayLike<number>, temperature = 1): Float64Array {
  let highest = -Infinity;
  for (let i = 0; i < values.length; i++) highest = Math.max(highest, values[i]!);
  const weights = Float64Array.from(values, (value) => Math.exp((value - highest) / temperature));
  let sum = 0;
  for (const weight of weights) sum += weight;
  return weights.map((weight) => weight / sum);
}

/** Which prototype the captions are to enrich: a photo's embedding or a class's. */
export type Side = 'image' | 'class';

/**
 * σ over the retrieved captions, best first: weight 0 past k and for near-duplicates that do not count, the rest
 * summing to 1 (CoRE eq. 4 for a class, eq. 6 for an image; linear weights are the released code's image side).
 * @param similarities `[retrieved]`, cosine of each caption to the query
 * @param cosine cosine of captions i and j to each other
 */
export function captionWeights(
  similarities: ArrayLike<number>,
  cosine: (i: number, j: number) => number,
  side: Side,
  settings: EnrichmentSettings,
): Float64Array {
  const weights = new Float64Array(similarities.length);
  const count = Math.min(settings.k, similarities.length);
  const kept =
    settings.nearDuplicateCosine === null
      ? null
      : keepOnePerComponent(count, cosine, settings.nearDuplicateCosine);
  const indices: number[] = [];
  for (let i = 0; i < count; i++) if (kept === null || kept[i]) indices.push(i);
  if (indices.length === 0) return weights;
  const used = indices.map((i) => similarities[i]!);
  const sigma =
    side === 'image' && settings.imageWeighting === 'linear'
      ? linearWeights(used)
      : softmax(used, side === 'image' ? settings.tauImageToText : settings.tauTextToText);
  indices.forEach((i, place) => {
    weights[i] = sigma[place]!;
  });
  return weights;
}

function linearWeights(similarities: readonly number[]): number[] {
  const sum = similarities.reduce((total, value) => total + Math.abs(value), 0);
  return similarities.map((value) => (sum > 0 ? value / sum : 0));
}

/**
 * `share·captions + (1-share)·own`, renormalised, `[d]` (CoRE eq. 5 with α, eq. 7 with β). `captions` is the weighted
 * sum of the caption embeddings, renormalised; where no caption counts, `own` stays.
 */
export function enrich(
  own: ArrayLike<number>,
  captions: readonly ArrayLike<number>[],
  weights: ArrayLike<number>,
  share: number,
): Float32Array {
  const direction = captions.length === 0 ? null : weightedDirection(captions, weights);
  if (direction === null || direction.every((x) => x === 0)) return normalise(own);
  return weightedDirection([direction, own], [share, 1 - share]);
}
