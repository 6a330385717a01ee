import { dot, LIMITS, reads, stack, toPlainError } from '../../../core';
import { usableSpace } from '../../../index-shards/format';
import type { IndexInfo, IndexPresence, SpaceKind, VersionedResult } from '../../../workers/protocol';
import type { ScoringStage } from '../scoring/scoring-stage';
import { embeddingOf } from '../state/basis';
import type { EngineData } from '../state/engine-data';
import { chosenMethod, parametersOf } from '../state/parameters';
import { StalePhotos } from '../state/photos/stale-photos';
import {
  awaitsSpace,
  embeddedStatus,
  lacksCaptions,
  lacksPairs,
  nextForRetrieval,
  type RetrievalJob,
  type RetrievalWorld,
} from '../state/plan';
import type { ClassRetrievalState, IndexState, Request, SearchSeen } from '../state/types';
import { WorkLoop } from '../state/work-loop';
import { linkRetrieval, type RetrievalClient } from '../workers/clients';
import { retrievedCaptions } from './caption-store';
import { ClassRetrieval } from './class-retrieval';
import { MethodRetrieval, type Searched } from './method-retrieval';
import { searchModesOf, servedMode } from './search-modes';
import { SecondEncoder } from './second-encoder';
import { VectorSpaces } from './vector-spaces';

/** Below this cosine between a fixed sentence's stored and fresh embedding, the model is another one; int8 stays above. */
const SAME_MODEL_COSINE = 0.99;
/** Rest after the last change of the rules before everything is searched again. */
const EDITING_PAUSE = 300;

/** Opens the index, fetches its shards, and retrieves captions for whatever embedding has none of today's. */
export class RetrievalStage {
  readonly #loop: WorkLoop;
  readonly #client: RetrievalClient;
  readonly #spaces: VectorSpaces;
  readonly #classes: ClassRetrieval;
  readonly #methods: MethodRetrieval;
  readonly #unsearched: StalePhotos;
  readonly #unpaired: StalePhotos;
  #fingerprint: Float32Array | null = null;
  #downloading = false;
  #opened = 0;
  /** The rules in force: the requested ones once their editing rests. */
  #rules: Request['captionRules'];
  #editing: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly data: EngineData,
    private readonly scoring: ScoringStage,
    spawn: () => Worker,
    spawnSentences: () => Worker,
  ) {
    this.#client = linkRetrieval(spawn, {
      onStart: (fresh) => {
        const { indexMemory, indexRecall } = data.store.getState().request;
        // A worker that dies at once says so at the call that started it.
        fresh.limitMemory(indexMemory * 1e6).catch(() => {});
        fresh.aimAt(indexRecall / 100).catch(() => {});
      },
      // The next worker has no index open; retrying opens it.
      onDeath: (error) => this.#set({ status: 'failed', error: toPlainError(error), info: null }),
    });
    this.#rules = data.store.getState().request.captionRules;
    const second = new SecondEncoder(spawnSentences);
    this.#spaces = new VectorSpaces(data, this.#client, second, () => this.#loop.wake());
    this.#classes = new ClassRetrieval(data, scoring, this.#client, this.#spaces, second);
    this.#methods = new MethodRetrieval(data, scoring, this.#client);
    this.#unsearched = new StalePhotos(data.photos, (record, key) =>
      lacksCaptions(record, data.basis(), key),
    );
    this.#unpaired = new StalePhotos(data.photos, (record, key) => lacksPairs(record, data.basis(), key));
    this.#loop = new WorkLoop(
      () => this.#work(),
      () => data.settled(),
    );
  }

  /** The sentence whose embedding shows whether model and index belong together; null while no index is open. */
  get fingerprintSentence(): string | null {
    return this.#index.info?.manifest.model.fingerprint.sentence ?? null;
  }

  /** Whether the loaded model's embedding of `fingerprintSentence` is awaited. */
  get wantsFingerprint(): boolean {
    return this.#fingerprint === null && this.fingerprintSentence !== null;
  }

  /** Whether a photo embedded now would be searched now. */
  get isSearchable(): boolean {
    return this.#searchKey() !== null;
  }

  get hasWork(): boolean {
    const { status } = this.#index;
    if (status === 'opening' || status === 'downloading' || this.#editing !== undefined) return true;
    const world = this.#world();
    return world !== null && (awaitsSpace(world) || nextForRetrieval(world) !== null);
  }

  wake(): void {
    this.#loop.wake();
  }

  /** Opens the requested index; the newest request wins. */
  open(): void {
    void this.#open();
  }

  /** Stops fetching; the shards that are complete stay and are searched. */
  cancelDownload(): void {
    if (this.#downloading) void this.#client.cancelDownload();
  }

  resumeDownload(): void {
    if (this.#index.status === 'paused') void this.#download(this.#opened);
  }

  /** Takes the requested rules once their editing rests: half-typed words wait. */
  rulesEdited(): void {
    clearTimeout(this.#editing);
    this.#editing = setTimeout(() => {
      this.#editing = undefined;
      this.#rules = this.data.store.getState().request.captionRules;
      this.#loop.wake();
    }, EDITING_PAUSE);
  }

  /** Takes the requested limit of memory. */
  memoryChanged(): void {
    const megabytes = this.data.store.getState().request.indexMemory;
    this.#client.limitMemory(megabytes * 1e6).then(
      (present) => present !== null && this.#setPresence(present),
      // A worker that died says so at the next call.
      () => {},
    );
  }

  /** Takes the requested recall; everything is searched again. */
  recallChanged(): void {
    // A worker that died says so at the next call.
    this.#client.aimAt(this.data.store.getState().request.indexRecall / 100).catch(() => {});
    this.#loop.wake();
  }

  /** Removes the opened index from this browser. */
  async remove(): Promise<void> {
    try {
      await this.#client.remove();
      this.#set({ status: 'paused', info: null });
      this.#forget();
    } catch (thrown) {
      this.#set({ error: toPlainError(thrown) });
    }
  }

  /** Another model embeds now: what was retrieved belongs to the old space. */
  modelChanged(): void {
    this.#fingerprint = null;
    this.#forget();
    if (this.#index.status === 'unfit' && this.#index.info !== null)
      this.#set({ status: complete(this.#index.info) ? 'ready' : 'paused', error: null });
    this.#loop.wake();
  }

  /** Vectors that failed to come are asked for again where they are needed. */
  retrySpaces(): void {
    this.#spaces.retry();
  }

  /** Takes the loaded model's embedding of `fingerprintSentence`, `[d]`, and judges whether the index fits. */
  fingerprintEmbedded(embedding: Float32Array): void {
    this.#fingerprint = embedding;
    this.#judge();
    this.#loop.wake();
  }

  get #index(): IndexState {
    return this.data.store.getState().index;
  }

  #set(change: Partial<IndexState>): void {
    const ofAnother = 'info' in change && change.info?.opening !== this.#index.info?.opening;
    const seen = ofAnother ? { seen: null } : {};
    this.data.store.setState(({ index }) => ({ index: { ...index, ...seen, ...change } }));
    if (ofAnother) this.#spaces.forget();
    if (ofAnother) this.#setClassRetrieval({ modes: searchModesOf(change.info?.manifest ?? null) });
  }

  #setClassRetrieval(change: Partial<ClassRetrievalState>): void {
    this.data.store.setState(({ classRetrieval }) => ({ classRetrieval: { ...classRetrieval, ...change } }));
  }

  async #open(): Promise<void> {
    const turn = ++this.#opened;
    this.cancelDownload();
    this.#set({ status: 'opening', error: null, info: null });
    this.#forget();
    this.#fingerprint = null;
    try {
      const info = await this.#client.open(this.data.store.getState().request.manifestUrl);
      if (turn !== this.#opened) return;
      this.#set({ status: complete(info) ? 'ready' : 'downloading', info });
      this.data.embeddingNeeded();
      if (!complete(info)) await this.#download(turn);
    } catch (thrown) {
      if (turn === this.#opened) this.#set({ status: 'failed', error: toPlainError(thrown) });
    }
    this.#loop.wake();
  }

  async #download(turn: number): Promise<void> {
    this.#downloading = true;
    if (this.#index.status !== 'unfit') this.#set({ status: 'downloading', error: null });
    try {
      const info = await this.#client.download(({ info }) => {
        if (turn !== this.#opened) return;
        const before = this.#index.info;
        this.#set({ info });
        if (before?.opening !== info.opening) this.#versionChanged();
        if (before?.captionsPresent !== info.captionsPresent) this.#loop.wake();
      });
      if (turn !== this.#opened) return;
      this.#set({ info });
      if (this.#index.status !== 'unfit') this.#set({ status: complete(info) ? 'ready' : 'paused' });
    } catch (thrown) {
      if (turn === this.#opened) this.#set({ status: 'failed', error: toPlainError(thrown) });
    } finally {
      this.#downloading = false;
      this.#judge();
      this.#loop.wake();
    }
  }

  /** The worker has gone back to another version of the index: nothing retrieved so far belongs to it. */
  #versionChanged(): void {
    this.#forget();
    this.#fingerprint = null;
    this.data.embeddingNeeded();
    this.#loop.wake();
  }

  /** Says so when the index was embedded by another model than the one loaded. */
  #judge(): void {
    const { info } = this.#index;
    const model = this.data.store.getState().model.info;
    if (info === null || model === null || this.#fingerprint === null) return;
    const made = info.manifest.model;
    const fits =
      made.width === model.width && dot(made.fingerprint.embedding, this.#fingerprint) >= SAME_MODEL_COSINE;
    if (fits) return;
    this.#set({
      status: 'unfit',
      error: {
        code: 'index-model-mismatch',
        message: `This index was made with ${made.id}; the loaded model is ${model.id}. Answers are zero-shot only. Choose an index made with ${model.id}, or go back to ${made.id}.`,
      },
    });
  }

  /** Other captions, or another space: what was found in the ones before is shown no more. */
  #forget(): void {
    this.data.captions.clear();
    this.scoring.rebuild();
  }

  /** What hits depend on beside their query; null while nothing can be searched. */
  #searchKey(): string | null {
    const { info, status } = this.#index;
    const model = this.data.store.getState().model;
    if (info === null || model.status !== 'ready' || this.#fingerprint === null) return null;
    if (status === 'unfit' || status === 'opening' || info.captionsPresent === 0) return null;
    // While shards arrive, captions found among the first ones do; once it rests, everything is searched again.
    const coverage = status === 'downloading' ? 'partial' : String(info.bytesPresent);
    const { indexRecall } = this.data.store.getState().request;
    const { space, captions } = this.data.basis();
    return `${space} ${captions} ${coverage} ${indexRecall} ${JSON.stringify(this.#rules)}`;
  }

  /** What is known when the next search is looked for; null while nothing can be searched. */
  #world(): RetrievalWorld | null {
    const key = this.#searchKey();
    const { index, request, spaces } = this.data.store.getState();
    if (key === null || index.info === null) return null;
    const { manifest } = index.info;
    const method = chosenMethod(request);
    const statusOf = (kind: SpaceKind) =>
      usableSpace(manifest, kind) === undefined ? 'absent' : spaces[kind].status;
    return {
      basis: this.data.basis(),
      key,
      classes: this.data.classes,
      mode: servedMode(request.searchMode, searchModesOf(manifest)),
      spaces: { text: statusOf('text'), image: statusOf('image') },
      readsCounts: reads(method, 'synonym counts'),
      pairs: reads(method, 'image vectors in index') ? Number(parametersOf(request).pairs) : null,
      unsearched: (wanted) => ({ next: (most) => this.#unsearched.next(wanted, most) }),
      unpaired: (wanted) => ({ next: (most) => this.#unpaired.next(wanted, most) }),
    };
  }

  /** The next job of the plan; false when nothing is missing. */
  async #work(): Promise<boolean> {
    const world = this.#world();
    if (world === null) {
      this.#settleWithoutCaptions();
      return false;
    }
    const job = nextForRetrieval(world);
    if (job === null) return false;
    try {
      await this.#run(job, world);
    } catch (thrown) {
      this.#set({ status: 'failed', error: toPlainError(thrown) });
      this.#settleWithoutCaptions();
      return false;
    }
    return true;
  }

  async #run(job: RetrievalJob, { basis, pairs }: RetrievalWorld): Promise<void> {
    const searched: Searched = {
      basis,
      rules: this.#rules,
      isCurrent: (result) => this.#isCurrent(result),
    };
    switch (job.kind) {
      case 'fetch space':
        // Other searches go on meanwhile.
        this.#spaces.fetch(job.space, this.#index.info!);
        return;
      case 'search classes':
        return this.#classes.search(job, searched);
      case 'search photos':
        return this.#searchPhotos(job, searched);
      case 'count names':
        return this.#methods.count(job, searched);
      case 'pair photos':
        return this.#methods.pair(job, pairs!, searched);
    }
  }

  async #searchPhotos(
    { photos, key }: Extract<RetrievalJob, { kind: 'search photos' }>,
    { basis, rules }: Searched,
  ): Promise<void> {
    const queries = photos.map((record) => embeddingOf(record, basis)!);
    const result = await this.#client.search(stack(queries), LIMITS.k.max, rules);
    if (!this.#isCurrent(result)) return;
    this.#set({ seen: seenBy(result) });
    this.data.captions.add(result);
    const { captions } = basis;
    photos.forEach((record, i) => {
      if (embeddingOf(record, this.data.basis()) !== queries[i] || !this.data.photos.has(record)) return;
      record.hits = { key, query: queries[i], captions, value: retrievedCaptions(result.hits[i]!) };
      this.scoring.photoChanged(record);
      this.data.photos.set(record, { status: 'done' });
    });
  }

  /** Whether what was found is of what is searched now, and of all that was said to be there. */
  #isCurrent({ opening, present }: Pick<VersionedResult, 'opening' | 'present'>): boolean {
    const { info, status } = this.#index;
    if (this.#searchKey() === null || info === null || opening !== info.opening) return false;
    const isWhole = status === 'downloading' || present.bytesPresent >= info.bytesPresent;
    this.#setPresence(present);
    // Stored files turned out to be gone or damaged: they are fetched again, and it is searched again.
    if (!isWhole && status === 'ready') void this.#download(this.#opened);
    return isWhole;
  }

  #setPresence({ captionsPresent, bytesPresent, memoryBytes }: IndexPresence): void {
    const { info } = this.#index;
    if (info === null) return;
    const isSame = info.bytesPresent === bytesPresent && info.memoryBytes === memoryBytes;
    if (!isSame) this.#set({ info: { ...info, captionsPresent, bytesPresent, memoryBytes } });
  }

  /** Photos that wait for captions which will not come are done with what they have. */
  #settleWithoutCaptions(): void {
    if (this.data.photos.count('working') > 0)
      this.data.photos.setAll((record) =>
        record.view.status === 'working' && embeddingOf(record, this.data.basis()) !== null
          ? { status: embeddedStatus(false) }
          : null,
      );
  }
}

const complete = (info: IndexInfo) => info.bytesPresent === info.bytesTotal;

const meanOf = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

const seenBy = (result: VersionedResult): SearchSeen => ({
  compared: Math.round(meanOf(result.captionsCompared)),
  searched: result.captionsSearched,
  total: result.captionsTotal,
  recall: meanOf(result.expectedRecall),
});
