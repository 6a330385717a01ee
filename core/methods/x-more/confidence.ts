import { entropy } from '../probability';

/** The lowest and highest confidence of one modality so far. */
interface ConfidenceRange {
  readonly lowest: number;
  readonly highest: number;
}

/** What X-MoRe remembers of the photos so far; null before the first. The order of photos matters. */
export type ConfidenceState = { readonly image: ConfidenceRange; readonly text: ConfidenceRange } | null;

/** `1 − H(p)/H(uniform)`, 0–1 (X-MoRe eq. 1); 1 for a single class. */
export function modalConfidence(probabilities: ArrayLike<number>): number {
  if (probabilities.length < 2) return 1;
  return 1 - entropy(probabilities) / Math.log(probabilities.length);
}

/** One photo's confidences, in nobody's order. */
export interface Confidences {
  readonly image: number;
  readonly text: number;
}

/**
 * The weights of the two modalities, summing to 1, and the state for the next photo (X-MoRe eq. 2 and 3). Each
 * confidence is min–max normalised over all photos so far, this one included. A modality whose range is still zero
 * counts 1; where neither counts, both count equally.
 */
export function modalWeights(
  { image, text }: Confidences,
  before: ConfidenceState,
): { readonly weights: Confidences; readonly state: NonNullable<ConfidenceState> } {
  const state = { image: widened(before?.image, image), text: widened(before?.text, text) };
  const adjusted = { image: normalised(image, state.image), text: normalised(text, state.text) };
  const sum = adjusted.image + adjusted.text;
  const weights =
    sum > 0 ? { image: adjusted.image / sum, text: adjusted.text / sum } : { image: 0.5, text: 0.5 };
  return { weights, state };
}

function widened(range: ConfidenceRange | undefined, confidence: number): ConfidenceRange {
  return {
    lowest: Math.min(range?.lowest ?? confidence, confidence),
    highest: Math.max(range?.highest ?? confidence, confidence),
  };
}

function normalised(confidence: number, { lowest, highest }: ConfidenceRange): number {
  return highest > lowest ? (confidence - lowest) / (highest - lowest) : 1;
}
