import { type Embeddings, type PlainError, type Result, reads, toPlainError } from '../../../core';
import type { EmbeddedPhoto, EncoderInfo } from '../../../workers/protocol';
import type { RetrievalStage } from '../retrieval/retrieval-stage';
import type { ScoringStage } from '../scoring/scoring-stage';
import type { EngineData } from '../state/engine-data';
import { type EncoderJob, nextForEncoder, TEXTS_AT_ONCE } from '../state/plan/encoder';
import { embeddingsHold, isOfBackend, stepForBackend } from '../state/plan/model';
import { embeddedStatus } from '../state/plan/progress';
import type { PhotoRecord } from '../state/records';
import { embeddingSpaceOf, sourceKey } from '../state/request/models';
import { chosenMethod } from '../state/request/parameters';
import type { ModelState } from '../state/types';
import { nextTask, WorkLoop } from '../state/work-loop';
import { Deaths, MOST_DEATHS } from '../workers/deaths';
import type { EncoderClient } from '../workers/encoder-client';
import { Superseded } from '../workers/worker-link';
import { ClassEmbeddings } from './class-embeddings';
import { NeededTexts, type TextNeeds } from './needed-texts';

/** Rest after the last keystroke in a class list before half-typed names are embedded. */
const TYPING_PAUSE = 250;

/** Milliseconds of putting classes together between two chances for the page to paint. */
const SLICE = 8;

/** Loads the model and embeds whatever of photos and class texts is missing, the class texts first. */
export class EncoderStage {
  readonly #loop: WorkLoop;
  #typingUntil = 0;
  #typingTimer: ReturnType<typeof setTimeout> | undefined;
  #inHand = 0;
  readonly #needed: NeededTexts;
  readonly #classes: ClassEmbeddings;
  /** Of the worker over the texts that are to be embedded next. */
  readonly #textDeaths = new Deaths();

  constructor(
    private readonly data: EngineData,
    private readonly client: EncoderClient,
    private readonly retrieval: RetrievalStage,
    private readonly scoring: ScoringStage,
  ) {
    this.#needed = new NeededTexts(data.texts);
    this.#classes = new ClassEmbeddings(data.texts);
    this.#loop = new WorkLoop(
      () => this.#work(),
      () => data.settled(),
    );
  }

  get hasWork(): boolean {
    const { status } = this.data.store.getState().model;
    if (this.#inHand > 0 || this.#loop.busy || (status === 'ready' && this.retrieval.index.wantsFingerprint))
      return true;
    return status === 'ready' && (this.#lacksTexts() || this.#next() !== null);
  }

  wake(): void {
    this.#loop.wake();
  }

  /** Half-typed class names wait until the typing rests. */
  textsEdited(): void {
    this.#typingUntil = performance.now() + TYPING_PAUSE;
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => this.wake(), TYPING_PAUSE);
  }

  /** Loads the requested model in a fresh worker; the newest request wins. */
  loadModel(): void {
    void this.#load();
  }

  async #load(notices: readonly string[] = []): Promise<void> {
    const { store } = this.data;
    const source = store.getState().request.model;
    const wanted = () => sourceKey(store.getState().request.model) === sourceKey(source);
    const set = (change: Partial<ModelState>) =>
      wanted() && store.setState(({ model }) => ({ model: { ...model, ...change } }));
    set({ status: 'loading', progress: null, error: null, notices });
    const files = new Map<string, { loaded: number; total: number }>();
    try {
      const info = await this.client.load(source, {
        onProgress: ({ file, loaded, total }) => {
          files.set(file, { loaded, total });
          const sums = [...files.values()];
          set({
            progress: {
              loaded: sums.reduce((sum, f) => sum + f.loaded, 0),
              total: sums.reduce((sum, f) => sum + f.total, 0),
            },
          });
        },
        onSkipped: (_, reason) => set({ notices: [...store.getState().model.notices, reason] }),
      });
      const before = store.getState().model.info;
      set({ status: 'ready', progress: null, info });
      if (!embeddingsHold(before, info)) this.#forget();
    } catch (thrown) {
      if (thrown instanceof Superseded) return;
      set({ status: 'failed', progress: null, error: toPlainError(thrown, 'worker-failed') });
    }
    this.#loop.wake();
  }

  /** Another space: nothing that was embedded may meet what will be. */
  #forget(): void {
    const { data } = this;
    data.texts.clear();
    data.photos.setAll(({ view }) => (view.status === 'done' ? { status: 'queued' } : null));
    this.scoring.modelChanged();
    this.retrieval.index.modelChanged();
  }

  /** The most urgent piece of embedding; false when there is none. */
  async #work(): Promise<boolean> {
    const { info, status } = this.data.store.getState().model;
    if (status !== 'ready' || info === null) return false;
    this.#offerFingerprint();
    const space = embeddingSpaceOf(info);
    const job = this.#next();
    if (job?.kind === 'embed texts') {
      const { texts } = job;
      const embeddings = await this.#guarded([], () => this.client.embedTexts([...texts]));
      if (embeddings !== null) this.#textDeaths.clear();
      if (embeddings !== null && this.#isCurrent(info)) this.#keepTexts(texts, embeddings);
      // Captions are sought for the first classes while the last are embedded.
      this.#buildClasses(space);
      return true;
    }
    const isLooking = this.#needed.isUnfinished && this.#missingTexts().length === 0;
    if (this.#buildClasses(space) || isLooking) {
      await nextTask();
      return true;
    }
    if (job === null) return false;
    await this.#embedPhotos(job.photos, info);
    return true;
  }

  /** What the plan says is to be embedded next; photos also while names are being typed. */
  #next(): EncoderJob | null {
    return nextForEncoder({
      model: this.data.store.getState().model.status,
      missingTexts: this.#missingTexts(),
      isTyping: performance.now() < this.#typingUntil,
      queued: this.data.photos.queued,
    });
  }

  async #embedPhotos(records: readonly PhotoRecord[], info: EncoderInfo): Promise<void> {
    for (const record of records) this.data.photos.set(record, { status: 'working' });
    const results = await this.#guarded(records, () =>
      this.client.embedPhotos(records.map(({ file }) => file)),
    );
    const broken = results?.find((result) => !result.ok && isOfBackend(result.error));
    if (broken !== undefined && !broken.ok && (await this.#stepDown(broken.error))) {
      for (const record of records) this.data.photos.set(record, { status: 'queued' });
    } else if (results !== null && this.#isCurrent(info))
      records.forEach((record, i) => {
        this.#keepPhoto(record, results[i]!, embeddingSpaceOf(info));
      });
    else
      for (const record of records)
        if (record.view.status === 'working') this.data.photos.set(record, { status: 'queued' });
  }

  #isCurrent(info: EncoderInfo): boolean {
    return this.data.store.getState().model.info === info;
  }

  /** Runs a call into the worker; where the worker dies, loads it anew and gives null. */
  async #guarded<T>(records: readonly PhotoRecord[], call: () => Promise<T>): Promise<T | null> {
    this.#inHand++;
    try {
      return await call();
    } catch (thrown) {
      if (thrown instanceof Superseded) return null;
      const error = toPlainError(thrown, 'worker-failed');
      const { store } = this.data;
      if (await this.#stepDown(error)) return null;
      if (records.length === 0 && !this.#textDeaths.forgives(thrown)) {
        this.#textDeaths.clear();
        store.setState(({ model }) => ({ model: { ...model, status: 'failed', error } }));
        return null;
      }
      for (const record of records) {
        record.deaths++;
        // In company any of them may be the culprit: each gets its further chances by itself.
        if (record.deaths >= MOST_DEATHS) this.data.photos.set(record, { status: 'failed', error });
      }
      await this.#load();
      return null;
    } finally {
      this.#inHand--;
    }
  }

  #lacksTexts(): boolean {
    const { info } = this.data.store.getState().model;
    if (this.#missingTexts().length > 0 || this.#needed.isUnfinished) return true;
    return info !== null && this.#classes.lacks(this.#needs(), embeddingSpaceOf(info));
  }

  /** What decides which texts are needed, and what they are put together to. */
  #needs(): TextNeeds {
    const { prompts, classes, store } = this.data;
    const { request } = store.getState();
    const method = chosenMethod(request);
    return {
      classes,
      prompts,
      sentence: this.retrieval.index.fingerprintSentence,
      templates: reads(method, 'templates') ? request.templates : null,
      readsDescriptions: reads(method, 'descriptions'),
    };
  }

  /** Some of the texts that lack an embedding, the most urgent first. */
  #missingTexts(): readonly string[] {
    this.#needed.update(this.#needs());
    const missing = this.#needed.next(TEXTS_AT_ONCE);
    if (missing.length > 0 || this.#needed.isUnfinished) return missing;
    return [...this.data.texts.wanted];
  }

  #keepTexts(texts: readonly string[], embeddings: Embeddings): void {
    this.data.texts.add(texts, embeddings);
    this.data.textsEmbedded();
  }

  #offerFingerprint(): void {
    const { fingerprintSentence: sentence, wantsFingerprint } = this.retrieval.index;
    const embedding = sentence === null ? undefined : this.data.texts.get(sentence);
    if (wantsFingerprint && embedding !== undefined) this.retrieval.index.fingerprintEmbedded(embedding);
  }

  /** Puts the embedded texts of classes together, for a slice; true where there was something to do. */
  #buildClasses(space: string): boolean {
    const needs = this.#needs();
    if (!this.#classes.lacks(needs, space)) return false;
    const end = performance.now() + SLICE;
    const built = this.#classes.build(needs, space, () => performance.now() < end);
    if (!built.prototypes && !built.extras) return false;
    this.data.classesBuilt++;
    this.scoring.classesChanged();
    this.retrieval.wake();
    return true;
  }

  #keepPhoto(record: PhotoRecord, result: Result<EmbeddedPhoto>, space: string): void {
    if (!this.data.photos.has(record)) return;
    if (!result.ok) {
      this.data.photos.set(record, { status: 'failed', error: result.error, warnings: [] });
      return;
    }
    const { embedding, width, height, thumbnail, warnings } = result.value;
    record.embedding = { key: space, value: embedding };
    this.data.photos.set(record, {
      width,
      height,
      warnings,
      status: embeddedStatus(this.retrieval.index.isSearchable),
      thumbnail: record.view.thumbnail ?? thumbnail,
    });
    this.scoring.photoChanged(record);
    this.retrieval.wake();
  }

  /** Goes on with the next back end where the present one failed at work; false where the plan is to stay. */
  async #stepDown(error: PlainError): Promise<boolean> {
    const step = stepForBackend(error, this.data.store.getState());
    if (step !== 'load on the next') return step === 'wait';
    this.client.spoil('webgpu');
    await this.#load([`WebGPU stopped working and was left for WASM: ${error.message}`]);
    return true;
  }
}
