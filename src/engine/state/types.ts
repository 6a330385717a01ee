import type {
  ClassNames,
  Distribution,
  ErrorCode,
  EvidenceList,
  FernglassError,
  Figure,
  FoundBy,
  ParameterValues,
  PlainError,
  RankedClass,
  TypedClass,
} from '../../../core';
import type {
  Backend,
  CaptionRules,
  EncoderInfo,
  IndexInfo,
  ModelSource,
  PhotoWarning,
  SearchMode,
  SpaceKind,
} from '../../../workers/protocol';
import type { OfflineHandle, OfflineOptions } from '../offline/offline';

/** Both templates hold `{}` where the class name goes (CoRE table 5: domain-specific for zero-shot, generic for retrieval). */
export interface Prompts {
  readonly zeroShot: string;
  readonly retrieval: string;
}

/** What the user asked for. Everything derived from it carries the part of the request it was made from. */
export interface Request {
  readonly model: ModelSource;
  readonly manifestUrl: string;
  readonly classesText: string;
  readonly prompts: Prompts;
  /** How captions are sought for the classes; photos are always searched by meaning. */
  readonly searchMode: SearchMode;
  /** Captions that searches pass over. */
  readonly captionRules: Required<CaptionRules>;
  /** Memory that the captions of the index may take, in MB (10⁶ bytes). */
  readonly indexMemory: number;
  /** Part of the nearest captions that a search in a large index is to find, in percent. */
  readonly indexRecall: number;
  /** Prompt templates for methods that weigh several, one a line. */
  readonly templates: string;
  /** Id of the method. */
  readonly method: string;
  /** By method id, what the user moved; a method without an entry starts from its initial values. */
  readonly parameters: Readonly<Record<string, ParameterValues>>;
}

export type PhotoStatus =
  /** Waits for its turn. */
  | 'queued'
  | 'working'
  /** The user pressed Cancel before its turn came. */
  | 'cancelled'
  /** Embedded with the requested model and searched in the requested index as far as it goes. */
  | 'done'
  | 'failed';

/** A photo as the page sees it: another object whenever it, or its own answer, changes. */
export interface Photo {
  readonly id: string;
  /** File name, with its folder when a folder was dropped. */
  readonly file: string;
  readonly bytes: number;
  /** Higher for each photo added: the order of the list, also for one that was away. */
  readonly added: number;
  readonly status: PhotoStatus;
  /** Why it failed; the photo stays in the list. */
  readonly error: PlainError | null;
  /** What of the picture was not read: its answer is that of the rest. Empty where it was read whole. */
  readonly warnings: readonly PhotoWarning[];
  /** Null until the photo was decoded. */
  readonly thumbnail: Blob | null;
  /** Pixels after EXIF orientation; 0 until known. */
  readonly width: number;
  readonly height: number;
  /** The class that the user says it shows, which stands beside every method's answer; null until they say. */
  readonly accepted: string | null;
}

/** Photos by status. */
export interface PhotoCounts extends Readonly<Record<PhotoStatus, number>> {
  readonly total: number;
  /** Those whose picture was read only in part, whatever their status. */
  readonly incomplete: number;
  /** Those that failed for want of a decoder that could not be loaded. */
  readonly undecoded: number;
}

/** A class of the list and how far it has come. */
export interface ClassEntry extends TypedClass {
  readonly status: 'waiting' | 'ready';
}

/** A class of which the model reads only the beginning. */
export interface CutClass {
  readonly name: string;
  /** Words that are read, of those in its longest prompt or description. */
  readonly read: number;
  readonly words: number;
}

/** How the model reads the class list. */
export interface ClassReading {
  readonly cut: readonly CutClass[];
  /** Names of the classes of each group that the model cannot tell apart. */
  readonly same: readonly (readonly string[])[];
}

export interface ModelState {
  readonly status: 'loading' | 'ready' | 'failed';
  /** Bytes of the files on their way; null when nothing loads or the size is unknown. */
  readonly progress: { readonly loaded: number; readonly total: number } | null;
  readonly info: EncoderInfo | null;
  readonly error: PlainError | null;
  /** What the user should know: rungs that were skipped and why. */
  readonly notices: readonly string[];
}

export interface IndexState {
  /** `unfit`: embedded by another model than the one loaded; retrieval is off until a fitting one is chosen. */
  readonly status: 'opening' | 'downloading' | 'ready' | 'paused' | 'failed' | 'unfit';
  readonly info: IndexInfo | null;
  readonly error: PlainError | null;
  /** What has to be agreed to before the first caption of a large index is fetched; null where nothing has. */
  readonly asks: LargeDownload | null;
  /** Whether the stored version is open and its host is still asked for a newer one. */
  readonly awaitsHost: boolean;
  /** What the last search for photos looked at, on average; null before there was one in this index. */
  readonly seen: SearchSeen | null;
}

/** A download that is large enough to be asked about first. */
export interface LargeDownload {
  readonly bytes: number;
  /** Where it would come from. */
  readonly host: string;
  /** Bytes that this page may still store; null where the browser does not say. */
  readonly freeBytes: number | null;
}

/** How much of an index a search looked at. */
export interface SearchSeen {
  /** Captions that each query was compared with. */
  readonly compared: number;
  /** Captions that could be searched, of all in the index. */
  readonly searched: number;
  readonly total: number;
  /** Part of the nearest captions that is expected to be among those found, 0–1. */
  readonly recall: number;
}

/** A mode of seeking captions for classes, as the opened index serves it. */
export interface SearchModeOffer {
  readonly mode: SearchMode;
  readonly offered: boolean;
  /** Why it is not offered, or not in full, and what is done instead; null where there is nothing to say. */
  readonly note: string | null;
}

/** How captions are sought for the classes. */
export interface ClassRetrievalState {
  /** Every mode, in the order of the menu. */
  readonly modes: readonly SearchModeOffer[];
  /** The mode of the captions that the classes have now: the requested one once they are searched in it. */
  readonly mode: SearchMode;
  /** Captions that the last search for classes saw, of all; null before it. */
  readonly searched: { readonly captions: number; readonly total: number } | null;
}

/** How far an index's further vectors have come: those of its pictures, or a second text encoder's and that encoder. */
export interface SpaceState {
  /** `unused`: nothing has needed them yet. */
  readonly status: 'unused' | 'loading' | 'ready' | 'failed';
  /** Bytes of the files on their way; null when nothing loads or the size is unknown. */
  readonly progress: { readonly loaded: number; readonly total: number } | null;
  /** Why they did not come; what needs them does without. */
  readonly error: PlainError | null;
}

/** Photos and texts under way. */
export interface QueueState {
  /** Photos of the present batch that are finished, failed ones included. */
  readonly done: number;
  readonly total: number;
  readonly running: boolean;
}

export interface OfflineState {
  /** Whether a reload without network would work now, model and index included. */
  readonly ready: boolean;
  /** What is still missing, or why it cannot be, in words for the user; empty when ready. */
  readonly reasons: readonly string[];
  readonly storedBytes: number | null;
  /** Whether the browser promised not to evict the storage. */
  readonly persisted: boolean | null;
  /** A newer version of the app is stored and waits for the user's consent. */
  readonly updateWaiting: boolean;
}

export interface EngineState {
  readonly request: Request;
  /** Whether nothing but the app's own origin may be asked; not a part of the request, since it holds in every tab. */
  readonly closed: boolean;
  /** A back end fixed by `?backend=`, or null for the ladder. */
  readonly forcedBackend: Backend | null;
  readonly model: ModelState;
  readonly index: IndexState;
  readonly classRetrieval: ClassRetrievalState;
  readonly spaces: Readonly<Record<SpaceKind, SpaceState>>;
  readonly classes: readonly ClassEntry[];
  /** The list that answers refer to: `classes` once all of them are embedded, until then the list before. */
  readonly shownClasses: readonly ClassNames[];
  readonly classProblems: readonly FernglassError[];
  /** As of the last time the list rested. */
  readonly classReading: ClassReading;
  readonly promptProblems: {
    readonly zeroShot: FernglassError | null;
    readonly retrieval: FernglassError | null;
  };
  /** In the order they were added; another array only when photos come or go. `Engine.photo` has each of them. */
  readonly photoIds: readonly string[];
  readonly photoCounts: PhotoCounts;
  readonly queue: QueueState;
  readonly offline: OfflineState;
  /** Rises whenever every answer may have changed; of single ones `Engine.subscribePhotos` tells. */
  readonly answersRevision: number;
  /** Why the chosen method gives no answers, as far as that is its own fault. */
  readonly methodError: PlainError | null;
  /** True when nothing is loading, embedding, searching or scoring. */
  readonly idle: boolean;
}

/** A caption as evidence. */
export interface CaptionEvidence {
  readonly id: number;
  readonly text: string;
  /**
   * Cosine to the photo's embedding, or to the class's retrieval prompt in the space searched; of a class searched by name
   * or by both, its score as a part of the best caption's, 0–1.
   */
  readonly similarity: number;
  /** By which searches it was found; photos' captions are always found by meaning. */
  readonly foundBy: readonly FoundBy[];
  /** 0–1: its share among the captions (CoRE eq. 4, 6); 0 when it does not count. */
  readonly weight: number;
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
  readonly changed: boolean;
  /** Place of the best class by looks alone; −1 where there are no classes. */
  readonly zeroShotBest: number;
  readonly place: number | null;
  readonly lacksCaptions: boolean;
}

/** Photos that were taken out, with all that was computed for them. */
export interface RemovedPhotos {
  readonly ids: readonly string[];
  /** About what keeping them takes. */
  readonly bytes: number;
  /** Puts them back where they were; what still holds is not computed again. To be called once. */
  putBack(): void;
}

/** A checkpoint the menu offers. */
export interface ModelChoice {
  readonly source: ModelSource;
  readonly title: string;
  /** One line: width, download size, what it is good for. */
  readonly description: string;
}

/** What the engine stands on; a test puts its own in. */
export interface EngineOptions {
  /** The page's address: models, indexes and samples lie under it. */
  readonly base: string;
  readonly forcedBackend: Backend | null;
  /** Where the request is kept between visits, for each tab its own; null where the browser refuses. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null;
  /** Where it is kept, for every tab, that the page is closed to other hosts; null where the browser refuses. */
  readonly shared: Pick<Storage, 'getItem' | 'setItem'> | null;
  readonly spawnEncoder: () => Worker;
  readonly spawnRetrieval: () => Worker;
  /** The second text encoder's, started when a mode of finding captions asks for it. */
  readonly spawnSentences: () => Worker;
  /** Called when a method first needs the worker. */
  readonly spawnScoring: () => Worker;
  readonly spawnLanguage: () => Worker;
  /** The service worker's handle; null in tests and where none is wanted. */
  readonly offline: ((options: OfflineOptions) => OfflineHandle) | null;
}

/** The one door between the page and the workers. */
export interface Engine {
  getState(): EngineState;
  subscribe(listener: () => void): () => void;

  /** The photo as it is now; the same object while neither it nor its own answer changed. */
  photo(id: string): Photo | undefined;
  /**
   * Has `listener` called after photos came, went or changed, with their ids: once for all changes of one go. A change of
   * every answer shows in `answersRevision` instead.
   */
  subscribePhotos(listener: (changed: ReadonlySet<string>) => void): () => void;

  /** The file that a photo was added from. */
  photoFile(id: string): File | undefined;

  /**
   * Adds files in order and queues them; anything that is not a picture fails on its own tile.
   * @returns the photos' ids
   */
  addPhotos(files: readonly File[]): readonly string[];
  /** Takes photos out; what comes back can put them in again. Ids of no photo are passed over. */
  removePhotos(ids: Iterable<string>): RemovedPhotos;
  /** Queues failed and cancelled photos again; others are passed over. */
  retryPhotos(ids: Iterable<string>): void;
  /** Stops after the pictures in hand; the rest are marked cancelled. Also stops a running download. */
  cancel(): void;
  /** Queues everything that was cancelled, and goes on with a paused download. */
  resume(): void;

  setClassesText(text: string): void;
  setPrompts(prompts: Partial<Prompts>): void;
  /** Seeks the classes' captions in another mode; the photos' stay. */
  setSearchMode(mode: SearchMode): void;
  /** Leaves other captions out; everything is searched again. */
  setCaptionRules(rules: Partial<CaptionRules>): void;
  /** Lets the index's captions take so many MB of memory, within `INDEX_MEMORY`. */
  setIndexMemory(megabytes: number): void;
  /** Has searches find so many percent of the nearest captions, within `INDEX_RECALL`; everything is searched again. */
  setIndexRecall(percent: number): void;
  setTemplates(templates: string): void;
  /** Puts new classes at the end of the list. */
  addClasses(names: readonly string[]): void;
  /** @param id one of the registry's; another is ignored */
  setMethod(id: string): void;
  /**
   * @param method whose parameters are set; the chosen one's where none is said
   * @throws FernglassError `input-invalid` for a value out of the bounds of the method's parameter.
   */
  setParameters(change: ParameterValues, method?: string): void;
  /** Says what a photo shows, or takes it back (null). */
  acceptClass(photoId: string, className: string | null): void;
  /**
   * Empties a method's memory and has it go through the photos in this order; photos not named keep theirs, behind.
   * Returns the order before.
   */
  restartMemory(order: readonly string[]): readonly string[];
  /** Loads another checkpoint; photos and classes are embedded again, the index is checked against it. */
  setModel(source: ModelSource): void;
  /** Opens another index by the URL of its manifest. */
  setIndex(manifestUrl: string): void;
  /** Shuts every host but the app's own, or opens those that were chosen; what failed meanwhile is then tried again. */
  setClosed(closed: boolean): void;
  /** Takes what another tab of this browser has set of that. */
  closedElsewhere(): void;
  retryModel(): void;
  retryIndex(): void;
  /** Fetches a large index of which nothing was fetched unasked (`asks`). */
  fetchIndex(): void;
  /** Asks again for further vectors that failed to come. */
  retrySpaces(): void;
  /** Removes the opened index's files from this browser. */
  removeIndex(): Promise<void>;
  /** Writes a change of the request that is still to be kept; for a page that is about to go. */
  keepRequest(): void;
  /** Asks the browser to keep what is stored (call from a user's action). */
  persistStorage(): Promise<void>;
  /** Puts a waiting version of the app in charge and reloads the page. */
  applyUpdate(): Promise<void>;

  /** The photo's answer under the present settings, or null while it has none. Cheap: cached inner products only. */
  answer(photoId: string): Answer | null;
  /** The photo's answer in short, without ranking the classes: for passes over all photos. */
  summary(photoId: string): AnswerSummary | null;
  /** The captions that `explain` gives for the photo itself; for passes over all photos. Empty while it has no answer. */
  captions(photoId: string): readonly CaptionEvidence[];
  /** Why the method answers so; null while it has no answer. */
  explain(photoId: string): Explanation | null;
}

export type { ErrorCode, PlainError };
