import type { AnswerState } from '../../../core';
import type { PhotoFacts, PhotoPlace, PhotoResult } from '../../protocol';

/** A ranking of a photo's classes as the file has it, column by column; `docs/exports.md` says what each means. */
export interface JsonRanking {
  readonly class: readonly string[];
  readonly score: readonly number[];
  /** Of `enriched` alone. */
  readonly share?: readonly number[];
  /** How sure its answer is; absent where that was not worked out. */
  readonly margin?: number;
  readonly state?: AnswerState;
  /** Of its shares, where it is another than the head says. */
  readonly scale?: number;
  /** Cosine of the best class, where it is not its score. */
  readonly bestCosine?: number | null;
}

/** A photo's captions: places in the file's list of captions, and figures in the same order. */
export interface JsonCaptions {
  readonly caption: readonly number[];
  readonly similarity: readonly number[];
  readonly weight: readonly number[];
}

/** A caption of the file's list. */
export type JsonCaption = Pick<PhotoResult['captions'][number], 'text' | 'index' | 'file'>;

/** Facts without what the file does not say. */
export type JsonFacts = Partial<Omit<PhotoFacts, 'place'>> & { readonly place?: Partial<PhotoPlace> };

/** A photo as it stands in the file. What there is nothing of is absent. */
export interface JsonPhoto
  extends Pick<PhotoResult, 'file' | 'label' | 'note' | 'boxes' | 'classified' | 'error'>,
    Partial<Pick<PhotoResult, 'warning'>> {
  readonly zeroShot?: JsonRanking;
  readonly enriched?: JsonRanking;
  readonly captions?: JsonCaptions;
  /** Mean cosine of the photo to its captions. */
  readonly captionCosine?: number;
  readonly likeness?: number;
  /** Of further boxes, without the photo's file. */
  readonly further?: readonly Omit<JsonPhoto, 'file'>[];
  readonly facts?: JsonFacts;
}
