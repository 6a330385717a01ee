import type { CaptionFile } from '../../../../index-shards/format';
import type { CaptionTerms } from '../../../../workers/protocol';

/** What is said of captions that come into an index. */
export interface AddedCaptions {
  /** A BCP 47 tag of them; none where nobody says. */
  readonly language?: string;
  /**
   * Whether they are embedded for the index's further text spaces too, by the encoders of those, which are loaded first. Without,
   * they are found by the model's meaning and by name, and not there.
   */
  readonly inFurtherSpaces?: boolean;
}

/** Puts back what was there before a change; while this visit lasts. */
export type Undo = () => Promise<void>;

/**
 * Changes of the captions of an index that was made in this browser. Those that stay are not embedded again. One change at
 * a time: while captions are being added, others are refused (`input-invalid`).
 */
export interface IndexEditing {
  /**
   * The captions that are there, in their order: what is added is to repeat none.
   * @param except a file whose captions are left out
   */
  texts(address: string, except?: string): Promise<readonly string[]>;
  /**
   * Adds captions, embedded by the loaded model; `EngineState.own` shows how far it has come.
   * @param texts cleaned, each once, none of them there yet
   * @param files those that they came from, in their order; a name that is taken is numbered
   * @throws FernglassError `index-model-mismatch` where another model embedded those that are there; where an encoder cannot be had
   */
  add(
    address: string,
    texts: readonly string[],
    files: readonly CaptionFile[],
    said?: AddedCaptions,
  ): Promise<Undo>;
  /** Removes the captions of a file. @throws FernglassError `input-invalid` where there are no others */
  removeFile(address: string, file: string): Promise<Undo>;
  /**
   * Has a file hold other captions: those that it held before and holds still stay as they are, further ones are embedded,
   * and the rest goes once these are there.
   * @param texts cleaned, each once
   */
  replaceFile(
    address: string,
    file: string,
    texts: readonly string[],
    terms: CaptionTerms,
    said?: AddedCaptions,
  ): Promise<Undo>;
  /** Says where a file is from and under which licence. */
  describeFile(address: string, file: string, terms: CaptionTerms): Promise<Undo>;
}
