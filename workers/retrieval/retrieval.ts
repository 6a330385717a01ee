import { attempt, type Embeddings, FernglassError, type Result } from '../../core';
import { chooseNetwork } from '../net';
import type {
  CaptionRules,
  DownloadProgress,
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
import type { Lock, OpenedStore } from '../storage';
import { totalBytes } from './cache/residency';
import { DEFAULT_SEARCH_PARAMETERS } from './cache/search-parameters';
import { type DownloadOutcome, downloadMissing, failureOf } from './download/download';
import { fetchManifest } from './download/fetch-index';
import type { Kernels } from './kernels';
import { OpenedMethods } from './methods/opened-methods';
import {
  bringUp,
  close,
  infoOf,
  keep,
  noteLosses,
  noteStorageFailure,
  type Opened,
  presenceOf,
} from './open-index';
import { filterFor } from './search/caption-filter';
import { sourceOf, tellingWrites } from './search/caption-source';
import { SearchableIndex } from './search/searchable-index';
import { dropUnnamed, isStoredWhole, type Stored, storedVersion } from './versions';

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

/** How long a host may keep silent about a manifest of which a version is stored, in milliseconds. */
const IMPATIENT = 8000;

/** The retrieval worker's work, apart from the worker. */
export class Retrieval implements RetrievalApi {
  #storeOpening: Promise<OpenedStore> | null = null;
  #opened: Opened | null = null;
  #opens = 0;
  #openings = 0;
  #parameters = DEFAULT_SEARCH_PARAMETERS;
  #download: { readonly stop: AbortController; readonly done: Promise<void> } | null = null;

  constructor(private readonly parts: RetrievalParts) {}

  chooseNetwork: RetrievalApi['chooseNetwork'] = async (choice) => chooseNetwork(choice);

  open(manifestUrl: string): Promise<Result<IndexInfo>> {
    return attempt(async () => {
      const turn = ++this.#opens;
      this.#download?.stop.abort();
      const opened = await this.#open(addressOf(manifestUrl));
      // A later call may have been quicker; the newest request wins.
      if (turn === this.#opens) {
        if (this.#opened !== null) close(this.#opened);
        this.#opened = opened;
      }
      return infoOf(opened);
    });
  }

  download(onProgress: (progress: DownloadProgress) => void): Promise<Result<IndexInfo>> {
    return attempt(async () => {
      // Two at once would fetch everything twice.
      while (this.#download !== null) await this.#download.done;
      const opened = this.#current();
      const stop = new AbortController();
      let finished = () => {};
      const done = new Promise<void>((resolve) => {
        finished = resolve;
      });
      this.#download = { stop, done };
      try {
        await this.#fetchMissing(opened, stop.signal, onProgress);
        return infoOf(opened);
      } finally {
        this.#download = null;
        finished();
      }
    });
  }

  async cancelDownload(): Promise<void> {
    this.#download?.stop.abort();
    await this.#download?.done;
  }

  search(queries: Embeddings, k: number, rules?: CaptionRules): Promise<Result<VersionedResult>> {
    return attempt(async () => {
      const { index, source, opening } = this.#current();
      const found = await index.search(queries, k, { files: source, filter: await filterFor(source, rules) });
      return { ...found, opening, present: presenceOf(index) };
    });
  }

  searchTexts(queries: TextQueries, k: number, rules?: CaptionRules): Promise<Result<TextSearchResult>> {
    return attempt(async () => {
      const { index, source, methods, opening } = this.#current();
      const found = await methods.searchTexts(queries, k, await filterFor(source, rules));
      return { ...found, opening, present: presenceOf(index) };
    });
  }

  searchPairs(
    photos: Embeddings,
    pairs: number,
    k: number,
    rules?: CaptionRules,
  ): Promise<Result<VersionedResult>> {
    return attempt(async () => {
      const { index, source, methods, opening } = this.#current();
      const found = await methods.searchPairs(photos, pairs, k, await filterFor(source, rules));
      return { ...found, opening, present: presenceOf(index) };
    });
  }

  countNames(names: readonly string[]): Promise<Result<NameCounts>> {
    return attempt(async () => {
      const { index, methods, opening } = this.#current();
      return { ...(await methods.countNames(names)), opening, present: presenceOf(index) };
    });
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

  #current(): Opened {
    if (this.#opened === null)
      throw new FernglassError('index-not-found', 'No caption index is open. Open one first.');
    return this.#opened;
  }

  async #open(url: URL): Promise<Opened> {
    this.#storeOpening ??= this.parts.openShardStore();
    const { store, notice } = await this.#storeOpening;
    const stored = await storedVersion(store, url).catch(() => ({ text: undefined, version: null }));
    const opened = await this.#start({
      url,
      store,
      seen: stored.text,
      storageNotice: notice,
      ...(await this.#version(url, stored)),
    });
    await keep(opened);
    return opened;
  }

  /** The host's version; where the host gives none, the stored one. */
  async #version(url: URL, stored: Stored): Promise<Pick<Opened, 'version' | 'hostNotice'>> {
    if (stored.version === null) return { version: await fetchManifest(url, this.parts), hostNotice: null };
    try {
      const options = { stallAfter: IMPATIENT, ...this.parts, attempts: 1 };
      return { version: await fetchManifest(url, options), hostNotice: null };
    } catch (error) {
      // To be without a network is ordinary; a host that gives something else is not.
      const isOrdinary = !(error instanceof FernglassError) || error.code === 'network-failed';
      const hostNotice = isOrdinary
        ? null
        : `${error.message} The version that is stored on this device is used.`;
      return { version: stored.version, hostNotice };
    }
  }

  /** Takes a version into memory, as far as it is stored. */
  async #start(parts: Omit<Opened, 'index' | 'source' | 'methods' | 'opening'>): Promise<Opened> {
    const { manifest } = parts.version;
    const kernels = await this.parts.startKernels(manifest.model.width);
    const index = new SearchableIndex(manifest, kernels, this.#parameters);
    const source = sourceOf(index, parts.store);
    const methods = new OpenedMethods(source, this.parts.startKernels);
    const opened: Opened = { ...parts, index, source, methods, opening: ++this.#openings };
    await bringUp(opened);
    return opened;
  }

  async #fetchMissing(
    opened: Opened,
    signal: AbortSignal,
    onProgress: (progress: DownloadProgress) => void,
  ): Promise<void> {
    const { index, store, url } = opened;
    const bytesTotal = totalBytes(index.manifest);
    await keep(opened);
    const outcome = await downloadMissing({
      ...this.parts,
      base: url,
      files: index.missing(),
      signal,
      store: tellingWrites(store, (name) => index.noteStored(name)),
      onBytes: (bytes) =>
        onProgress({
          bytesLoaded: Math.min(index.bytesPresent + bytes, bytesTotal),
          bytesTotal,
          info: infoOf(opened),
        }),
      onFile: (entry, bytes) => index.add(entry, bytes),
      onNotKept: (error) => noteStorageFailure(opened, error),
    });
    if (signal.aborted) return;
    if (outcome.failures.length > 0) await this.#fail(opened, outcome, signal, onProgress);
    await keep(opened);
    await noteLosses(opened);
  }

  /** Says why files did not come; where the version before is stored whole, half of this one gives way to it. */
  async #fail(
    opened: Opened,
    outcome: DownloadOutcome,
    signal: AbortSignal,
    onProgress: (progress: DownloadProgress) => void,
  ): Promise<never> {
    const { captionsPresent, manifest } = opened.index;
    const before = captionsPresent < manifest.captions ? await this.#wholeBefore(opened) : null;
    if (before === null || signal.aborted) throw failureOf(outcome);
    close(opened);
    this.#opened = before;
    const info = infoOf(before);
    onProgress({ bytesLoaded: info.bytesPresent, bytesTotal: info.bytesTotal, info });
    throw failureOf(outcome, 'The complete version that is stored on this device is searched instead.');
  }

  /** Another version of the same index that is stored whole, opened; null where there is none. */
  async #wholeBefore({ url, store, version, storageNotice }: Opened): Promise<Opened | null> {
    try {
      const stored = await storedVersion(store, url);
      if (stored.version === null || stored.text === version.text) return null;
      if (!(await isStoredWhole(store, stored.version))) return null;
      const opened = await this.#start({
        url,
        store,
        version: stored.version,
        seen: stored.text,
        hostNotice: null,
        storageNotice,
      });
      return opened.index.captionsPresent === opened.index.manifest.captions ? opened : null;
    } catch {
      // The failure that led here says more to the user than one of the way out.
      return null;
    }
  }
}

function addressOf(manifestUrl: string): URL {
  const url = URL.canParse(manifestUrl) ? new URL(manifestUrl) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new FernglassError(
      'index-not-found',
      `“${manifestUrl}” is no address of an index. It should end in manifest.json and begin with https://.`,
    );
  url.hash = '';
  return url;
}
