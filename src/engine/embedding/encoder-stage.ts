import { attempt, type Embeddings, type PlainError, type Result, toPlainError } from '../../../core';
import type { EmbeddedPhoto, EncoderInfo, ModelSource } from '../../../workers/protocol';
import type { RetrievalStage } from '../retrieval/retrieval-stage';
import type { ScoringStage } from '../scoring/scoring-stage';
import type { EngineData } from '../state/engine-data';
import { chosenPart } from '../state/photos/classified-part';
import { type EncoderJob, nextForEncoder } from '../state/plan/encoder';
import { isOfBackend, stepForBackend } from '../state/plan/model/model';
import { fileOf, type PhotoRecord } from '../state/records';
import { embeddingSpaceOf } from '../state/request/models';
import { nextTask, WorkLoop } from '../state/work-loop';
import { Deaths, MOST_DEATHS } from '../workers/deaths';
import type { EncoderClient } from '../workers/encoder-client';
import { Superseded } from '../workers/worker-link';
import { EmbeddedPhotos } from './embedded-photos';
import { KeptEmbeddings } from './kept-embeddings';
import { ModelLoading } from './model-loading';
import type { PrecisionStage } from './precision/precision-stage';
import { ClassTexts } from './texts/class-texts';

type PhotosJob = Extract<EncoderJob, { kind: 'embed photos' }>;

/** Rest after the last keystroke in a class list before half-typed names are embedded. */
const TYPING_PAUSE = 250;

/** Texts that large towers embed before the vision tower comes; for those of longer lists the towers change places once more. */
const TEXTS_WITH_MODEL = 256;

/** Loads the model and embeds whatever of photos and class texts is missing, the class texts first. */
export class EncoderStage {
  readonly #loop: WorkLoop;
  /** Runs while texts are being typed. By a clock beside it the pause could seem unfinished when it ends, and nothing would look again. */
  #typingTimer: ReturnType<typeof setTimeout> | undefined;
  #inHand = 0;
  readonly #loading: ModelLoading;
  readonly #classTexts: ClassTexts;
  readonly #photos: EmbeddedPhotos;
  readonly #kept: KeptEmbeddings;
  /** Of the worker over the texts that are to be embedded next. */
  readonly #textDeaths = new Deaths();

  /** @param fileGone told of what has no file any more; says whether the photo stays with what was embedded of it */
  constructor(
    private readonly data: EngineData,
    private readonly client: EncoderClient,
    private readonly retrieval: RetrievalStage,
    private readonly scoring: ScoringStage,
    precision: PrecisionStage,
    fileGone: (record: PhotoRecord) => boolean,
  ) {
    this.#classTexts = new ClassTexts(data, () => this.retrieval.index.fingerprintSentence);
    this.#photos = new EmbeddedPhotos(data, retrieval, scoring, fileGone);
    this.#kept = new KeptEmbeddings(data, retrieval, scoring);
    this.#loading = new ModelLoading(data, client, precision, {
      firstTexts: () => this.#classTexts.first(TEXTS_WITH_MODEL),
      onAnotherSpace: () => this.#forget(),
      onSettled: () => this.wake(),
    });
    this.#loop = new WorkLoop(
      () => this.#work(),
      () => data.settled(),
    );
  }

  get hasWork(): boolean {
    const { info, status } = this.data.store.getState().model;
    if (this.#kept.hasWork) return true;
    if (this.#inHand > 0 || this.#loop.busy || (status === 'ready' && this.retrieval.index.wantsFingerprint))
      return true;
    return status === 'ready' && (this.#classTexts.lacks(info) || this.#next() !== null);
  }

  wake(): void {
    this.#kept.wake();
    this.#loop.wake();
  }

  /** Half-typed class names wait until the typing rests. */
  textsEdited(): void {
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => {
      this.#typingTimer = undefined;
      this.wake();
    }, TYPING_PAUSE);
  }

  /**
   * Loads the requested model in a fresh worker; the newest request wins.
   * @param notices what the user should know of it
   */
  loadModel(notices: readonly string[] = []): void {
    void this.#loading.load(notices);
  }

  /** Ends the loading of the requested model; what came is kept. */
  pauseModel(): void {
    this.#loading.pause();
  }

  /** Where the model came from that was loaded last; null where none was. */
  get lastReady(): ModelSource | null {
    return this.#loading.lastReady;
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
    const isLooking = this.#classTexts.isUnfinished && this.#classTexts.missing().length === 0;
    if (this.#buildClasses(space) || isLooking) {
      await nextTask();
      return true;
    }
    if (job === null) return false;
    await this.#embedPhotos(job, info);
    return true;
  }

  /** What the plan says is to be embedded next; photos also while names are being typed. */
  #next(): EncoderJob | null {
    const { info, status } = this.data.store.getState().model;
    return nextForEncoder({
      model: status,
      space: info && embeddingSpaceOf(info),
      missingTexts: this.#classTexts.missing(),
      isTyping: this.#typingTimer !== undefined,
      queued: this.data.photos.queued,
    });
  }

  async #embedPhotos({ photos: records, next }: PhotosJob, info: EncoderInfo): Promise<void> {
    for (const record of records) this.data.photos.set(record, { status: 'working' });
    const done = await this.#resultsOf(records, next);
    const results = done?.map(({ result }) => result) ?? null;
    const broken = results?.find((result) => !result.ok && isOfBackend(result.error));
    if (broken !== undefined && !broken.ok && (await this.#stepDown(broken.error))) {
      for (const record of records) this.data.photos.set(record, { status: 'queued' });
    } else if (results !== null && this.#isCurrent(info))
      records.forEach((record, i) => {
        this.#photos.keep(record, results[i]!, embeddingSpaceOf(info), done![i]!.part);
      });
    else
      for (const record of records)
        if (record.view.status === 'working') this.data.photos.set(record, { status: 'queued' });
  }

  /** What the worker says of each photo, and of which part; where its file cannot be had, why. Null where the worker gave up. */
  async #resultsOf(
    records: readonly PhotoRecord[],
    next: readonly PhotoRecord[],
  ): Promise<readonly { result: Result<EmbeddedPhoto>; part: string | undefined }[] | null> {
    const opened = await Promise.all(
      records.map((record) => attempt(() => fileOf(record), 'photo-file-missing')),
    );
    // Noted once the files are open: another part may have been asked for meanwhile.
    const parts = records.map(({ part }) => part);
    const now = records.flatMap((record, i) => {
      const file = opened[i]!;
      return file.ok ? [chosenPart(record, file.value)] : [];
    });
    const files = now.map(({ file }) => file);
    const keys = now.map(({ key }) => key);
    // A file of an earlier visit is got at when its turn comes.
    const ahead = next.flatMap((record) =>
      typeof record.file === 'function' ? [] : [chosenPart(record, record.file)],
    );
    const embedded =
      files.length === 0
        ? []
        : await this.#guarded(records, () => this.client.embedPhotos(files, { keys, next: ahead }));
    if (embedded === null) return null;
    let at = 0;
    return opened.map((file, i) => ({ result: file.ok ? embedded[at++]! : file, part: parts[i] }));
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
      await this.#loading.load();
      return null;
    } finally {
      this.#inHand--;
    }
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
    if (!this.#classTexts.build(space)) return false;
    this.data.classesBuilt++;
    this.scoring.classesChanged();
    this.retrieval.wake();
    return true;
  }

  /** Goes on with the next back end where the present one failed at work; false where the plan is to stay. */
  async #stepDown(error: PlainError): Promise<boolean> {
    const step = stepForBackend(error, this.data.store.getState());
    if (step !== 'load on the next') return step === 'wait';
    this.client.spoil('webgpu');
    await this.#loading.load([`WebGPU stopped working and was left for WASM: ${error.message}`]);
    return true;
  }
}
