import * as Comlink from 'comlink';
import { type Embeddings, FernglassError, unwrap } from '../../../core';
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
} from '../../../workers/protocol';

/** The retrieval worker's typed client: results become values or a thrown FernglassError. */
export class RetrievalClient {
  readonly #api: Comlink.Remote<RetrievalApi>;
  readonly #died: Promise<never>;

  constructor(worker: Worker) {
    this.#api = Comlink.wrap<RetrievalApi>(worker);
    this.#died = new Promise((_, reject) => {
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        reject(
          new FernglassError(
            'worker-failed',
            `The caption search stopped: ${event.message || 'its program could not be loaded'}. Reload the page to start it again.`,
          ),
        );
      });
    });
    this.#died.catch(() => {});
  }

  async open(manifestUrl: string): Promise<IndexInfo> {
    return unwrap(await this.#within(this.#api.open(manifestUrl)));
  }

  async download(onProgress: (progress: DownloadProgress) => void): Promise<IndexInfo> {
    return unwrap(await this.#within(this.#api.download(Comlink.proxy(onProgress))));
  }

  async cancelDownload(): Promise<void> {
    await this.#within(this.#api.cancelDownload());
  }

  /** @param queries `[n, d]`, normalised. */
  async search(queries: Embeddings, k: number, rules: CaptionRules): Promise<VersionedResult> {
    return unwrap(await this.#within(this.#api.search(queries, k, rules)));
  }

  async searchTexts(queries: TextQueries, k: number, rules: CaptionRules): Promise<TextSearchResult> {
    return unwrap(await this.#within(this.#api.searchTexts(queries, k, rules)));
  }

  /** @param photos `[n, d]`, normalised. */
  async searchPairs(
    photos: Embeddings,
    pairs: number,
    k: number,
    rules: CaptionRules,
  ): Promise<VersionedResult> {
    return unwrap(await this.#within(this.#api.searchPairs(photos, pairs, k, rules)));
  }

  async countNames(names: readonly string[]): Promise<NameCounts> {
    return unwrap(await this.#within(this.#api.countNames([...names])));
  }

  async fetchSpace(kind: SpaceKind, onProgress: (progress: SpaceProgress) => void): Promise<void> {
    unwrap(await this.#within(this.#api.fetchSpace(kind, Comlink.proxy(onProgress))));
  }

  async remove(): Promise<void> {
    unwrap(await this.#within(this.#api.remove()));
  }

  async aimAt(recall: number): Promise<void> {
    await this.#within(this.#api.aimAt(recall));
  }

  async limitMemory(bytes: number): Promise<IndexPresence | null> {
    return this.#within(this.#api.limitMemory(bytes));
  }

  #within<T>(call: T): Promise<Awaited<T>> {
    return Promise.race([call, this.#died]);
  }
}
