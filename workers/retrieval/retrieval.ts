import { attempt, type Embeddings, FernglassError, type Result, unwrap } from '../../core';
import { chooseNetwork } from '../net';
import type {
  CaptionRules,
  DownloadProgress,
  FieldPlan,
  IndexInfo,
  IndexPresence,
  NameCounts,
  RetrievalApi,
  SpaceKind,
  SpaceProgress,
  TextQueries,
  TextSearchResult,
  VersionedResult,
} from '../protocol';
import { isOwnIndex } from '../protocol';
import type { Lock, OpenedStore } from '../storage';
import { DEFAULT_SEARCH_PARAMETERS } from './cache/search-parameters';
import { IndexDownloads } from './downloads';
import { fieldPlan } from './field/field-plan';
import type { Kernels } from './kernels';
import { OpenedMethods } from './methods/opened-methods';
import {
  addressOf,
  bringUp,
  close,
  infoOf,
  keep,
  noteStorageFailure,
  type Opened,
  presenceOf,
  type Unopened,
} from './open-index';
import { OwnIndexes } from './own/own-indexes';
import { OwnService } from './own/own-service';
import { filterFor } from './search/caption-filter';
import { sourceOf } from './search/caption-source';
import { SearchableIndex } from './search/searchable-index';
import { dropUnnamed, hostVersion, ownVersion, type Stored, storedVersion } from './versions';

/** What the retrieval worker needs from its surroundings. */
export interface RetrievalParts {
  readonly fetch: typeof fetch;
  readonly openShardStore: () => Promise<OpenedStore>;
  /** @param width d */
  readonly startKernels: (width: number) => Promise<Kernels>;
  readonly lock: Lock;
  /** Waits of fetches, in milliseconds; their own where absent. */
  readonly pause?: number;
  readonly stallAfter?: number;
}

/** The retrieval worker's work, apart from the worker. */
export class Retrieval extends OwnService implements RetrievalApi {
  #storeOpening: Promise<OpenedStore> | null = null;
  #opened: Opened | null = null;
  #opens = 0;
  /** The address that was asked for last. */
  #asked = '';
  #openings = 0;
  #parameters = DEFAULT_SEARCH_PARAMETERS;
  readonly #downloads: IndexDownloads;

  constructor(private readonly parts: RetrievalParts) {
    super(parts.lock);
    this.#downloads = new IndexDownloads(parts, {
      current: () => this.#current(),
      start: (version) => this.#start(version),
      fallBack: (before) => {
        this.#opened = before;
      },
    });
  }

  chooseNetwork: RetrievalApi['chooseNetwork'] = async (choice) => chooseNetwork(choice);

  open(
    manifestUrl: string,
    onStored: (info: IndexInfo) => void = () => {},
    stays = false,
  ): Promise<Result<IndexInfo>> {
    return attempt(async () => {
      const turn = ++this.#opens;
      // A later call may be quicker; the newest request wins.
      const isNewest = () => turn === this.#opens;
      this.#downloads.stop();
      const url = addressOf(manifestUrl);
      this.#asked = url.href;
      const { store, notice } = await this.#openStore();
      const stored = await storedVersion(store, url).catch(() => ({ text: undefined, version: null }));
      const parts = { url, store, seen: stored.text, storageNotice: notice };
      const asked = isOwnIndex(url.href)
        ? Promise.resolve().then(() => ownVersion(url, stored))
        : stays && stored.version !== null
          ? Promise.resolve({ version: stored.version, hostNotice: null })
          : hostVersion(url, stored, this.parts);
      asked.catch(() => {});
      const before = await this.#openStored(parts, stored);
      if (before !== null && isNewest()) {
        await this.#take(before);
        onStored(infoOf(before));
      }
      const { version, hostNotice } = await asked;
      const isSame = before?.version.text === version.text;
      const opened = isSame ? before! : await this.#start({ ...parts, version, hostNotice });
      opened.hostNotice = hostNotice;
      if (isNewest()) {
        await keep(opened);
        await this.#take(opened);
      } else if (opened !== this.#opened) close(opened);
      return infoOf(opened);
    });
  }

  download(onProgress: (progress: DownloadProgress) => void): Promise<Result<IndexInfo>> {
    return attempt(() => this.#downloads.run(({ index }) => index.missing(), onProgress));
  }

  fetchFiles(
    names: readonly string[],
    onProgress: (progress: DownloadProgress) => void,
  ): Promise<Result<IndexInfo>> {
    const wanted = new Set(names);
    return attempt(() =>
      this.#downloads.run(({ index }) => index.missing().filter(({ name }) => wanted.has(name)), onProgress),
    );
  }

  planField(queries: Embeddings, k: number): Promise<Result<FieldPlan>> {
    return attempt(() =>
      fieldPlan(this.#current(), queries, k, async (names) => {
        unwrap(await this.fetchFiles(names, () => {}));
      }),
    );
  }

  async cancelDownload(): Promise<void> {
    await this.#downloads.stopped();
  }

  search(queries: Embeddings, k: number, rules?: CaptionRules): Promise<Result<VersionedResult>> {
    return this.#askOpened(async ({ index, source }) =>
      index.search(queries, k, { files: source, filter: await filterFor(source, rules) }),
    );
  }

  searchTexts(queries: TextQueries, k: number, rules?: CaptionRules): Promise<Result<TextSearchResult>> {
    return this.#askOpened(async ({ source, methods }) =>
      methods.searchTexts(queries, k, await filterFor(source, rules)),
    );
  }

  searchPairs(
    photos: Embeddings,
    pairs: number,
    k: number,
    rules?: CaptionRules,
  ): Promise<Result<VersionedResult>> {
    return this.#askOpened(async ({ source, methods }) =>
      methods.searchPairs(photos, pairs, k, await filterFor(source, rules)),
    );
  }

  countNames(names: readonly string[]): Promise<Result<NameCounts>> {
    return this.#askOpened(({ methods }) => methods.countNames(names));
  }

  fetchSpace(kind: SpaceKind, onProgress: (progress: SpaceProgress) => void): Promise<Result<void>> {
    return attempt(async () => {
      const opened = this.#current();
      const { methods, store, url } = opened;
      const onNotKept = (error: unknown) => noteStorageFailure(opened, error);
      await methods.fetchSpace(kind, { ...this.parts, base: url, store, onNotKept }, onProgress);
    });
  }

  remove(): Promise<Result<void>> {
    return attempt(async () => {
      // What is being opened would be kept again.
      this.#opens++;
      await this.cancelDownload();
      const opened = this.#current();
      const { url, store } = opened;
      close(opened);
      await store.dropManifest(url.href);
      await dropUnnamed(store);
    });
  }

  async limitMemory(bytes: number): Promise<IndexPresence | null> {
    this.#parameters = { ...this.#parameters, memoryBytes: bytes };
    if (this.#opened === null) return null;
    const { index } = this.#opened;
    index.limitMemory(bytes);
    return presenceOf(index);
  }

  async aimAt(recall: number): Promise<void> {
    this.#parameters = { ...this.#parameters, recall };
    if (this.#opened === null) return;
    const { index } = this.#opened;
    index.parameters = { ...index.parameters, recall };
  }

  /** Asks the index that is open; again where another took its place meanwhile, and its memory with it. */
  #askOpened<T>(
    ask: (opened: Opened) => Promise<T>,
  ): Promise<Result<T & Pick<VersionedResult, 'opening' | 'present'>>> {
    return attempt(async () => {
      for (;;) {
        const opened = this.#current();
        try {
          const found = await ask(opened);
          return { ...found, opening: opened.opening, present: presenceOf(opened.index) };
        } catch (error) {
          if (opened === this.#opened) throw error;
        }
      }
    });
  }

  #openStore(): Promise<OpenedStore> {
    this.#storeOpening ??= this.parts.openShardStore();
    return this.#storeOpening;
  }

  protected async openOwnIndexes(): Promise<OwnIndexes> {
    const { store } = await this.#openStore();
    return new OwnIndexes(store, this.parts.startKernels);
  }

  protected async removeIfOpen(address: string): Promise<boolean> {
    // Where another is on its way already, it takes the place of the one that goes.
    if (this.#opened?.url.href !== address || this.#asked !== address) return false;
    unwrap(await this.remove());
    return true;
  }

  #current(): Opened {
    if (this.#opened === null)
      throw new FernglassError('index-not-found', 'No caption index is open. Open one first.');
    return this.#opened;
  }

  /**
   * The stored version, which is searched while its host is asked for a newer one; null where nothing of it can be. Why
   * it cannot be is said where the host has no other.
   */
  async #openStored(parts: Unopened, { version }: Stored): Promise<Opened | null> {
    if (version === null) return null;
    const opened = await this.#start({ ...parts, version, hostNotice: null }).catch(() => null);
    if (opened === null || opened.index.captionsPresent > 0) return opened;
    close(opened);
    return null;
  }

  /** Puts an index in the place of the one that is open. */
  async #take(opened: Opened): Promise<void> {
    if (opened === this.#opened) return;
    // What is fetched for the one before is of no use to this one.
    await this.#downloads.stopped();
    if (this.#opened !== null) close(this.#opened);
    this.#opened = opened;
  }

  /** Takes a version into memory, as far as it is stored. */
  async #start(parts: Unopened & Pick<Opened, 'version' | 'hostNotice'>): Promise<Opened> {
    const { manifest } = parts.version;
    const kernels = await this.parts.startKernels(manifest.model.width);
    const index = new SearchableIndex(manifest, kernels, this.#parameters);
    const source = sourceOf(index, parts.store);
    const methods = new OpenedMethods(source, this.parts.startKernels);
    const opened: Opened = { ...parts, index, source, methods, opening: ++this.#openings };
    await bringUp(opened);
    return opened;
  }
}
