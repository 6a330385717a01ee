import { dot, type FernglassError, toPlainError } from '../../../core';
import type { IndexInfo, IndexPresence, RetrievalApi, VersionedResult } from '../../../workers/protocol';
import type { EngineData } from '../state/engine-data';
import type { IndexState, LargeDownload } from '../state/types';
import { linkRetrieval, type RetrievalClient } from '../workers/clients';
import { Deaths } from '../workers/deaths';
import { tell } from '../workers/network';
import { Superseded, type WorkerLink } from '../workers/worker-link';
import { searchModesOf } from './classes/search-modes';
import { misfit } from './misfit';

/** Below this cosine between a fixed sentence's stored and fresh embedding, the model is another one; int8 stays above. */
const SAME_MODEL_COSINE = 0.99;

/** A new index of more than so many bytes is fetched only when the user agrees. */
const ASK_FROM = 200e6;

/** What follows from the index. */
export interface IndexHooks {
  /** Another index is open, or none: its vector spaces are others. */
  onAnother(): void;
  /** Nothing that was found before belongs to what is searched now. */
  onForget(): void;
  /** There is more to search, or it can be searched now. */
  onNews(): void;
}

/** The index that is asked for: opened, fetched, and judged by the fingerprint of the model that made it. */
export class OpenedIndex {
  readonly client: RetrievalClient;
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
  ) {
    this.#link = linkRetrieval(spawn, {
      onStart: (fresh) => {
        tell(fresh, data.network());
        const { indexMemory, indexRecall } = data.store.getState().request;
        // A worker that dies at once says so at the call that started it.
        fresh.limitMemory(indexMemory * 1e6).catch(() => {});
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
    return this.data.store.getState().index;
  }

  /** Whether captions can be searched: some are there, and they are known to be the loaded model's. */
  get isSearchable(): boolean {
    const { info, status } = this.state;
    if (info === null || this.#fingerprint === null) return false;
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

  /** Opens the requested index; the newest request wins. */
  open(): void {
    this.#deaths.clear();
    void this.#open();
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

  /** Takes the requested limit of memory. */
  memoryChanged(): void {
    const megabytes = this.data.store.getState().request.indexMemory;
    this.client.limitMemory(megabytes * 1e6).then(
      (present) => present !== null && this.#setPresence(present),
      // A worker that died says so at the next call.
      () => {},
    );
  }

  /** Takes the requested recall; everything is searched again. */
  recallChanged(): void {
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
      this.hooks.onForget();
    } catch (thrown) {
      this.set({ error: toPlainError(thrown) });
    }
  }

  /** Another model embeds now: what was retrieved belongs to the old space. */
  modelChanged(): void {
    this.#fingerprint = null;
    this.hooks.onForget();
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
    const ofAnother = 'info' in change && change.info?.opening !== this.state.info?.opening;
    const seen = ofAnother ? { seen: null } : {};
    this.data.store.setState(({ index }) => ({ index: { ...index, ...seen, ...change } }));
    if (ofAnother) this.hooks.onAnother();
    if (ofAnother)
      this.data.store.setState(({ classRetrieval }) => ({
        classRetrieval: { ...classRetrieval, modes: searchModesOf(change.info?.manifest ?? null) },
      }));
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
    this.hooks.onForget();
    this.#fingerprint = null;
    const { manifestUrl } = this.data.store.getState().request;
    try {
      const info = await this.#link.until(signal).open(manifestUrl, (stored) => {
        if (!signal.aborted) this.#takeStored(stored);
      });
      signal.throwIfAborted();
      const asks = await this.#largeDownload(info);
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
      this.set({ info: { ...before, hostNotice, storageNotice }, awaitsHost: false });
      return;
    }
    if (before !== null) {
      this.hooks.onForget();
      this.#fingerprint = null;
    }
    const status = complete(info) ? 'ready' : asks === null ? 'downloading' : 'paused';
    this.set({ status, error: null, asks, info, awaitsHost: false });
    this.data.embeddingNeeded();
  }

  /** What is to be asked before an index is fetched of which nothing is here yet; null where nothing is. */
  async #largeDownload({ bytesTotal, captionsPresent }: IndexInfo): Promise<LargeDownload | null> {
    if (captionsPresent > 0 || bytesTotal < ASK_FROM) return null;
    const { host } = new URL(this.data.store.getState().request.manifestUrl);
    const estimate = await globalThis.navigator?.storage?.estimate?.().catch(() => null);
    const { quota, usage } = estimate ?? {};
    const freeBytes = quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
    return { bytes: bytesTotal, host, freeBytes };
  }

  async #download(signal: AbortSignal): Promise<void> {
    this.#downloading = true;
    if (this.state.status !== 'unfit') this.set({ status: 'downloading', error: null });
    try {
      const info = await this.#link.until(signal).download(({ info }) => {
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
    this.hooks.onForget();
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

const complete = (info: IndexInfo) => info.bytesPresent === info.bytesTotal;
