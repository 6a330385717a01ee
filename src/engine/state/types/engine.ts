import type { ParameterValues, SentOn } from '../../../../core';
import type { CaptionFile } from '../../../../index-shards/format';
import type {
  AboutCaptions,
  Backend,
  CaptionRules,
  KeptCaption,
  KeptWork,
  Label,
  ModelSource,
  OwnIndex,
  Platform,
  SearchMode,
} from '../../../../workers/protocol';
import type { OfflineHandle, OfflineOptions } from '../../offline/offline';
import type { ModelInspection } from '../../workers/encoder-client';
import type { Answer, AnswerSummary, CaptionEvidence, Explanation } from './answers';
import type { IndexEditing, Undo } from './editing';
import type { EngineState } from './engine-state';
import type { Evaluation } from './evaluation';
import type { FieldWork } from './field';
import type { Photo, RemovedPhotos, RestoredPhoto } from './photos';
import type { CaptionChoice, IndexUse, Prompts, Request } from './request';
import type { PhotoQuery } from './search';

/** What the engine stands on; a test puts its own in. */
export interface EngineOptions {
  /** The page's address: models, indexes and samples lie under it. */
  readonly base: string;
  readonly forcedBackend: Backend | null;
  /** What the browser says of its machine, which decides what fits. */
  readonly platform: Platform;
  /** Where the request is kept between visits, for each tab its own; null where the browser refuses. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null;
  /** Where it is kept, for every tab, that the page is closed to other hosts; null where the browser refuses. */
  readonly shared: Pick<Storage, 'getItem' | 'setItem'> | null;
  readonly spawnEncoder: () => Worker;
  readonly spawnRetrieval: () => Worker;
  /** The second text encoder's, started when a mode of finding captions asks for it. */
  readonly spawnSentences: () => Worker;
  /** Called when a method first needs the worker. */
  readonly spawnScoring: () => Worker;
  /** Called when figures over many photos are first asked for. */
  readonly spawnEvaluation: () => Worker;
  readonly spawnLanguage: () => Worker;
  /** Called while photos are there whose files were not read for facts. */
  readonly spawnFacts: () => Worker;
  /**
   * Whether nothing may be fetched, and nothing is begun that an earlier visit left: for an engine that shows what works
   * without a network.
   */
  readonly shut?: boolean;
  /** Whether embeddings of texts are kept, until `setRequestKept` says otherwise; they are where this is absent. */
  readonly keepsTexts?: boolean;
  /** The service worker's handle; null in tests and where none is wanted. */
  readonly offline: ((options: OfflineOptions) => OfflineHandle) | null;
}

/** Makes indexes of captions that the user brings, and keeps them in this browser. */
export interface OwnIndexes {
  /**
   * Has captions embedded by the loaded model and made into an index; `EngineState.own` shows how far it has come. It is
   * opened as soon as some of it is there.
   * @param texts cleaned, each once
   * @param files those that the texts came from, in their order; one of the index's title where absent
   * @returns the index's address
   * @throws FernglassError where they could not be kept, or no model is loaded
   */
  add(about: AboutCaptions, texts: readonly string[], files?: readonly CaptionFile[]): Promise<string>;
  /** Stops embedding after the captions in hand, or goes on; after a failure, tries again. */
  pause(paused: boolean): void;
  /** Gives up what is still to be embedded; what is there stays. */
  cancel(): Promise<void>;
  /** Changes of the captions of an index that was made here. */
  readonly edit: IndexEditing;
  /**
   * Removes an index made here, and what is still to be added to it.
   * @returns puts it back as it was; null where parts of it were cleared, so that it cannot be
   */
  remove(address: string): Promise<Undo | null>;
  /** Gives one another title. */
  rename(address: string, title: string): Promise<void>;
  /**
   * Has the captions of one that another model embedded embedded by the loaded one, as an index of their own; the former
   * stays and is searched no more.
   * @returns the new index's address
   * @throws FernglassError where they are not all here, or no model is loaded
   */
  embedAnew(address: string): Promise<string>;
  /**
   * Takes an exported index in and has it searched beside those that are open.
   * @throws FernglassError where the archive holds none, or a damaged one; nothing is kept then
   */
  import(archive: Blob): Promise<OwnIndex>;
  /** The index as a ZIP that any static host can serve once unpacked. */
  export(address: string): Promise<Blob>;
}

/** How many classes an index's captions name. */
export interface IndexCoverage {
  readonly named: number;
  readonly classes: number;
  /** Captions that were read, of all. */
  readonly captionsSearched: number;
  readonly captionsTotal: number;
}

/** The one door between the page and the workers. */
export interface Engine {
  getState(): EngineState;
  subscribe(listener: () => void): () => void;

  /**
   * What a model is, ships, needs and is under, and on which back ends it would be tried here; nothing is loaded.
   * @throws FernglassError `model-not-found`, `model-unreadable`, `model-unsupported`, `network-failed`, `host-not-chosen`
   */
  inspectModel(source: ModelSource): Promise<ModelInspection>;

  /** The photo, or further box of one, as it is now; the same object while neither it nor its own answer changed. */
  photo(id: string): Photo | undefined;
  /**
   * Has `listener` called after photos came, went or changed, with their ids: once for all changes of one go. A change of
   * every answer shows in `answersRevision` instead.
   */
  subscribePhotos(listener: (changed: ReadonlySet<string>) => void): () => void;

  /**
   * The file that a photo was added from; null for a photo that is not there.
   * @throws FernglassError `photo-file-missing` where it is not kept, or may not be read.
   */
  openPhoto(id: string): Promise<File | null>;
  /** The file itself of a photo that was added in this visit; null for one that an earlier visit kept. */
  addedFile(id: string): File | null;
  /** What was computed of a photo, to be kept; null while it is not embedded by the loaded model. */
  photoWork(id: string): KeptWork | null;
  /** A caption that photos found, to be kept; null where it is not one of the index that is open. */
  keptCaption(index: string, id: number): KeptCaption | null;
  /** Takes captions that an earlier visit kept: photos that found them need not be searched for again. */
  restoreCaptions(captions: readonly KeptCaption[]): void;
  /**
   * Puts photos of an earlier visit in, behind those that are there. What was computed of them is not computed again
   * where it came from what is asked for now.
   * @returns the photos' ids
   */
  restorePhotos(photos: readonly RestoredPhoto[]): readonly string[];
  /** The request in the form in which it is kept. */
  requestToKeep(): unknown;
  /** Asks for what was kept, in any of its forms; what cannot be read of it stays as a newcomer has it. */
  restoreRequest(kept: unknown): void;
  /**
   * Whether the request, and embeddings of the words in it and in searches, are kept between visits; where they are not, what
   * was kept of them is dropped.
   */
  setRequestKept(kept: boolean): void;

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
  /** Has these captions left out or pinned, and no others; prototypes follow, nothing is searched again. */
  setCaptionChoices(choices: readonly CaptionChoice[]): void;
  /** Lets the index's captions take so many MB of memory, within `INDEX_MEMORY`. */
  setIndexMemory(megabytes: number): void;
  /** Has searches find so many percent of the nearest captions, within `INDEX_RECALL`; everything is searched again. */
  setIndexRecall(percent: number): void;
  setTemplates(templates: string): void;
  /** Puts new classes at the end of the list. */
  addClasses(names: readonly string[]): void;
  /** Says how many training photos classes have; null where nobody knows any more. */
  setTrainingCounts(counts: Request['trainingCounts']): void;
  /** Keeps which photos settings in force were chosen by, so that figures over these say that they flatter. */
  setTuned(tuned: Request['tuned']): void;
  /** @param id one of the registry's; another is ignored */
  setMethod(id: string): void;
  /**
   * @param method whose parameters are set; the chosen one's where none is said
   * @throws FernglassError `input-invalid` for a value out of the bounds of the method's parameter.
   */
  setParameters(change: ParameterValues, method?: string): void;
  /** Moves where answers begin to be unsure or photos to be unlike the classes, 0–1; null puts one where it starts. */
  setThresholds(change: Partial<Request['thresholds']>): void;
  /**
   * Has whole photos classified, or the animals in them that a detector is so sure of, each for itself; of either, what was
   * computed before is not computed again.
   */
  setDetections(change: Partial<Request['detections']>): void;
  /** Ranks photos by what they show (`EngineState.search`); null ends it. It is no part of the request, and is not kept. */
  searchPhotos(query: PhotoQuery | null): void;
  /**
   * How near a photo is to what is sought: the higher, the nearer; comparable within one `revision` of `EngineState.search`.
   * Null where it is not embedded, or nothing is sought.
   */
  nearness(id: string): number | null;
  /**
   * Groups the embedded photos by how alike they are, beside other work.
   * @param count groups wished for
   * @returns the number of each photo's group, 0 for the largest; empty where it was aborted
   */
  alikePhotos(count: number, signal: AbortSignal): Promise<ReadonlyMap<string, number>>;
  /** Keeps what a person says of photos, or of further boxes in them, or takes it back (null). Ids of none are passed over. */
  setLabels(labels: Iterable<readonly [photoId: string, label: Label | null]>): void;
  /** Keeps what a person writes down about a photo; an id of no photo is passed over. */
  setNote(photoId: string, note: string): void;
  /** Keeps what photos are pictures of (`Photo.group`), or forgets it (null). Ids of no photo are passed over. */
  setGroups(groups: Iterable<readonly [photoId: string, group: string | null]>): void;
  /** Keeps what a detector found in photos, in place of what was there. Ids of no photo are passed over. */
  setBoxes(boxes: Iterable<readonly [photoId: string, boxes: Photo['boxes']]>): void;
  /**
   * Empties a method's memory and has it go through the photos in this order; photos not named keep theirs, behind.
   * Returns the order before.
   */
  restartMemory(order: readonly string[]): readonly string[];
  /** Loads another checkpoint; photos and classes are embedded again, the index is checked against it. */
  setModel(source: ModelSource): void;
  /** Opens another index in the place of the first, by the URL of its manifest. */
  setIndex(manifestUrl: string): void;
  /** Searches an index beside those that are open, behind them, or no more. */
  setIndexUsed(address: string, used: boolean): void;
  /** Puts an index before the one above it (−1), or behind the one below: the first is the one that has a say in ties. */
  moveIndex(address: string, by: -1 | 1): void;
  /** Has an index count more or less, within `INDEX_WEIGHT`, or be off for photos or for classes. */
  setIndexUse(address: string, change: Partial<IndexUse>): void;
  /** Shuts every host but the app's own, or opens those that were chosen; what failed meanwhile is then tried again. */
  setClosed(closed: boolean): void;
  /** Lets a chosen host send on to another, for as long as it is chosen, and tries again what was refused for it. */
  allowSentOn(sentOn: SentOn): void;
  /** Takes what another tab of this browser has set of that. */
  closedElsewhere(): void;
  /** There is a network again: what failed for want of one is tried again, and goes on from what is kept. */
  networkBack(): void;
  /** Loads the requested model again; goes on with a download that was paused or broke off. */
  retryModel(): void;
  /** Stops the download of the requested model. What came is kept, and `retryModel` goes on with it. */
  pauseModel(): void;
  /** Stops it, and takes the model up again that was there before. What came is kept until it is deleted. */
  cancelModel(): void;
  /**
   * How many of the classes of the list an open index's captions name.
   * @throws FernglassError where it is not open, or could not be read
   */
  indexCoverage(address: string): Promise<IndexCoverage>;
  /** Opens an index again, the first where none is named. */
  retryIndex(address?: string): void;
  /** Opens an index again, in the version that its host has: what was fetched of another for the field may go. */
  updateIndex(address: string): void;
  /**
   * Compares the loaded checkpoint's 8-bit weights with finer ones on the first photos; `EngineState.precision` shows how it
   * goes and what it found. Where the other precision serves better, the model is loaded in that.
   */
  checkPrecision(): void;
  cancelPrecisionCheck(): void;
  /** Fetches a large index of which nothing was fetched unasked (`asks`). */
  fetchIndex(address?: string): void;
  /** Asks again for further vectors that failed to come. */
  retrySpaces(): void;
  /** Indexes of the user's own captions. */
  readonly own: OwnIndexes;
  /** What classes and photos need where there is no network. */
  readonly field: FieldWork;
  /** Figures over many photos, computed beside the page. */
  readonly evaluation: Evaluation;
  /** Removes an open index's files from this browser, the first's where none is named. */
  removeIndex(address?: string): Promise<void>;
  /**
   * Has what is said of offline use looked at again: something that was kept was removed.
   * @param model id of the model, where it was one
   */
  storageChanged(model?: string): Promise<void>;
  /** Writes a change of the request that is still to be kept; for a page that is about to go. */
  keepRequest(): void;
  /** Asks the browser to keep what is stored (call from a user's action). */
  persistStorage(): Promise<void>;
  /** Puts a waiting version of the app in charge and reloads the page. */
  applyUpdate(): Promise<void>;

  /** The answer of the photo, or of a further box, under the present settings; null while it has none. Cheap: cached inner products only. */
  answer(photoId: string): Answer | null;
  /** The photo's answer in short, without ranking the classes: for passes over all photos. */
  summary(photoId: string): AnswerSummary | null;
  /** The captions that `explain` gives for the photo itself; for passes over all photos. Empty while it has no answer. */
  captions(photoId: string): readonly CaptionEvidence[];
  /** Why the method answers so; null while it has no answer. */
  explain(photoId: string): Explanation | null;
}
