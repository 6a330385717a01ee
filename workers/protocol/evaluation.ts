import type {
  Answers,
  ClassCoverage,
  ClassInput,
  Embeddings,
  EnrichmentSettings,
  FiguresWithIntervals,
  FittedScales,
  MethodChoice,
  ParameterValues,
  PlaneFigures,
  Result,
  Sweeps,
  Tuning,
  TuningInput,
  Weighting,
} from '../../core';

/** Embeddings with the captions retrieved by each, as numbers: captions that several retrieved pass the door once. */
export interface PackedSides {
  /** Of photos their ids; of classes nothing. */
  readonly ids: readonly string[];
  /** `[n, d]`. */
  readonly own: Embeddings;
  /** `[n + 1]`, where each one's captions start. */
  readonly starts: Int32Array;
  /** `[starts[n]]`, best first within each. */
  readonly captions: Int32Array;
  /** `[starts[n]]`, cosine of each caption to its query. */
  readonly similarities: Float64Array;
}

/** Captions that the worker does not have yet. */
export interface PackedCaptions {
  readonly ids: Int32Array;
  /** `[ids.length, d]`. */
  readonly embeddings: Embeddings;
}

/** α and β at a place of the plane. */
export interface PlanePlace {
  readonly alpha: number;
  readonly beta: number;
}

/** What is asked of the plane. */
export type PlaneAbout =
  /** Figures over photos whose classes are known: by photo, the place of its class in the list. */
  | { readonly kind: 'accuracy'; readonly labels: readonly (readonly [photo: string, label: number])[] }
  /** The answers of one photo. */
  | { readonly kind: 'answers'; readonly photo: string }
  /** How many of the photos are answered otherwise than at `reference`. */
  | { readonly kind: 'flips'; readonly photos: readonly string[]; readonly reference: PlanePlace };

/** A question about the plane, under fixed τ and k. */
export interface PlaneQuestion {
  readonly weighting: Weighting;
  /** α and β each in so many places, evenly from 0 to 1. */
  readonly steps: number;
  readonly about: PlaneAbout;
}

/** What the plane says; lists are `[steps (α), steps (β)]`. */
export type PlaneReply =
  | ({ readonly kind: 'accuracy'; readonly photos: number } & PlaneFigures)
  | { readonly kind: 'answers'; readonly answers: Int32Array }
  | { readonly kind: 'flips'; readonly photos: number; readonly changed: Int32Array };

/** A photo whose class is known. */
export interface TuningLabel {
  readonly photo: string;
  /** Place of its class in the list. */
  readonly label: number;
  /** What it shows, any number: photos of one thing are never on both sides of the cross-validation. */
  readonly group: number;
  /** Place of the class that it is answered with now; −1 for none of the list. */
  readonly answer: number;
}

/** What tuning asks. */
export interface TuningQuestion {
  readonly labels: readonly TuningLabel[];
  /** CoRE's parameters in force. */
  readonly settings: EnrichmentSettings;
  /** What gives the answers. */
  readonly current: MethodChoice;
  /** Methods to try beside CoRE; each may look at all `photos`. */
  readonly others: readonly MethodChoice[];
  readonly photos: readonly string[];
  /** exp(t) of the checkpoint. */
  readonly logitScale: number;
  readonly measure: TuningInput['measure'];
}

/** A method and its setting. */
export interface MethodSetting {
  readonly id: string;
  readonly parameters: ParameterValues;
}

/** What methods are judged on. */
export interface MethodsQuestion {
  /** The first is what the others are compared with. */
  readonly methods: readonly MethodSetting[];
  /** Photos that are kept, in the order in which methods with a memory see them. */
  readonly photos: readonly string[];
  /** `[photos]`, places of their classes in the list; −1 where the class is not known. */
  readonly labels: Int32Array;
  /** `[photos]`, photos of one number show one thing. */
  readonly groups: Int32Array;
  readonly logitScale: number;
  readonly scales: FittedScales | null;
  /** What methods read of the classes that are kept beside their captions, in order. */
  readonly classes: readonly Omit<ClassInput, 'atoms'>[];
}

/** What a method made of the photos whose class is known. */
export interface MethodJudged extends FiguresWithIntervals {
  readonly id: string;
  readonly answers: Answers;
  /** What it would have used and what it did without, in words for the user. */
  readonly notes: readonly string[];
}

/** What CoRE is taken apart by. */
export interface StudiesQuestion extends Omit<MethodsQuestion, 'methods'> {
  /** CoRE's parameters, around which it is swept. */
  readonly settings: EnrichmentSettings;
}

/** CoRE taken apart on photos whose class is known. */
export interface StudiesReply {
  /** In the order of `ablationOf`; gains are over the first. */
  readonly ablation: readonly (FiguresWithIntervals & { readonly adds: string })[];
  readonly sweeps: Sweeps;
}

/** CoRE on classes that are not the kept ones: of other prompts, or with captions that were found another way. */
export interface VariantQuestion extends Omit<MethodsQuestion, 'methods' | 'classes'> {
  /** Their captions are kept. */
  readonly classes: PackedSides;
  /** CoRE's parameters; each gives answers of its own. */
  readonly settings: readonly EnrichmentSettings[];
}

/** Answers on the same photos, to be held against each other. */
export interface CompareQuestion {
  /** In tables: the first of each is what its others are compared with. */
  readonly tables: readonly (readonly Answers[])[];
  /** Length of the class list. */
  readonly classes: number;
  /** `[answers]`, photos of one number show one thing. */
  readonly groups: Int32Array;
}

/** How well captions cover the classes that are kept. */
export interface CoverageQuestion {
  /** CoRE's parameters, under which captions count. */
  readonly settings: EnrichmentSettings;
  /** Captions that hold each name of each class, `[classes][names]`; null where nobody counted. */
  readonly counts: readonly (readonly number[])[] | null;
  /** Part of each class's nearest captions that hold one of its names, `[classes]`; null where it has none. */
  readonly named: readonly (number | null)[];
}

/** Told how much is done, 0–1. */
export type OnPart = (part: number) => void;

/**
 * Figures over photos and classes, in the scoring worker: what takes too long beside the page. It keeps photos and classes, so
 * that each passes its door once.
 */
export interface EvaluationApi {
  /** Keeps captions; those of photos and classes must be there before these. */
  keepCaptions(captions: PackedCaptions): Promise<Result<void>>;
  /** Lets all captions, photos and classes go. */
  clear(): Promise<Result<void>>;
  /** Keeps photos, in place of those of the same ids. */
  keepPhotos(photos: PackedSides): Promise<Result<void>>;
  /** Keeps these photos no more. */
  dropPhotos(ids: readonly string[]): Promise<Result<void>>;
  /** Keeps these classes, behind those that are there unless they are the `first`. */
  keepClasses(classes: PackedSides, first: boolean): Promise<Result<void>>;
  /**
   * Draws a plane over the photos kept; ends the one before, for which nobody waits any more.
   * Gives `input-invalid` for a photo that is not kept, `worker-failed` where it was cancelled.
   */
  plane(question: PlaneQuestion, onPart: OnPart): Promise<Result<PlaneReply>>;
  /** Ends the plane that is under way. */
  cancelPlane(): Promise<void>;
  /**
   * Proposes a method and its parameters by labelled photos; ends the tuning before.
   * Gives `input-invalid` for labels that say too little, `worker-failed` where it was cancelled.
   */
  tune(question: TuningQuestion, onPart: OnPart): Promise<Result<Tuning>>;
  /** Ends the tuning that is under way. */
  cancelTune(): Promise<void>;
  /**
   * Has methods answer for the photos whose class is known; ends the judging before. Gives `input-invalid` for a photo that
   * is not kept, `worker-failed` where it was cancelled.
   */
  methods(question: MethodsQuestion, onPart: OnPart): Promise<Result<readonly MethodJudged[]>>;
  /** Ends the judging that is under way. */
  cancelMethods(): Promise<void>;
  /**
   * Takes CoRE apart: its components one after the other, and sweeps of its parameters; ends the studies before. Gives
   * `input-invalid` for a photo that is not kept, `worker-failed` where it was cancelled.
   */
  studies(question: StudiesQuestion, onPart: OnPart): Promise<Result<StudiesReply>>;
  /** Ends the studies that are under way. */
  cancelStudies(): Promise<void>;
  /**
   * CoRE's answers for the photos whose class is known, among other classes than those that are kept; one for each of the
   * settings. Ends the question before; gives `input-invalid` for a photo that is not kept, `worker-failed` where it was cancelled.
   */
  variant(question: VariantQuestion, onPart: OnPart): Promise<Result<readonly Answers[]>>;
  /** Ends the question about a variant that is under way. */
  cancelVariant(): Promise<void>;
  /** Figures of answers, table by table; ends the comparison before. Gives `worker-failed` where it was cancelled. */
  compare(
    question: CompareQuestion,
    onPart: OnPart,
  ): Promise<Result<readonly (readonly FiguresWithIntervals[])[]>>;
  /** Ends the comparison that is under way. */
  cancelCompare(): Promise<void>;
  /** How well captions cover the kept classes, in order; ends the question before. Gives `worker-failed` where it was cancelled. */
  coverage(question: CoverageQuestion, onPart: OnPart): Promise<Result<readonly ClassCoverage[]>>;
  /** Ends the question about coverage that is under way. */
  cancelCoverage(): Promise<void>;
}
