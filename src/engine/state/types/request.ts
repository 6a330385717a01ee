import type {
  DetectionChoice,
  ParameterValues,
  SentOn,
  Thresholds,
  TrainingCount,
  Tuned,
} from '../../../../core';
import type { CaptionRules, ModelSource, SearchMode } from '../../../../workers/protocol';

/** Both templates hold `{}` where the class name goes (CoRE table 5: domain-specific for zero-shot, generic for retrieval). */
export interface Prompts {
  readonly zeroShot: string;
  readonly retrieval: string;
}

/** How an index that is open is searched. */
export interface IndexUse {
  /** What the similarities of its captions are multiplied by, within `INDEX_WEIGHT`. */
  readonly weight: number;
  /** Whether captions are sought in it for photos, and for classes. */
  readonly photos: boolean;
  readonly classes: boolean;
}

/** That a caption is not to count, or is to count first. */
export interface CaptionChoice {
  /** The caption, as evidence shows it. */
  readonly text: string;
  readonly kind: 'left out' | 'pinned';
  /** For which class or photo; null for all of them, which only leaving out can be for. */
  readonly of: { readonly className: string } | { readonly file: string } | null;
}

/** How many training photos classes have, as a person said it. */
export interface TrainingCounts {
  /** The file or the part that said so, in words: “counts.csv”. */
  readonly of: string;
  readonly classes: readonly TrainingCount[];
}

/** What the user asked for. Everything derived from it carries the part of the request it was made from. */
export interface Request {
  readonly model: ModelSource;
  /** Address of the first index. */
  readonly manifestUrl: string;
  /** Addresses of the indexes that are searched beside it, in their order. */
  readonly furtherIndexes: readonly string[];
  /** Hosts that the user lets send on to another, while they are chosen themselves. */
  readonly sentOn: readonly SentOn[];
  /** By address, also of indexes that are not open now; one without an entry counts in full. */
  readonly indexUse: Readonly<Record<string, IndexUse>>;
  readonly classesText: string;
  readonly prompts: Prompts;
  /** How captions are sought for the classes; photos are always searched by meaning. */
  readonly searchMode: SearchMode;
  /** Captions that searches pass over. */
  readonly captionRules: Required<CaptionRules>;
  /** Captions that were left out, or pinned, one by one; each place has one choice of a caption. */
  readonly captionChoices: readonly CaptionChoice[];
  /** Memory that the captions of the index may take, in MB (10⁶ bytes). */
  readonly indexMemory: number;
  /** Part of the nearest captions that a search in a large index is to find, in percent. */
  readonly indexRecall: number;
  /** Training photos of classes, which figures by head and tail may go by; null where nobody said. */
  readonly trainingCounts: TrainingCounts | null;
  /** Settings that labels proposed and that were taken, with the files of the photos that they were chosen by; null where none were. */
  readonly tuned: Tuned | null;
  /** Prompt templates for methods that weigh several, one a line. */
  readonly templates: string;
  /** Id of the method. */
  readonly method: string;
  /** By method id, what the user moved; a method without an entry starts from its initial values. */
  readonly parameters: Readonly<Record<string, ParameterValues>>;
  /** Where answers begin to be unsure, and photos to be unlike the classes: 0–1 where the user moved it, null for where it starts. */
  readonly thresholds: { readonly [Name in keyof Thresholds]: number | null };
  /** Whether photos are classified whole, or the animals that a detector found in them, and which of its boxes count. */
  readonly detections: DetectionChoice;
}

/** A checkpoint the menu offers. */
export interface ModelChoice {
  readonly source: ModelSource;
  readonly title: string;
  /** One line: width, download size, what it is good for. */
  readonly description: string;
}
