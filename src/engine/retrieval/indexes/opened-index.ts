import { dot, type Embeddings, errorOf, type FernglassError, toPlainError } from '../../../../core';
import type {
  DownloadProgress,
  FieldPlan,
  IndexInfo,
  IndexPresence,
  RetrievalApi,
  VersionedResult,
} from '../../../../workers/protocol';
import { isPrepared } from '../../field/kept-fields';
import type { EngineData } from '../../state/engine-data';
import type { IndexState, LargeDownload } from '../../state/types';
import { linkRetrieval, type RetrievalClient } from '../../workers/clients';
import { Deaths } from '../../workers/deaths';
import { tell } from '../../workers/network';
import { Superseded, type WorkerLink } from '../../workers/worker-link';
import type { CaptionNumbers } from '../caption-store';
import { largeDownload, restOf } from './large-download';
import { misfit } from './misfit';

/** Below this cosine between a fixed sentence's stored and fresh embedding, the model is another one; int8 stays above. */
const SAME_MODEL_COSINE = 0.99;

/** Before an index is opened. */
export const UNOPENED: IndexState = {
  status: 'opening',
  info: null,
  error: null,
  asks: null,
  awaitsHost: false,
  seen: null,
};

/** What follows from the index. */
export interface IndexHooks {
  /** What the page sees of it has changed; `isAnother` where another index is open, or none. */
  onState(isAnother: boolean): void;
  /** Nothing that was found in it before belongs to what is searched now. */
  onForget(index: OpenedIndex): void;
  /** There is more to search, or it can be searched now. */
  onNews(): void;
  /** Bytes of memory that its captions may take. */
  memoryOf(index: OpenedIndex): number;
}

/** An index that is asked for: opened, fetched, and judged by the fingerprint of the model that made it. */
export class OpenedIndex {
  readonly client: RetrievalClient;
  #state = UNOPENED;
  /** Numbers of the captions found in it since it was opened; null before the first search. */
  #numbers: { readonly opening: number; readonly taken: CaptionNumbers } | null = null;
  #isLeft = false;
  #updates = false;
  #isAskedFor = false;
  readonly #link: WorkerLink<RetrievalApi>;
  /** The loaded model's embedding of the fingerprint sentence, `[d]`. */
  #fingerprint: Float32Array | null = null;
  #downloading = false;
  /** Aborted when an index is opened in place of the one before: nobody waits for that any more. */
  #turn = new AbortController();
  readonly #deaths = new Deaths();

  constructor(
    private readonly data: EngineData,
    spawn: () => Worker,
    private readonly hooks: IndexHooks,
    /** Of its manifest. */
    public address: string,
  ) {
    this.#link = linkRetrieval(spawn, {
      onStart: (fresh) => {
        tell(fresh, data.network());
        const { indexRecall } = data.store.getState().request;
        // A worker that dies at once says so at the call that started it.
        fresh.limitMemory(hooks.memoryOf(this)).catch(() => {});
        fresh.aimAt(indexRecall / 100).catch(() => {});
      },
      // The next worker has no index open.
      onDeath: (error) => {
        if (this.#deaths.forgives(error)) void this.#open();
        else this.#fail(error);
      },
    });
    this.client = this.#link.api;
  }

  get state(): IndexState {
    return this.#state;
  }

  /** Numbers of its captions among those that are found; null while none is open. */
  get numbers(): CaptionNumbers | null {
    const { info } = this.#state;
    if (info === null) return null;
    if (this.#numbers?.opening !== info.opening) {
      if (this.#numbers !== null) this.forget();
      const { captionFiles, captions, provenance, title } = info.manifest;
      const { source, licence } = provenance;
      const origin = { address: this.address, title, source, licence };
      this.#numbers = {
        opening: info.opening,
        taken: this.data.captions.take(captions, origin, captionFiles),
      };
    }
    return this.#numbers.taken;
  }

  /** Whether it was opened and not given up since. */
  get isAskedFor(): boolean {
    return this.#isAskedFor;
  }

  /** Whether captions can be searched: some are there, and they are known to be the loaded model's. */
  get isSearchable(): boolean {
    const { info, status } = this.state;
    if (info === null || this.#fingerprint === null || this.#isLeft) return false;
    if (this.data.store.getState().model.status !== 'ready') return false;
    return status !== 'unfit' && status !== 'opening' && info.captionsPresent > 0;
  }

  /** The sentence whose embedding shows whether model and index belong together; null while no index is open. */
  get fingerprintSentence(): string | null {
    return this.state.info?.manifest.model.fingerprint.sentence ?? null;
  }

  /** Whether the loaded model's embedding of `fingerprintSentence` is awaited. */
  get wantsFingerprint(): boolean {
    return this.#fingerprint === null && this.fingerprintSentence !== null;
  }

  /** Aborted when the index that is open now is opened anew, or another: calls under way fail with it. */
  get turn(): AbortSignal {
    return this.#turn.signal;
  }

  /** Everything there was to search has been searched: deaths of the worker before that count no more. */
  settled(): void {
    this.#deaths.clear();
  }

  /**
   * Opens the index anew, or another in its place; the newest request wins.
   * @param updates whether the host is asked for a newer version of what was fetched for the field
   */
  open(address = this.address, updates = false): void {
    this.#updates = updates;
    this.address = address;
    this.#isLeft = false;
    this.#isAskedFor = true;
    this.#deaths.clear();
    void this.#open();
  }

  /** Searches fail in it: it is left out until it is opened anew, so that others go on. */
  leaveOut(): void {
    this.#isLeft = true;
  }

  /** It is asked for no more, but its worker stays for what has to do with no index. */
  idle(): void {
    this.#turn.abort(new Superseded());
    this.#turn = new AbortController();
    this.cancelDownload();
    this.forget();
    this.#state = UNOPENED;
    this.#isAskedFor = false;
    this.memoryChanged();
  }

  /** Ends its worker, and all that is under way: it is asked for no more. */
  close(): void {
    this.#turn.abort(new Superseded());
    this.#link.stop(new Superseded());
    this.forget();
  }

  /** What was found in it is found no more. */
  forget(): void {
    if (this.#numbers !== null) this.data.captions.drop(this.#numbers.taken);
    this.#numbers = null;
  }

  /** Stops fetching; the shards that are complete stay and are searched. */
  cancelDownload(): void {
    if (this.#downloading) void this.client.cancelDownload();
  }

  /** Goes on fetching what was paused; what is still to be agreed to waits for `agree`. */
  resumeDownload(): void {
    if (this.state.status === 'paused' && this.state.asks === null) void this.#download(this.#turn.signal);
  }

  /** The user wants the large index that was asked about. */
  agree(): void {
    if (this.state.asks === null) return;
    this.set({ asks: null });
    this.resumeDownload();
  }

  /** Tells the worker, if one runs, what the user's choice of hosts is now. */
  networkChanged(): void {
    if (this.#link.isRunning) tell(this.client, this.data.network());
  }

  /** Takes its share of the requested memory. */
  memoryChanged(): void {
    if (!this.#link.isRunning) return;
    this.client.limitMemory(this.hooks.memoryOf(this)).then(
      (present) => present !== null && this.#setPresence(present),
      // A worker that died says so at the next call.
      () => {},
    );
  }

  /** Takes the requested recall; everything is searched again. */
  recallChanged(): void {
    if (!this.#link.isRunning) return;
    // A worker that died says so at the next call.
    this.client.aimAt(this.data.store.getState().request.indexRecall / 100).catch(() => {});
    this.hooks.onNews();
  }

  /** Removes the opened index from this browser. */
  async remove(): Promise<void> {
    try {
      this.#turn.abort(new Superseded());
      this.#turn = new AbortController();
      await this.client.remove();
      this.set({ status: 'paused', info: null, awaitsHost: false });
      this.hooks.onForget(this);
    } catch (thrown) {
      this.set({ error: toPlainError(thrown) });
    }
  }

  /** Another model embeds now: what was retrieved belongs to the old space. */
  modelChanged(): void {
    this.#fingerprint = null;
    this.hooks.onForget(this);
    if (this.state.status === 'unfit' && this.state.info !== null)
      this.set({ status: complete(this.state.info) ? 'ready' : 'paused', error: null });
    this.hooks.onNews();
  }

  /** Takes the loaded model's embedding of `fingerprintSentence`, `[d]`, and judges whether the index fits. */
  fingerprintEmbedded(embedding: Float32Array): void {
    this.#fingerprint = embedding;
    this.#judge();
    this.hooks.onNews();
  }

  /** Changes what the page sees of the index. */
  set(change: Partial<IndexState>): void {
    const isAnother = 'info' in change && change.info?.opening !== this.state.info?.opening;
    this.#state = { ...this.#state, ...(isAnother ? { seen: null } : {}), ...change };
    this.hooks.onState(isAnother);
  }

  /** Nothing is open, and nobody waits for it. */
  #fail(error: FernglassError): void {
    this.#turn.abort(new Superseded());
    this.#turn = new AbortController();
    this.set({ status: 'failed', error: toPlainError(error), info: null, awaitsHost: false });
  }

  async #open(): Promise<void> {
    this.#turn.abort(new Superseded());
    this.#turn = new AbortController();
    const { signal } = this.#turn;
    this.set({ status: 'opening', error: null, asks: null, info: null, awaitsHost: false });
    this.hooks.onForget(this);
    this.#fingerprint = null;
    try {
      const isPart = isPrepared(this.data.store.getState().field.prepared, this.address);
      const takeStored = (stored: IndexInfo) => {
        if (!signal.aborted) this.#takeStored(stored);
      };
      // Of a newer version nothing would be here: what was prepared stays until the user wants that one.
      const stays = isPart && !this.#updates;
      const info = await this.#link.until(signal).open(this.address, takeStored, stays);
      signal.throwIfAborted();
      const asks = await largeDownload(this.address, info, isPart);
      signal.throwIfAborted();
      this.#takeHosts(info, asks);
      if (!complete(info) && asks === null) await this.#download(signal);
    } catch (thrown) {
      if (!signal.aborted) this.set({ status: 'failed', error: toPlainError(thrown), awaitsHost: false });
    }
    this.hooks.onNews();
  }

  /** The stored version is searched at once; its host may be slow, silent, or have a newer one. */
  #takeStored(info: IndexInfo): void {
    this.set({ status: complete(info) ? 'ready' : 'downloading', info, awaitsHost: true });
    this.data.embeddingNeeded();
    this.hooks.onNews();
  }

  /** The host has answered, with the version that is open or with another; or it is known that it does not. */
  #takeHosts(info: IndexInfo, asks: LargeDownload | null): void {
    const { info: before } = this.state;
    if (before?.opening === info.opening) {
      // What searches found of it meanwhile is newer than what its opening told.
      const { hostNotice, storageNotice } = info;
      const status =
        asks !== null && this.state.status === 'downloading' ? { status: 'paused' as const } : {};
      this.set({ ...status, asks, info: { ...before, hostNotice, storageNotice }, awaitsHost: false });
      return;
    }
    if (before !== null) {
      this.hooks.onForget(this);
      this.#fingerprint = null;
    }
    const status = complete(info) ? 'ready' : asks === null ? 'downloading' : 'paused';
    this.set({ status, error: null, asks, info, awaitsHost: false });
    this.data.embeddingNeeded();
  }

  /** What queries, `[n, d]`, need of it where there is no network. @throws FernglassError, or why nobody waits any more */
  planField(queries: Embeddings, k: number): Promise<FieldPlan> {
    return this.#link.until(this.#turn.signal).planField(queries, k);
  }

  /**
   * Fetches some of its files; from then on the rest is not fetched unasked.
   * @param onBytes told how many bytes of it are here
   * @throws FernglassError where they did not come
   */
  async fetchPart(names: readonly string[], onBytes: (present: number) => void): Promise<void> {
    const { signal } = this.#turn;
    await this.#download(signal, (client, onProgress) =>
      client.fetchFiles(names, (progress) => {
        onBytes(progress.bytesLoaded);
        onProgress(progress);
      }),
    );
    const { error, info, status } = this.state;
    if (status === 'failed' && error !== null) throw errorOf(error);
    if (info === null || complete(info) || signal.aborted) return;
    const asks = await restOf(this.address, info);
    if (!signal.aborted) this.set({ asks });
  }

  async #download(
    signal: AbortSignal,
    fetch: Fetching = (client, onProgress) => client.download(onProgress),
  ): Promise<void> {
    this.#downloading = true;
    if (this.state.status !== 'unfit') this.set({ status: 'downloading', error: null });
    try {
      const info = await fetch(this.#link.until(signal), ({ info }) => {
        const before = this.state.info;
        this.set({ info });
        if (before?.opening !== info.opening) this.#versionChanged();
        if (before?.captionsPresent !== info.captionsPresent) this.hooks.onNews();
      });
      signal.throwIfAborted();
      // Another version may have taken the place of the one that was fetched.
      if (info.opening !== this.state.info?.opening) return;
      this.set({ info });
      if (this.state.status !== 'unfit') this.set({ status: complete(info) ? 'ready' : 'paused' });
    } catch (thrown) {
      if (!signal.aborted) this.set({ status: 'failed', error: toPlainError(thrown) });
    } finally {
      this.#downloading = false;
      this.#judge();
      this.hooks.onNews();
    }
  }

  /** The worker has gone back to another version of the index: nothing retrieved so far belongs to it. */
  #versionChanged(): void {
    this.hooks.onForget(this);
    this.#fingerprint = null;
    this.data.embeddingNeeded();
    this.hooks.onNews();
  }

  /** Says so when the index was embedded by another model than the one loaded. */
  #judge(): void {
    const { info } = this.state;
    const model = this.data.store.getState().model.info;
    if (info === null || model === null || this.#fingerprint === null) return;
    const made = info.manifest.model;
    const cosine = made.width === model.width ? dot(made.fingerprint.embedding, this.#fingerprint) : null;
    if (cosine !== null && cosine >= SAME_MODEL_COSINE) return;
    this.set({ status: 'unfit', error: misfit(made, model, cosine) });
  }

  /** Whether what was found is of what is searched now, and of all that was said to be there. */
  isCurrent({ opening, present }: Pick<VersionedResult, 'opening' | 'present'>): boolean {
    const { info, status } = this.state;
    if (!this.isSearchable || info === null || opening !== info.opening) return false;
    const isWhole = status === 'downloading' || present.bytesPresent >= info.bytesPresent;
    this.#setPresence(present);
    // Stored files turned out to be gone or damaged: they are fetched again, and it is searched again.
    if (!isWhole && status === 'ready') void this.#download(this.#turn.signal);
    return isWhole;
  }

  #setPresence(present: IndexPresence): void {
    const { info } = this.state;
    if (info === null) return;
    const { captionsPresent, bytesPresent, memoryBytes, captionsCut } = present;
    const isSame =
      info.bytesPresent === bytesPresent &&
      info.memoryBytes === memoryBytes &&
      info.captionsCut === captionsCut;
    if (!isSame) this.set({ info: { ...info, captionsPresent, bytesPresent, memoryBytes, captionsCut } });
  }
}

/** How files of an index are fetched. */
type Fetching = (
  client: RetrievalClient,
  onProgress: (progress: DownloadProgress) => void,
) => Promise<IndexInfo>;

const complete = (info: IndexInfo) => info.bytesPresent === info.bytesTotal;
