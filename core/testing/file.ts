/** A matrix as plain nested lists. */
export type Rows = readonly (readonly number[])[];

/** The parts of a golden file that this code computes: inputs and expected outputs, as plain nested lists. */
export interface GoldenFile {
  readonly k: number;
  readonly captions: Rows;
  /** The image of each caption's pair. */
  readonly captionImages?: Rows;
  readonly classes: Rows;
  readonly classQueries: Rows;
  readonly images: Rows;
  readonly retrieval: {
    readonly classHits: Rows;
    readonly classScores: Rows;
    readonly imageHits: Rows;
    readonly imageScores: Rows;
    readonly imageHitsDeduplicated?: Rows;
  };
  readonly core: readonly {
    readonly alpha: number;
    readonly beta: number;
    readonly tauT2t: number;
    readonly tauI2t: number;
    readonly imageWeights?: 'linear';
    readonly scores: Rows;
  }[];
  readonly xmore?: {
    readonly scale: number;
    readonly m: number;
    readonly k: number;
    /** One per image, in order: each depends on those before. */
    readonly steps: readonly {
      readonly captions: readonly number[];
      readonly pImage: readonly number[];
      readonly pText: readonly number[];
      readonly confidence: { readonly img: number; readonly txt: number };
      readonly weights: { readonly image: number; readonly text: number };
      readonly p: readonly number[];
    }[];
  };
  readonly autoclip?: {
    /** `[C][K][d]`. */
    readonly templates: readonly Rows[];
    /** The part of log₂ K that the weights' entropy is to reach. */
    readonly beta: number;
    readonly weights: Rows;
    readonly scores: Rows;
  };
  readonly zlap?: {
    readonly k: number;
    readonly gamma: number;
    readonly alpha: number;
    readonly scores: Rows;
  };
  readonly cased?: {
    readonly scale: number;
    readonly alpha: number;
    readonly candidates: Rows;
    readonly p: Rows;
  };
}

/** The largest error of one method against the file. Errors of ids count as 1. */
export interface GoldenError {
  readonly method: string;
  readonly largest: number;
}

/** 0 where all ids agree in order, else 1. */
export function idError(found: Rows, expected: Rows): number {
  return JSON.stringify(found) === JSON.stringify(expected) ? 0 : 1;
}

/** The largest absolute difference; infinite where shapes differ or a number is none. */
export function scoreError(found: readonly ArrayLike<number>[], expected: Rows): number {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  expected.forEach((line, i) => {
    if (line.length !== found[i]!.length) largest = Number.POSITIVE_INFINITY;
    line.forEach((value, j) => {
      const error = Math.abs(value - found[i]![j]!);
      // A NaN must fail, and no comparison with NaN is true.
      largest = error <= largest ? largest : Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
    });
  });
  return largest;
}
