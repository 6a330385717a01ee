import type {
  ClassCoverage,
  EnrichmentSettings,
  FiguresWithIntervals,
  ParameterValues,
  Tuned,
  Tuning,
  TuningInput,
  Weighting,
} from '../../../../core';
import type {
  MethodJudged,
  PlanePlace,
  PlaneReply,
  SearchMode,
  StudiesReply,
} from '../../../../workers/protocol';
import type { Prompts } from './request';

/** Classes of photos that are known, however the page came by them. */
export interface KnownLabel {
  readonly photo: string;
  /** Place of its class in `EngineState.shownClasses`. */
  readonly label: number;
}

/** What the α×β plane is to show. */
export type PlaneSubject =
  /** Acc@1 and balanced accuracy over photos whose classes are known. */
  | { readonly kind: 'accuracy'; readonly labels: readonly KnownLabel[] }
  /** The answers of one photo, as places in `EngineState.shownClasses`. */
  | { readonly kind: 'answers'; readonly photo: string }
  /** How many photos are answered otherwise than at `reference`; than at the α and β in force, where none is said. */
  | { readonly kind: 'flips'; readonly photos?: readonly string[]; readonly reference?: PlanePlace };

export interface PlaneRequest {
  /** α and β each in so many places, evenly from 0 to 1: `i / (steps − 1)`. */
  readonly steps: number;
  readonly about: PlaneSubject;
}

/** What a plane shows; lists are `[steps (α), steps (β)]`. */
export type Plane = PlaneReply & {
  readonly steps: number;
  /** CoRE's other parameters, under which it holds: other τ, another k, and it is stale. */
  readonly weighting: Weighting;
  /** Photos asked for that have no embedding yet and do not count. */
  readonly left: number;
};

/** What tuning is to go by. */
export interface TuningRequest {
  /** With what each photo shows, where that is known: photos of one group are never on both sides of the cross-validation. */
  readonly labels: readonly (KnownLabel & { readonly group?: string | null })[];
  /** What is to grow: Acc@1, or balanced accuracy. */
  readonly measure: TuningInput['measure'];
}

/** What tuning proposes. */
export interface TuningReply extends Tuning {
  /** The proposal with the photos it was tuned on: with it in force, `tunedAmong` says of a figure whether it flatters. */
  readonly tuned: Tuned;
  /** Labelled photos that have no embedding yet and did not count. */
  readonly left: number;
}

export interface MethodsRequest {
  /** Ids; the first is what the others are compared with. */
  readonly methods: readonly string[];
  readonly labels: readonly KnownLabel[];
  /** What each labelled photo shows: photos of one group are resampled together. A photo without a group is one by itself. */
  readonly groups?: ReadonlyMap<string, string>;
}

/** Methods on the same photos. */
export interface MethodsJudged {
  /** Each with the parameters in force for it. */
  readonly methods: readonly (MethodJudged & { readonly parameters: ParameterValues })[];
  /** The photos that count, in the order of every method's answers. */
  readonly photos: readonly string[];
  /** Names of the classes, in the order of places. */
  readonly classes: readonly string[];
  /** Groups that they are resampled by: as many as photos where each is one by itself. */
  readonly groups: number;
  /** Labelled photos that have no embedding yet and do not count. */
  readonly left: number;
}

/** CoRE taken apart on photos whose classes are known. */
export interface Studies extends StudiesReply {
  /** CoRE's parameters that it was taken apart around. */
  readonly settings: EnrichmentSettings;
  /** Photos that count. */
  readonly photos: number;
  /** Labelled photos that have no embedding yet and do not count. */
  readonly left: number;
}

/** What CoRE's prompts are compared on. */
export interface PromptsRequest extends Omit<MethodsRequest, 'methods'> {
  /** Prompt templates, one a line; lines without `{}` are left out. */
  readonly prefixes: string;
}

/** CoRE by its prompts and by how captions of the classes are found, on photos whose classes are known. */
export interface PromptStudies {
  /** With captions of the classes found in each mode; gains are over the first. */
  readonly modes: readonly (FiguresWithIntervals & { readonly mode: SearchMode })[];
  /** Modes that cannot be searched in as things are, and why. */
  readonly leftOut: readonly { readonly mode: SearchMode; readonly why: string }[];
  /** Each prefix with the classes' prototypes by name alone, and with those of captions alone; photos stay as they are. */
  readonly prefixes: readonly {
    readonly prefix: string;
    readonly zeroShot: FiguresWithIntervals;
    readonly captions: FiguresWithIntervals;
  }[];
  /** Both prompts in force, each in both places; gains are over the first. */
  readonly crossed: readonly (FiguresWithIntervals & { readonly prompts: Prompts })[];
  /** CoRE's parameters, and the mode that captions were found in where nothing else is said. */
  readonly settings: EnrichmentSettings;
  readonly mode: SearchMode;
  /** Photos that count. */
  readonly photos: number;
  /** Labelled photos that have no embedding yet and do not count. */
  readonly left: number;
}

/** What head and tail are to be told of. */
export interface HalvesRequest extends Pick<MethodsRequest, 'groups'> {
  readonly judged: MethodsJudged;
  /** What is counted of each class: captions that name it, or training photos (`Request.trainingCounts`). */
  readonly by: HalvesBy;
}

/** What head and tail are told apart by. */
export type HalvesBy = 'captions' | 'training';

/** One half of the classes. */
export interface Half {
  readonly classes: number;
  readonly photos: number;
  /** Fewest and most captions that name one of them, each name counted by itself, or training photos of one. */
  readonly counts: readonly [least: number, most: number];
}

/** Methods on the classes with most captions or training photos, and on the others. */
export interface Halves {
  readonly by: HalvesBy;
  /** Of training photos: what said how many there are; null for captions. */
  readonly of: string | null;
  readonly head: Half;
  readonly tail: Half;
  /** In the order of the figures; gains are over the first. */
  readonly rows: readonly {
    readonly id: string;
    readonly head: FiguresWithIntervals;
    readonly tail: FiguresWithIntervals;
  }[];
}

/** How well captions cover a class of the list. */
export interface Coverage extends ClassCoverage {
  /** Names of the class, in the order of `counts`. */
  readonly names: readonly string[];
}

/** What a burst of several photos says of one of them. */
export interface BurstAnswer {
  readonly photo: string;
  /** The burst's number: photos of one number are of one burst. */
  readonly burst: number;
  /** The class that the burst answers with: a place in `EngineState.shownClasses`. */
  readonly best: number;
  /** Mean share of that class in the burst, 0–1. */
  readonly share: number;
  /** Whether the photo alone is answered otherwise. */
  readonly changed: boolean;
}

/** How a question is asked. */
export interface Asking {
  /** Ends it: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told how much is done, 0–1. */
  readonly onPart?: (part: number) => void;
}

/**
 * Figures over many photos, computed in a worker. Every question is answered for the photos, classes and settings at the moment
 * it is asked. A question ends an earlier one of its kind, which rejects with an `AbortError`.
 */
export interface Evaluation {
  /**
   * The α×β plane of CoRE under the other parameters in force, whichever method is chosen.
   * @throws FernglassError `input-invalid` where no photo asked for has an embedding, or there is no class list yet
   */
  plane(request: PlaneRequest, asking?: Asking): Promise<Plane>;
  /**
   * Has photos of one camera, each taken within so many seconds of the one before, share their evidence under the method in force.
   * Photos without a time, alone in their burst or without an answer yet are left out, and so are all of a method that brings its own
   * classes. Nothing is set: each photo's own answer stays.
   */
  bursts(seconds: number, asking?: Asking): Promise<readonly BurstAnswer[]>;
  /**
   * Proposes α, β, τ, k and method by labelled photos, with the gain over what is in force that photos bear out which it was not
   * chosen by. Nothing is set: `setMethod` and `setParameters` take the proposal.
   * @throws FernglassError `input-invalid` for fewer than `LEAST_LABELS` photos, and where they show one class or one thing only
   */
  tune(request: TuningRequest, asking?: Asking): Promise<TuningReply>;
  /**
   * Methods side by side on photos whose classes are known, each with the parameters in force for it. One that looks at all
   * photos at once sees those without a label too.
   * @throws FernglassError `input-invalid` where none of these photos has an embedding, or there is no class list yet
   */
  methods(request: MethodsRequest, asking?: Asking): Promise<MethodsJudged>;
  /**
   * CoRE's components one after the other, and sweeps of k, τ, α and β around the parameters in force for it, from what is
   * retrieved already: k is tried up to the captions that are there.
   * @throws FernglassError `input-invalid` where none of these photos has an embedding, or there is no class list yet
   */
  studies(request: Omit<MethodsRequest, 'methods'>, asking?: Asking): Promise<Studies>;
  /**
   * CoRE with captions of the classes found in each mode, with each of the prefixes, and with both prompts crossed. Texts are
   * embedded and captions found beside what the page shows, which stays as it is.
   * @throws FernglassError `input-invalid` where none of these photos has an embedding, there is no class list yet, or nothing
   * is searched for classes; `prompt-invalid` where no prefix has `{}`
   */
  prompts(request: PromptsRequest, asking?: Asking): Promise<PromptStudies>;
  /**
   * Figures by the halves of the classes with most and least captions that name them, or training photos.
   * @throws FernglassError `input-invalid` where nothing is searched for classes or nobody said how many training photos there are,
   * all classes have as many, or all photos are of one half
   */
  halves(request: HalvesRequest, asking?: Asking): Promise<Halves>;
  /**
   * How well captions cover each class of the list, in its order; needs no photo.
   * @throws FernglassError `input-invalid` where there is no class list yet, or no index that is searched for classes
   */
  coverage(asking?: Asking): Promise<readonly Coverage[]>;
}
