import type { FileEntry } from '../../index-shards/format';
import type { FetchOptions } from '../net';
import { type DownloadProgress, type IndexInfo, isOwnIndex } from '../protocol';
import { totalBytes } from './cache/residency';
import { type DownloadOptions, type DownloadOutcome, downloadMissing, failureOf } from './download/download';
import {
  close,
  infoOf,
  keep,
  noteLosses,
  noteStorageFailure,
  type Opened,
  type Unopened,
} from './open-index';
import { cleared } from './own/own-indexes';
import { tellingWrites } from './search/caption-source';
import { isStoredWhole, storedVersion } from './versions';

/** The place of the index that is open, as downloads need it. */
export interface OpenPlace {
  /** @throws FernglassError `index-not-found` where none is open */
  current(): Opened;
  /** Takes a version into memory, as far as it is stored. */
  start(parts: Unopened & Pick<Opened, 'version' | 'hostNotice'>): Promise<Opened>;
  /** A version that is stored whole takes the place of one that did not come. */
  fallBack(to: Opened): void;
}

/** Fetches files of the index that is open, one download at a time. */
export class IndexDownloads {
  #running: { readonly stop: AbortController; readonly done: Promise<void> } | null = null;

  constructor(
    private readonly options: FetchOptions & Pick<DownloadOptions, 'lock'>,
    private readonly place: OpenPlace,
  ) {}

  /**
   * Fetches those of the files that are missing.
   * @throws FernglassError where some did not come
   */
  async run(
    filesOf: (opened: Opened) => readonly FileEntry[],
    onProgress: (progress: DownloadProgress) => void,
  ): Promise<IndexInfo> {
    // Two at once would fetch everything twice.
    while (this.#running !== null) await this.#running.done;
    const opened = this.place.current();
    const stop = new AbortController();
    let finished = () => {};
    const done = new Promise<void>((resolve) => {
      finished = resolve;
    });
    this.#running = { stop, done };
    try {
      await this.#fetchMissing(opened, filesOf(opened), stop.signal, onProgress);
      return infoOf(opened);
    } finally {
      this.#running = null;
      finished();
    }
  }

  /** Stops what is under way; what is complete stays. */
  stop(): void {
    this.#running?.stop.abort();
  }

  /** The same, and waits until it has ended. */
  async stopped(): Promise<void> {
    this.stop();
    await this.#running?.done;
  }

  async #fetchMissing(
    opened: Opened,
    files: readonly FileEntry[],
    signal: AbortSignal,
    onProgress: (progress: DownloadProgress) => void,
  ): Promise<void> {
    const { index, store, url } = opened;
    if (isOwnIndex(url.href) && index.missing().length > 0) throw cleared(index.manifest.title);
    const bytesTotal = totalBytes(index.manifest);
    await keep(opened);
    const outcome = await downloadMissing({
      ...this.options,
      base: url,
      files,
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
    this.place.fallBack(before);
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
      const opened = await this.place.start({
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
