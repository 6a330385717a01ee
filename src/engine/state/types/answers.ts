import type { Distribution, EvidenceList, Figure, FoundBy, RankedClass, ShareScale } from '../../../../core';
import type { CaptionOrigin } from '../../retrieval/captions/caption-store';

/** A caption as evidence. */
export interface CaptionEvidence {
  readonly id: number;
  readonly text: string;
  /** The index that it comes from; null where that is not open any more. */
  readonly origin: CaptionOrigin | null;
  /**
   * Cosine to the photo's embedding, or to the class's retrieval prompt in the space searched; of a class searched by name
   * or by both, its score as a part of the best caption's, 0–1. Times the weight of its index, where several are searched.
   */
  readonly similarity: number;
  /** By which searches it was found; photos' captions are always found by meaning. */
  readonly foundBy: readonly FoundBy[];
  /** 0–1: its share among the captions (CoRE eq. 4, 6); 0 when it does not count. */
  readonly weight: number;
  /** Whether a person pinned it: it then counts no less than the nearest. */
  readonly pinned: boolean;
}

/** Things that took part in a score, most of them with the weight that the list's title names. */
export type EvidenceBlock = Pick<EvidenceList, 'title' | 'source' | 'classIndex'> &
  (
    | { readonly kind: 'captions'; readonly captions: readonly CaptionEvidence[] }
    | {
        readonly kind: 'texts';
        readonly texts: readonly { readonly text: string; readonly weight: number }[];
      }
    | {
        readonly kind: 'photos';
        readonly photos: readonly { readonly id: string; readonly weight: number }[];
      }
  );

/** Why the chosen method answers as it does for one photo. */
export interface Explanation {
  /** What the method would use and what it does without it, in words for the user. */
  readonly notes: readonly string[];
  readonly blocks: readonly EvidenceBlock[];
  readonly figures: readonly Figure[];
  readonly distributions: readonly Distribution[];
}

/** The answer for one photo under the present method and parameters. */
export interface Answer {
  /** All classes of `shownClasses`, best first, by cos(z, W) (CoRE eq. 1). */
  readonly zeroShot: readonly RankedClass[];
  /** All classes, best first, by the method's score. */
  readonly enriched: readonly RankedClass[];
  /** The classes that `enriched` ranks where the method brings its own; null for `shownClasses`. */
  readonly names: readonly string[] | null;
  /** Share of each ranked class relative to the others, in the order of `enriched`; sums to 1. */
  readonly shares: readonly number[];
  readonly zeroShotShares: readonly number[];
  /** Share of the best minus share of the second. */
  readonly margin: number;
  /** What scores were scaled by to make shares of them, by the method and by looks alone. */
  readonly scale: ShareScale;
  readonly zeroShotScale: ShareScale;
  /** The best class's cosine where that is what the method gives; null where it gives something else. */
  readonly bestCosine: number | null;
  /** Mean cosine of the photo to the captions retrieved for it; null where there are none. */
  readonly captionCosine: number | null;
  /** How like the classes the photo is, 0–1; null without captions, while it is under way, and for a method that brings its classes. */
  readonly likeness: number | null;
  /** Whether the method changed the best class. */
  readonly changed: boolean;
  /** Which photo it was of those that the method remembers, from 1; null for a method without memory. */
  readonly place: number | null;
  /** Whether it was computed without captions that the method would read; with them it may be another. */
  readonly lacksCaptions: boolean;
}

/** What of an answer a list of thousands of photos needs. */
export interface AnswerSummary {
  /** The best class: its place in `shownClasses`, or its name where the method brings its own. */
  readonly best: number | string;
  /** As in `Answer`. */
  readonly margin: number;
  readonly likeness: number | null;
  readonly changed: boolean;
  /** Place of the best class by looks alone; −1 where there are no classes. */
  readonly zeroShotBest: number;
  readonly place: number | null;
  readonly lacksCaptions: boolean;
}
