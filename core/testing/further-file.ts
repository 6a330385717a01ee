import type { Output } from '../methods/method';
import type { Rows } from './file';

/** The parts of a golden file that `core/testing/vectors.py` makes: what the methods' own files have no vectors of. */
export interface FurtherFile {
  readonly classes: Rows;
  readonly images: Rows;
  readonly cupl?: {
    readonly names: readonly Rows[];
    /** Null for a class without sentences. */
    readonly descriptions: readonly (Rows | null)[];
    readonly scores: Rows;
  };
  readonly real?: {
    readonly captions: readonly string[];
    readonly synonyms: readonly (readonly string[])[];
    readonly prompts: readonly Rows[];
    readonly counts: Rows;
    readonly scores: Rows;
  };
  readonly tipAdapter?: {
    readonly scale: number;
    readonly accepted: Rows;
    readonly labels: readonly number[];
    readonly results: readonly {
      readonly weight: number;
      readonly sharpness: number;
      readonly scores: Rows;
    }[];
  };
  readonly captionEnsemble?: {
    readonly scale: number;
    readonly m: number;
    readonly k: number;
    readonly images: Rows;
    readonly captions: Rows;
    readonly chosen: Rows;
    readonly p: Rows;
  };
  /** Of the search by name, which lies outside the core. */
  readonly bm25?: {
    readonly texts: readonly string[];
    readonly queries: readonly string[];
    /** `[query][hit]`: id and score. */
    readonly hits: readonly Rows[];
  };
  readonly fusion?: {
    readonly name: readonly number[];
    readonly meaning: readonly number[];
    readonly k: number;
    readonly ids: readonly number[];
    readonly scores: readonly number[];
  };
  readonly casedCandidates?: {
    /** The nouns and their singulars; every other word is none. */
    readonly nouns: Readonly<Record<string, string>>;
    readonly captions: readonly (readonly string[])[];
    readonly names: readonly (readonly string[])[];
  };
  readonly transclip?: {
    readonly scale: number;
    /** The set; the file's images where there are none. */
    readonly images?: Rows;
    readonly imageCaptions?: readonly Rows[];
    readonly classCaptions?: readonly Rows[];
    readonly alpha?: number;
    readonly beta?: number;
    /** `[photo, class]`. */
    readonly accepted: readonly (readonly [number, number])[];
    readonly z: Rows;
    /** Started from CoRE with `alpha` and `beta`. */
    readonly zFromCore?: Rows;
    readonly lambda: number;
    readonly gamma: number;
    readonly zAccepted: Rows;
    /** Started from CoRE, with accepted photos and the γ that they choose. */
    readonly zChosen?: Rows;
  };
  readonly shares?: {
    readonly outputs: readonly {
      readonly output: Output;
      readonly scale: number;
      readonly scores: Rows;
      readonly shares: Rows;
      readonly margins: readonly number[];
    }[];
  };
  readonly variedCaptions?: {
    readonly imageCaptions: readonly Rows[];
    readonly imageSimilarities: Rows;
    readonly classCaptions: readonly Rows[];
    readonly classSimilarities: Rows;
    readonly results: readonly {
      readonly alpha: number;
      readonly beta: number;
      readonly tauI2t: number;
      readonly tauT2t: number;
      readonly k: number;
      readonly nearDuplicateCosine: number | null;
      readonly imageWeights?: 'linear';
      readonly zeroShotShare?: number;
      /** Captions that count, of each photo and of each class. */
      readonly counted: readonly [photos: readonly number[], classes: readonly number[]];
      readonly scores: Rows;
    }[];
  };
  readonly likeness?: {
    /** Of each photo, `[photo][caption][d]`. */
    readonly captions: readonly Rows[];
    readonly likeness: readonly number[];
  };
}
