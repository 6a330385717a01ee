import type { EvidenceList } from '../evidence';
import { classProbabilities, cosines, meanOfFirst } from '../probability';
import type { Captions, PhotoInput, Task } from '../task';

/** What the captions retrieved for a photo say about the classes. */
export interface TextModality {
  /** Where the captions come from: X-MoRe's two steps, or directly from all captions. */
  readonly source: 'paired captions of photo' | 'captions of photo';
  /** softmax_c of each caption's logits against W, best caption first, `[k][C]`. */
  readonly perCaption: readonly Float32Array[];
}

/** The captions that X-MoRe reads: those of its two steps, or the nearest of all where the index has no image vectors. */
export function textModality(photo: PhotoInput, { classes, logitScale }: Task): TextModality {
  const { captions }: Pick<Captions, 'captions'> = photo.paired ?? photo.atoms;
  const prototypes = classes.map(({ atoms }) => atoms.own);
  return {
    source: photo.paired === null ? 'captions of photo' : 'paired captions of photo',
    // A thousand photos keep 16 rows each: single precision halves what that takes.
    perCaption: captions.map((caption) =>
      Float32Array.from(classProbabilities(cosines(caption, prototypes), logitScale)),
    ),
  };
}

/** The text-modal probability: the mean over the first k captions, `[C]`; null without captions. */
export function textProbability({ perCaption }: TextModality, k: number): Float64Array | null {
  return perCaption.length === 0 ? null : meanOfFirst(perCaption, k);
}

/** The captions that took part, each with the same share. */
export function captionEvidence({ source, perCaption }: TextModality, k: number): EvidenceList {
  const count = Math.min(k, perCaption.length);
  return {
    source,
    classIndex: null,
    title: 'Share of each caption retrieved for the photo',
    items: Array.from({ length: count }, (_, index) => ({ index, weight: 1 / count })),
  };
}
