/** Where the things that a list of evidence points at are found. */
export type EvidenceSource =
  | 'captions of photo'
  | 'paired captions of photo'
  | 'captions of class'
  | 'templates'
  | 'names of class'
  | 'descriptions'
  | 'labelled photos'
  | 'photos';

/** Things that took part in a score, and how much each of them did. */
export interface EvidenceList {
  readonly source: EvidenceSource;
  /** The class that the list belongs to; null where it belongs to the photo. */
  readonly classIndex: number | null;
  readonly title: string;
  /** `index` counts in the source; `weight` is what the list's title says. */
  readonly items: readonly { readonly index: number; readonly weight: number }[];
}

/** A number worth showing beside the score. */
export interface Figure {
  readonly title: string;
  readonly value: number;
}

/** A step on the way to the final score: one probability per class. */
export interface Distribution {
  readonly title: string;
  readonly probabilities: Float64Array;
}

/** Why a method gives the score that it gives; for one photo, on demand. */
export interface Evidence {
  readonly lists: readonly EvidenceList[];
  readonly figures: readonly Figure[];
  readonly distributions: readonly Distribution[];
}

export const NO_EVIDENCE: Evidence = { lists: [], figures: [], distributions: [] };

/** Weights in the order of their source, as a list's items. */
export function items(weights: ArrayLike<number>): EvidenceList['items'] {
  return Array.from(weights, (weight, index) => ({ index, weight }));
}
