import type { ParameterValues } from '../../../../core';
import type { Backend, CaptionRules, ModelSource, SearchMode } from '../../../../workers/protocol';
import type { OfflineHandle, OfflineOptions } from '../../offline/offline';
import type { Answer, AnswerSummary, CaptionEvidence, Explanation } from './answers';
import type { EngineState } from './engine-state';
import type { Photo, RemovedPhotos } from './photos';
import type { Prompts } from './request';

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

  /** The photo's answer under the present settings, or null while it has none. Cheap: cached inner products only. */
  answer(photoId: string): Answer | null;
  /** The photo's answer in short, without ranking the classes: for passes over all photos. */
  summary(photoId: string): AnswerSummary | null;
  /** The captions that `explain` gives for the photo itself; for passes over all photos. Empty while it has no answer. */
  captions(photoId: string): readonly CaptionEvidence[];
  /** Why the method answers so; null while it has no answer. */
  explain(photoId: string): Explanation | null;
}
