import { type Embeddings, type FernglassError, toPlainError } from '../../../../../core';
import type { FieldPlan, IndexInfo, VersionedResult } from '../../../../../workers/protocol';
import { isPrepared } from '../../../field/kept-fields';
import type { EngineData } from '../../../state/engine-data';
import type { IndexState, LargeDownload, SearchSeen } from '../../../state/types';
import type { RetrievalClient } from '../../../workers/clients';
import type { CaptionNumbers } from '../../captions/caption-store';
import { IndexDownload } from './index-download';
import { IndexNumbers } from './index-numbers';
import { IndexView, isComplete } from './index-view';
import { IndexWorker } from './index-worker';
import { largeDownload } from './large-download';
import { misfit } from './misfit';
import { Turn } from './turn';

/** What follows from the index. */
interface IndexHooks {
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
  readonly #worker: IndexWorker;
  readonly #view: IndexView;
  readonly #numbers: IndexNumbers;
  readonly #download: IndexDownload;
  /** Calls under way are of the index that is open now: another one, or the same opened anew, ends them. */
  readonly #turn = new Turn();
  #isLeft = false;
  #updates = false;
  #isAskedFor = false;
  /** The loaded model's embedding of the fingerprint sentence, `[d]`. */
  #fingerprint: Float32Array | null = null;

  constructor(
    private readonly data: EngineData,
    spawn: () => Worker,
    private readonly hooks: IndexHooks,
    /** Of its manifest. */
    public address: string,
  ) {
    this.#view = new IndexView((isAnother) => hooks.onState(isAnother));
    this.#numbers = new IndexNumbers(data.captions);
    this.#worker = new IndexWorker(data, spawn, () => hooks.memoryOf(this), {
      onRetry: () => void this.#open(),
      onGone: (error) => this.#fail(error),
    });
    this.#download = new IndexDownload(this.#view, this.#worker, {
      onVersion: () => this.#versionChanged(),
      onNews: () => hooks.onNews(),
      onEnd: () => {
        this.#judge();
        hooks.onNews();
      },
    });
    this.client = this.#worker.client;
  }

  get state(): IndexState {
    return this.#view.state;
  }

  /** Numbers of its captions among those that are found; null while none is open. */
  get numbers(): CaptionNumbers | null {
    const { info } = this.state;
    return info === null ? null : this.#numbers.of(this.address, info);
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
    this.#worker.settled();
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
    this.#worker.settled();
    void this.#open();
  }

  /** Searches fail in it: it is left out until it is opened anew, so that others go on. */
  leaveOut(): void {
    this.#isLeft = true;
  }

  /** It is asked for no more, but its worker stays for what has to do with no index. */
  idle(): void {
    this.#turn.next();
    this.cancelDownload();
    this.forget();
    this.#view.reset();
    this.#isAskedFor = false;
    this.memoryChanged();
  }

  /** Ends its worker, and all that is under way: it is asked for no more. */
  close(): void {
    this.#turn.next();
    this.#worker.stop();
    this.forget();
  }

  /** What was found in it is found no more. */
  forget(): void {
    this.#numbers.drop();
  }

  /** Stops fetching; the shards that are complete stay and are searched. */
  cancelDownload(): void {
    this.#download.cancel();
  }

  /** Goes on fetching what was paused; what is still to be agreed to waits for `agree`. */
  resumeDownload(): void {
    if (this.state.status === 'paused' && this.state.asks === null) void this.#download.all(this.turn);
  }

  /** The user wants the large index that was asked about. */
  agree(): void {
    if (this.state.asks === null) return;
    this.#view.set({ asks: null });
    this.resumeDownload();
  }

  /** Tells the worker, if one runs, what the user's choice of hosts is now. */
  networkChanged(): void {
    this.#worker.networkChanged();
  }

  /** Takes its share of the requested memory. */
  memoryChanged(): void {
    void this.#worker.memoryChanged().then((present) => {
      if (present !== null) this.#view.setPresence(present);
    });
  }

  /** Takes the requested recall; everything is searched again. */
  recallChanged(): void {
    if (this.#worker.recallChanged()) this.hooks.onNews();
  }

  /** Removes the opened index from this browser. */
  async remove(): Promise<void> {
    try {
      this.#turn.next();
      await this.client.remove();
      this.#view.set({ status: 'paused', info: null, awaitsHost: false });
      this.hooks.onForget(this);
    } catch (thrown) {
      this.#view.set({ error: toPlainError(thrown) });
    }
  }

  /** Another model embeds now: what was retrieved belongs to the old space. */
  modelChanged(): void {
    this.#forgetSpace();
    if (this.state.status === 'unfit' && this.state.info !== null)
      this.#view.set({ status: isComplete(this.state.info) ? 'ready' : 'paused', error: null });
    this.hooks.onNews();
  }

  /** Takes the loaded model's embedding of `fingerprintSentence`, `[d]`, and judges whether the index fits. */
  fingerprintEmbedded(embedding: Float32Array): void {
    this.#fingerprint = embedding;
    this.#judge();
    this.hooks.onNews();
  }

  /** What a search of it saw on its way. */
  setSeen(seen: SearchSeen): void {
    this.#view.set({ seen });
  }

  /** The search of it failed with this. */
  searchFailed(cause: unknown): void {
    this.#view.set({ status: 'failed', error: toPlainError(cause) });
  }

  /** Nothing is open, and nobody waits for it. */
  #fail(error: FernglassError): void {
    this.#turn.next();
    this.#view.set({ status: 'failed', error: toPlainError(error), info: null, awaitsHost: false });
  }

  async #open(): Promise<void> {
    const signal = this.#turn.next();
    this.#view.set({ status: 'opening', error: null, asks: null, info: null, awaitsHost: false });
    this.#forgetSpace();
    try {
      const isPart = isPrepared(this.data.store.getState().field.prepared, this.address);
      const takeStored = (stored: IndexInfo) => {
        if (!signal.aborted) this.#takeStored(stored);
      };
      // Of a newer version nothing would be here: what was prepared stays until the user wants that one.
      const stays = isPart && !this.#updates;
      const info = await this.#worker.until(signal).open(this.address, takeStored, stays);
      signal.throwIfAborted();
      const asks = await largeDownload(this.address, info, isPart);
      signal.throwIfAborted();
      this.#takeHosts(info, asks);
      if (!isComplete(info) && asks === null) await this.#download.all(signal);
    } catch (thrown) {
      if (!signal.aborted)
        this.#view.set({ status: 'failed', error: toPlainError(thrown), awaitsHost: false });
    }
    this.hooks.onNews();
  }

  /** The stored version is searched at once; its host may be slow, silent, or have a newer one. */
  #takeStored(info: IndexInfo): void {
    this.#view.set({ status: isComplete(info) ? 'ready' : 'downloading', info, awaitsHost: true });
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
      this.#view.set({ ...status, asks, info: { ...before, hostNotice, storageNotice }, awaitsHost: false });
      return;
    }
    if (before !== null) this.#forgetSpace();
    const status = isComplete(info) ? 'ready' : asks === null ? 'downloading' : 'paused';
    this.#view.set({ status, error: null, asks, info, awaitsHost: false });
    this.data.embeddingNeeded();
  }

  /** What queries, `[n, d]`, need of it where there is no network. @throws FernglassError, or why nobody waits any more */
  planField(queries: Embeddings, k: number): Promise<FieldPlan> {
    return this.#worker.until(this.turn).planField(queries, k);
  }

  /**
   * Fetches some of its files; from then on the rest is not fetched unasked.
   * @param onBytes told how many bytes of it are here
   * @throws FernglassError where they did not come
   */
  fetchPart(names: readonly string[], onBytes: (present: number) => void): Promise<void> {
    return this.#download.part(this.turn, this.address, names, onBytes);
  }

  /** The worker has gone back to another version of the index: nothing retrieved so far belongs to it. */
  #versionChanged(): void {
    this.#forgetSpace();
    this.data.embeddingNeeded();
    this.hooks.onNews();
  }

  /** What was found belongs to another space than what is searched now; whether model and index fit is to be judged anew. */
  #forgetSpace(): void {
    this.#fingerprint = null;
    this.hooks.onForget(this);
  }

  /** Says so when the index was embedded by another model than the one loaded. */
  #judge(): void {
    const { info } = this.state;
    const model = this.data.store.getState().model.info;
    if (info === null || model === null || this.#fingerprint === null) return;
    const error = misfit(info.manifest.model, model, this.#fingerprint);
    if (error !== null) this.#view.set({ status: 'unfit', error });
  }

  /** Whether what was found is of what is searched now, and of all that was said to be there. */
  isCurrent({ opening, present }: Pick<VersionedResult, 'opening' | 'present'>): boolean {
    const { info, status } = this.state;
    if (!this.isSearchable || info === null || opening !== info.opening) return false;
    const isWhole = status === 'downloading' || present.bytesPresent >= info.bytesPresent;
    this.#view.setPresence(present);
    // Stored files turned out to be gone or damaged: they are fetched again, and it is searched again.
    if (!isWhole && status === 'ready') void this.#download.all(this.turn);
    return isWhole;
  }
}
