import type { PlainError } from '../../../../core';
import type { EngineData } from '../../state/engine-data';
import { addressesOf, usageOf } from '../../state/request/indexes';
import type { IndexState, IndexUse } from '../../state/types';
import type { RetrievalClient } from '../../workers/clients';
import { searchModesOf } from '../classes/search-modes';
import { memoryShares } from './memory-shares';
import { OpenedIndex } from './opened/opened-index';

/** What follows from the indexes. */
export interface IndexesHooks {
  /** Another index is the first, or none: its vector spaces are others. */
  onAnother(): void;
  /** What was found in an index belongs to nothing that is searched now. */
  onForget(): void;
  /** There is more to search, or it can be searched now. */
  onNews(): void;
}

/** An index that is searched now, and how. */
export interface SearchedIndex {
  readonly index: OpenedIndex;
  readonly use: IndexUse;
}

/**
 * The indexes that are asked for, each with a worker of its own: a search asks all of them at the same time, and one
 * that is slow to come or has failed keeps none of the others back. The first is the one that the page speaks of where
 * it speaks of one.
 */
export class OpenIndexes {
  /** For what has to do with no open index; it lives as long as the page. */
  readonly client: RetrievalClient;
  /** The first worker, which stays, and further ones. */
  #indexes: readonly OpenedIndex[];
  /** What was the first index when the page was told last. */
  #told = '';

  constructor(
    private readonly data: EngineData,
    private readonly spawn: () => Worker,
    private readonly hooks: IndexesHooks,
  ) {
    const first = this.#create(data.store.getState().request.manifestUrl);
    this.client = first.client;
    this.#indexes = [first];
  }

  /** Those that are asked for, in their order. */
  get all(): readonly OpenedIndex[] {
    const byAddress = new Map(
      this.#indexes.filter(({ isAskedFor }) => isAskedFor).map((index) => [index.address, index]),
    );
    return addressesOf(this.data.store.getState().request).flatMap((address) => byAddress.get(address) ?? []);
  }

  /** The first; before the request is followed, the one that was the first. */
  get first(): OpenedIndex {
    return this.all[0] ?? this.#indexes[0]!;
  }

  /** Those that captions are sought in now, for photos or for classes, in their order. */
  searched(what: 'photos' | 'classes'): SearchedIndex[] {
    const { request } = this.data.store.getState();
    return this.all
      .map((index) => ({ index, use: usageOf(request, index.address) }))
      .filter(({ index, use }) => use[what] && index.isSearchable);
  }

  /** An index that is open, by its address. */
  at(address: string): OpenedIndex | undefined {
    return this.all.find((index) => index.address === address);
  }

  /** Whether any can be searched. */
  get isSearchable(): boolean {
    return this.all.some(({ isSearchable }) => isSearchable);
  }

  /** Whether any is being opened or fetched. */
  get isComing(): boolean {
    return this.all.some(({ state }) => state.status === 'opening' || state.status === 'downloading');
  }

  /** The sentence whose embedding shows whether model and index belong together; null while none is awaited. */
  get fingerprintSentence(): string | null {
    return this.all.find(({ wantsFingerprint }) => wantsFingerprint)?.fingerprintSentence ?? null;
  }

  get wantsFingerprint(): boolean {
    return this.fingerprintSentence !== null;
  }

  /** Takes the loaded model's embedding of `fingerprintSentence`, `[d]`, for all whose sentence that is. */
  fingerprintEmbedded(embedding: Float32Array): void {
    const sentence = this.fingerprintSentence;
    for (const index of this.all)
      if (index.wantsFingerprint && index.fingerprintSentence === sentence)
        index.fingerprintEmbedded(embedding);
  }

  /**
   * Opens those of the requested indexes that are not open yet, and closes what is not asked for any more. A worker
   * without an index takes the next.
   * @returns those that were opened
   */
  follow(): readonly OpenedIndex[] {
    const wanted = addressesOf(this.data.store.getState().request);
    const kept = this.#indexes.filter((index) => index.isAskedFor && wanted.includes(index.address));
    const free = this.#indexes.filter((index) => !kept.includes(index));
    const missing = wanted.filter((address) => kept.every((index) => index.address !== address));
    const began = missing.map((address) => ({ index: free.shift() ?? this.#create(address), address }));
    const stays = this.#indexes[0]!;
    const open = [...kept, ...began.map(({ index }) => index)];
    this.#indexes = [stays, ...open.filter((index) => index !== stays)];
    const leaves = free.some(({ isAskedFor }) => isAskedFor);
    for (const index of free)
      if (index !== stays) index.close();
      else if (index.isAskedFor) index.idle();
    if (leaves) this.hooks.onForget();
    for (const { index, address } of began) index.open(address);
    this.#publish();
    if (open.length > 1 || leaves) this.memoryChanged();
    this.hooks.onNews();
    return began.map(({ index }) => index);
  }

  /**
   * Opens an index anew; the first where none is named.
   * @param updates whether its host is asked for a newer version of what was fetched for the field
   */
  open(address?: string, updates = false): void {
    const began = this.follow();
    const index = this.#named(address);
    if (index !== undefined && !began.includes(index)) index.open(index.address, updates);
  }

  /** Another model embeds now. */
  modelChanged(): void {
    for (const index of this.all) index.modelChanged();
  }

  networkChanged(): void {
    for (const index of this.#indexes) index.networkChanged();
  }

  memoryChanged(): void {
    for (const index of this.all) index.memoryChanged();
  }

  recallChanged(): void {
    for (const index of this.all) index.recallChanged();
  }

  cancelDownload(): void {
    for (const index of this.all) index.cancelDownload();
  }

  resumeDownload(): void {
    for (const index of this.all) index.resumeDownload();
  }

  /** The user wants the large index that was asked about. */
  agree(address?: string): void {
    this.#named(address)?.agree();
  }

  /** Removes an index from this browser, the first where none is named. */
  async remove(address?: string): Promise<void> {
    await this.#named(address)?.remove();
  }

  /** Opens again what failed, where its error is one that may be gone. */
  retryFailed(mayBeGone: (error: PlainError | null) => boolean = () => true): void {
    for (const index of this.all)
      if (index.state.status === 'failed' && mayBeGone(index.state.error)) index.open();
  }

  settled(): void {
    for (const index of this.all) index.settled();
  }

  #create(address: string): OpenedIndex {
    return new OpenedIndex(
      this.data,
      this.spawn,
      {
        onState: (isAnother) => this.#stateChanged(isAnother),
        onForget: (index) => {
          index.forget();
          this.hooks.onForget();
        },
        onNews: () => this.hooks.onNews(),
        memoryOf: (index) => this.#memoryOf(index),
      },
      address,
    );
  }

  #memoryOf(index: OpenedIndex): number {
    const total = this.data.store.getState().request.indexMemory * 1e6;
    const { all } = this;
    const place = all.indexOf(index);
    if (place < 0) return 0;
    // Texts are larger in memory than in their files.
    const wanted = all.map(({ state }) =>
      all.length > 1 && state.info !== null ? 2 * state.info.bytesTotal : Number.POSITIVE_INFINITY,
    );
    return memoryShares(total, wanted)[place]!;
  }

  #stateChanged(isAnother: boolean): void {
    this.#publish();
    if (isAnother && this.all.length > 1) this.memoryChanged();
  }

  #named(address: string | undefined): OpenedIndex | undefined {
    return address === undefined ? this.first : this.at(address);
  }

  /** What the page sees: the first index, and the others by address. */
  #publish(): void {
    const { all, first } = this;
    const { store } = this.data;
    const before = store.getState();
    const furtherIndexes: Record<string, IndexState> = Object.fromEntries(
      all.slice(1).map((index) => [index.address, index.state]),
    );
    const isSame =
      Object.keys(before.furtherIndexes).length === Object.keys(furtherIndexes).length &&
      Object.entries(furtherIndexes).every(([address, state]) => before.furtherIndexes[address] === state);
    if (before.index !== first.state || !isSame)
      store.setState({ index: first.state, ...(isSame ? {} : { furtherIndexes }) });
    const { info } = first.state;
    const told = info === null ? '' : `${first.address} ${info.opening}`;
    if (told === this.#told) return;
    this.#told = told;
    this.hooks.onAnother();
    store.setState(({ classRetrieval }) => ({
      classRetrieval: { ...classRetrieval, modes: searchModesOf(info?.manifest ?? null) },
    }));
  }
}
