import { errorOf, toPlainError } from '../../../../../core';
import type { DownloadProgress, IndexInfo } from '../../../../../workers/protocol';
import type { RetrievalClient } from '../../../workers/clients';
import { type IndexView, isComplete } from './index-view';
import type { IndexWorker } from './index-worker';
import { restOf } from './large-download';

/** What follows from fetching. */
export interface DownloadHooks {
  /** The worker has gone back to another version of the index. */
  onVersion(): void;
  /** More captions can be searched. */
  onNews(): void;
  /** Nothing is fetched any more, whatever came of it. */
  onEnd(): void;
}

/** How files of an index are fetched. */
type Fetching = (
  client: RetrievalClient,
  onProgress: (progress: DownloadProgress) => void,
) => Promise<IndexInfo>;

/** Fetches the files of an open index, and has the page see how far that is. */
export class IndexDownload {
  #isUnderWay = false;

  constructor(
    private readonly view: IndexView,
    private readonly worker: IndexWorker,
    private readonly hooks: DownloadHooks,
  ) {}

  /** Fetches all that is not here. @param signal aborted when nobody waits for it any more */
  all(signal: AbortSignal): Promise<void> {
    return this.#fetch(signal, (client, onProgress) => client.download(onProgress));
  }

  /**
   * Fetches some files; from then on the rest is not fetched unasked.
   * @param onBytes told how many bytes of the index are here
   * @throws FernglassError where they did not come
   */
  async part(
    signal: AbortSignal,
    address: string,
    names: readonly string[],
    onBytes: (present: number) => void,
  ): Promise<void> {
    await this.#fetch(signal, (client, onProgress) =>
      client.fetchFiles(names, (progress) => {
        onBytes(progress.bytesLoaded);
        onProgress(progress);
      }),
    );
    const { error, info, status } = this.view.state;
    if (status === 'failed' && error !== null) throw errorOf(error);
    if (info === null || isComplete(info) || signal.aborted) return;
    const asks = await restOf(address, info);
    if (!signal.aborted) this.view.set({ asks });
  }

  /** Stops fetching; the shards that are complete stay and are searched. */
  cancel(): void {
    if (this.#isUnderWay) void this.worker.client.cancelDownload();
  }

  async #fetch(signal: AbortSignal, fetch: Fetching): Promise<void> {
    this.#isUnderWay = true;
    if (this.view.state.status !== 'unfit') this.view.set({ status: 'downloading', error: null });
    try {
      const info = await fetch(this.worker.until(signal), ({ info }) => {
        const before = this.view.state.info;
        this.view.set({ info });
        if (before?.opening !== info.opening) this.hooks.onVersion();
        if (before?.captionsPresent !== info.captionsPresent) this.hooks.onNews();
      });
      signal.throwIfAborted();
      // Another version may have taken the place of the one that was fetched.
      if (info.opening !== this.view.state.info?.opening) return;
      this.view.set({ info });
      if (this.view.state.status !== 'unfit')
        this.view.set({ status: isComplete(info) ? 'ready' : 'paused' });
    } catch (thrown) {
      if (!signal.aborted) this.view.set({ status: 'failed', error: toPlainError(thrown) });
    } finally {
      this.#isUnderWay = false;
      this.hooks.onEnd();
    }
  }
}
