import { verifyBytes } from '../../index-shards/format';
import { attempt, type Embeddings, FernglassError, type Result } from '../../src/core';
import type { CaptionRules, DownloadProgress, IndexInfo, RetrievalApi, SearchResult } from '../protocol';
import { downloadMissing, type Lock } from './download';
import { fetchManifest } from './fetch-file';
import { searchOpened, tellingWrites } from './opened-search';
import { SearchableIndex, totalBytes } from './searchable-index';
import type { OpenedStore, ShardStore } from './store';
import type { Usearch } from './usearch/usearch';
import { dropUnnamed, keepVersion, storedVersion, type Version } from './versions';

/** What the retrieval worker needs from its surroundings. */
export interface RetrievalParts {
  readonly fetch: typeof fetch;
  readonly openStore: () => Promise<OpenedStore>;
  /** @param width d */
  readonly startUsearch: (width: number) => Promise<Usearch>;
  readonly lock: Lock;
  /** Waits of fetches, in milliseconds; their own where absent. */
  readonly pause?: number;
  readonly stallAfter?: number;
}

/** An index that is open. */
interface Opened {
  readonly url: URL;
  readonly version: Version;
  readonly index: SearchableIndex;
  readonly store: ShardStore;
  /** Why not everything is kept, for the user. */
  notice: string | null;
}

/** How long a host may keep silent about a manifest of which a version is stored, in milliseconds. */
const IMPATIENT = 8000;

/** The retrieval worker's work, apart from the worker. */
export class Retrieval implements RetrievalApi {
  #storeOpening: Promise<OpenedStore> | null = null;
  #opened: Opened | null = null;
  #opens = 0;
  #download: { readonly stop: AbortController; readonly done: Promise<void> } | null = null;

  constructor(private readonly parts: RetrievalParts) {}

  open(manifestUrl: string): Promise<Result<IndexInfo>> {
    return attempt(async () => {
      const turn = ++this.#opens;
      this.#download?.stop.abort();
      const opened = await this.#open(addressOf(manifestUrl));
      // A later call may have been quicker; the newest request wins.
      if (turn === this.#opens) {
        this.#opened?.index.clear();
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

  search(queries: Embeddings, k: number, rules?: CaptionRules): Promise<Result<SearchResult>> {
    return attempt(() => searchOpened(this.#current(), queries, k, rules));
  }

  remove(): Promise<Result<void>> {
    return attempt(async () => {
      await this.cancelDownload();
      const { url, index, store } = this.#current();
      index.clear();
      await store.dropManifest(url.href);
      await dropUnnamed(store);
    });
  }

  #current(): Opened {
    if (this.#opened === null)
      throw new FernglassError('index-not-found', 'No caption index is open. Open one first.');
    return this.#opened;
  }

  async #open(url: URL): Promise<Opened> {
    this.#storeOpening ??= this.parts.openStore();
    const { store, notice } = await this.#storeOpening;
    const version = await this.#version(url, store);
    const { width } = version.manifest.model;
    const index = new SearchableIndex(version.manifest, await this.parts.startUsearch(width));
    const opened: Opened = { url, version, index, store, notice };
    await bringUp(opened);
    await keep(opened);
    return opened;
  }

  /** The host's version; where the host gives none, the stored one. */
  async #version(url: URL, store: ShardStore): Promise<Version> {
    const stored = await storedVersion(store, url).catch(() => null);
    if (stored === null) return fetchManifest(url, this.parts);
    try {
      return await fetchManifest(url, { stallAfter: IMPATIENT, ...this.parts, attempts: 1 });
    } catch {
      return stored;
    }
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
    if (outcome.failures.length > 0) throw failureOf(outcome.failures, outcome.files);
    await keep(opened);
  }
}

function addressOf(manifestUrl: string): URL {
  try {
    return new URL(manifestUrl);
  } catch (cause) {
    throw new FernglassError(
      'index-not-found',
      `“${manifestUrl}” is no address of an index. It should end in manifest.json and begin with https://.`,
      { cause },
    );
  }
}

function infoOf({ url, index, store, notice }: Opened): IndexInfo {
  return {
    manifest: index.manifest,
    manifestUrl: url.href,
    captionsPresent: index.captionsPresent,
    bytesPresent: index.bytesPresent,
    bytesTotal: totalBytes(index.manifest),
    storage: notice === null ? store.kind : 'memory',
    storageNotice: notice,
    build: index.build,
  };
}

/** Takes into memory what the store holds; a file that does not verify any more is dropped, and fetched again later. */
async function bringUp(opened: Opened): Promise<void> {
  const { index, store } = opened;
  try {
    const present = await store.names();
    for (const entry of index.missing()) {
      const bytes = present.has(entry.name) ? await store.read(entry.name) : undefined;
      if (bytes === undefined) continue;
      try {
        await verifyBytes(bytes, entry);
        index.add(entry, bytes);
        index.noteStored(entry.name);
      } catch (error) {
        if (!(error instanceof FernglassError) || error.code !== 'shard-corrupt') throw error;
        await store.drop([entry.name]);
      }
    }
  } catch (error) {
    if (error instanceof FernglassError) throw error;
    noteStorageFailure(opened, error);
  }
}

/** Stores the manifest as far as that is possible now. */
async function keep(opened: Opened): Promise<void> {
  try {
    await keepVersion(opened.store, opened.url, opened.version);
  } catch (error) {
    noteStorageFailure(opened, error);
  }
}

function noteStorageFailure(opened: Opened, error: unknown): void {
  const full = error instanceof DOMException && error.name === 'QuotaExceededError';
  opened.notice ??= full
    ? 'This browser gives this page no more storage. Captions work, but not all are kept: the rest is fetched again after a reload. Free some disk space, or remove other indexes.'
    : `This browser failed to keep captions (${error instanceof Error ? error.message : error}). They work, but are fetched again after a reload.`;
}

/** One error for all files that did not come: the first one's, and how many. */
function failureOf(failures: readonly FernglassError[], files: number): FernglassError {
  const first = failures[0]!;
  if (files === 1) return first;
  const rest =
    failures.length < files ? ' The others are loaded and are searched.' : ' What was loaded before stays.';
  return new FernglassError(
    first.code,
    `${failures.length} of ${files} files of the caption index could not be loaded. ${first.message}${rest}`,
    { cause: first },
  );
}
