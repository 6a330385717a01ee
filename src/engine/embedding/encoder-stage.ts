import {
  type Embeddings,
  type ErrorCode,
  fillPrompt,
  meanDirection,
  type PlainError,
  parseTemplates,
  type Result,
  reads,
  toPlainError,
} from '../../../core';
import type { EmbeddedPhoto, EncoderInfo } from '../../../workers/protocol';
import type { RetrievalStage } from '../retrieval/retrieval-stage';
import type { ScoringStage } from '../scoring/scoring-stage';
import type { EngineData } from '../state/engine-data';
import { embeddingSpaceOf, sourceKey } from '../state/models';
import { chosenMethod } from '../state/parameters';
import { type EncoderJob, embeddedStatus, nextForEncoder } from '../state/plan';
import { type ClassRecord, classTexts, type PhotoRecord } from '../state/records';
import type { ModelState } from '../state/types';
import { WorkLoop } from '../state/work-loop';
import type { EncoderClient } from '../workers/encoder-client';
import { Superseded } from '../workers/worker-link';

/** Rest after the last keystroke in a class list before half-typed names are embedded. */
const TYPING_PAUSE = 250;

/** Errors of the back end, not of what was embedded: another one may do. */
const BACKEND_ERRORS: ReadonlySet<ErrorCode> = new Set(['backend-unavailable', 'self-test-failed']);

/** Loads the model and embeds whatever of photos and class texts is missing, the class texts first. */
export class EncoderStage {
  readonly #loop: WorkLoop;
  #typingUntil = 0;
  #typingTimer: ReturnType<typeof setTimeout> | undefined;
  #inHand = 0;

  constructor(
    private readonly data: EngineData,
    private readonly client: EncoderClient,
    private readonly retrieval: RetrievalStage,
    private readonly scoring: ScoringStage,
  ) {
    this.#loop = new WorkLoop(
      () => this.#work(),
      () => data.settled(),
    );
  }

  get hasWork(): boolean {
    const { status } = this.data.store.getState().model;
    if (this.#inHand > 0 || this.#loop.busy || (status === 'ready' && this.retrieval.index.wantsFingerprint))
      return true;
    return (
      status === 'ready' && (this.#missingTexts().length > 0 || this.#staleClasses() || this.#next() !== null)
    );
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
      if (before === null || embeddingSpaceOf(before) !== embeddingSpaceOf(info)) this.#forget();
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
    const job = this.#next();
    if (job?.kind === 'embed texts') {
      const { texts } = job;
      const embeddings = await this.#guarded([], () => this.client.embedTexts([...texts]));
      if (embeddings !== null && this.#isCurrent(info)) this.#keepTexts(texts, embeddings);
      return true;
    }
    if (this.#buildPrototypes(embeddingSpaceOf(info)) || this.#buildExtras(embeddingSpaceOf(info)))
      return true;
    if (job === null) return false;
    await this.#embedPhotos(job.photos, info);
    return true;
  }

  /** What the plan says is to be embedded next; photos also while names are being typed. */
  #next(): EncoderJob | null {
    return nextForEncoder({
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
    const broken = results?.find((result) => !result.ok && BACKEND_ERRORS.has(result.error.code));
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
      if (BACKEND_ERRORS.has(error.code) && (await this.#stepDown(error))) return null;
      if (records.length === 0) {
        store.setState(({ model }) => ({ model: { ...model, status: 'failed', error } }));
        return null;
      }
      for (const record of records) {
        record.deaths++;
        // A photo that took the worker down alone is the culprit; in company it gets another chance by itself.
        if (record.deaths > 1) this.data.photos.set(record, { status: 'failed', error });
      }
      await this.#load();
      return null;
    } finally {
      this.#inHand--;
    }
  }

  #neededTexts(): string[] {
    const { prompts, texts } = this.data;
    const needed = new Set<string>();
    const sentence = this.retrieval.index.fingerprintSentence;
    if (sentence !== null) needed.add(sentence);
    for (const { names } of this.data.classes) {
      const { zeroShot, retrieval } = classTexts(names, prompts);
      for (const text of [...zeroShot, ...retrieval]) needed.add(text);
    }
    for (const record of this.data.classes) {
      const { templates, descriptions } = this.#extraTexts(record);
      for (const text of [...templates, ...descriptions]) needed.add(text);
    }
    for (const text of texts.wanted) needed.add(text);
    return [...needed];
  }

  /** What the chosen method reads of a class beside its prototype. */
  #extraTexts({ names }: ClassRecord): {
    readonly templates: string[];
    readonly descriptions: readonly string[];
  } {
    const { request } = this.data.store.getState();
    const method = chosenMethod(request);
    return {
      templates: reads(method, 'templates')
        ? parseTemplates(request.templates).map((template) => fillPrompt(template, names.name))
        : [],
      descriptions: reads(method, 'descriptions') ? names.descriptions : [],
    };
  }

  #missingTexts(): string[] {
    return this.#neededTexts().filter((text) => this.data.texts.get(text) === undefined);
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

  #staleClasses(): boolean {
    const { info } = this.data.store.getState().model;
    return (
      info !== null && this.data.classes.some(({ prototype }) => prototype?.key !== embeddingSpaceOf(info))
    );
  }

  /** Prototypes of the classes whose texts are all embedded (METHODS: several names → mean, renormalised). */
  #buildPrototypes(space: string): boolean {
    let built = false;
    for (const record of this.data.classes) {
      if (record.prototype?.key === space) continue;
      const { zeroShot, retrieval } = classTexts(record.names, this.data.prompts);
      const names = this.data.texts.all(zeroShot);
      const query = this.data.texts.all(retrieval);
      if (names === null || query === null) continue;
      record.prototype = {
        key: space,
        value: { own: meanDirection(names), query: meanDirection(query), names },
      };
      built = true;
    }
    if (built) {
      this.scoring.classesChanged();
      this.retrieval.wake();
    }
    return built;
  }

  /** Templates and descriptions, once those of every class are embedded: methods read all classes alike. */
  #buildExtras(space: string): boolean {
    const { classes, texts } = this.data;
    const found = classes.map((record) => {
      const wanted = this.#extraTexts(record);
      return {
        record,
        key: JSON.stringify([space, wanted]),
        templates: texts.all(wanted.templates),
        descriptions: texts.all(wanted.descriptions),
      };
    });
    if (found.every(({ record, key }) => record.extras?.key === key)) return false;
    if (found.some(({ templates, descriptions }) => templates === null || descriptions === null))
      return false;
    for (const { record, key, templates, descriptions } of found)
      record.extras = { key, space, value: { templates: templates!, descriptions: descriptions! } };
    this.scoring.classesChanged();
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

  /**
   * Goes on with the next back end after the present one failed at work; false where there is no other.
   * A back end that was fixed by the address stays, and the model has failed.
   */
  async #stepDown(error: PlainError): Promise<boolean> {
    const { forcedBackend, model } = this.data.store.getState();
    if (model.status === 'loading') return true;
    if (model.info?.rung.backend !== 'webgpu' || forcedBackend === 'webgpu') return false;
    this.client.spoil('webgpu');
    await this.#load([`WebGPU stopped working and was left for WASM: ${error.message}`]);
    return true;
  }
}
