import { type Embeddings, FernglassError } from '../../../core';
import { sizeOf, usableSpace } from '../../../index-shards/format';
import type {
  NameCounts,
  SpaceKind,
  SpaceProgress,
  TextQueries,
  TextSearchResult,
  VersionedResult,
} from '../../protocol';
import type { CaptionFilter } from '../cache/allowed-captions';
import { type DownloadOptions, downloadMissing, failureOf } from '../download/download';
import type { Kernels } from '../kernels';
import { type CaptionSource, tellingWrites } from '../search/caption-source';
import { countNames } from './count-names';
import { IndexWords } from './index-words';
import { searchPairs } from './pair-search';
import { SpaceVectors } from './space-vectors';
import { searchTexts } from './text-search';

/** How a vector space's files are fetched; what a download needs beside the files themselves. */
export type SpaceDownload = Omit<DownloadOptions, 'files' | 'signal' | 'onFile' | 'onBytes'>;

/** What methods ask of one opened index; words and vector spaces are taken in when they are first asked for. */
export class OpenedMethods {
  readonly #words: IndexWords;
  #fetching = new AbortController();
  readonly #spaces = new Map<SpaceKind, Promise<SpaceVectors | null>>();

  constructor(
    private readonly source: CaptionSource,
    private readonly startKernels: (width: number) => Promise<Kernels>,
  ) {
    this.#words = new IndexWords(source);
  }

  /** As `MethodRetrievalApi.searchTexts`. */
  async searchTexts(
    queries: TextQueries,
    k: number,
    filter?: CaptionFilter,
  ): Promise<Omit<TextSearchResult, 'opening' | 'present'>> {
    const { source } = this;
    const needsSecond = queries.mode !== 'meaning' && queries.second !== null;
    const second = needsSecond ? await this.#space('text') : null;
    return searchTexts({ source, words: this.#words, second }, queries, k, filter);
  }

  /** As `MethodRetrievalApi.searchPairs`. */
  async searchPairs(
    photos: Embeddings,
    pairs: number,
    k: number,
    filter?: CaptionFilter,
  ): Promise<Omit<VersionedResult, 'opening' | 'present'>> {
    return searchPairs(this.source, await this.#needed('image'), photos, pairs, k, filter);
  }

  countNames(names: readonly string[]): Promise<Omit<NameCounts, 'opening' | 'present'>> {
    return countNames(this.source, names);
  }

  /** As `MethodRetrievalApi.fetchSpace`; ends early, without an error, when the index is closed. */
  async fetchSpace(
    kind: SpaceKind,
    download: SpaceDownload,
    onProgress: (progress: SpaceProgress) => void,
  ): Promise<void> {
    const vectors = await this.#needed(kind);
    const { files } = vectors.space;
    const bytesTotal = sizeOf(files);
    const tell = (underWay: number) =>
      onProgress({ kind, bytesLoaded: bytesTotal - sizeOf(vectors.missing()) + underWay, bytesTotal });
    const { signal } = this.#fetching;
    const outcome = await downloadMissing({
      ...download,
      files: vectors.missing(),
      signal,
      store: tellingWrites(download.store, (name) => vectors.noteStored(name)),
      onBytes: tell,
      onFile: (entry, bytes) => vectors.add(entry, bytes),
    });
    if (signal.aborted) return;
    if (outcome.failures.length > 0) throw failureOf(outcome);
    tell(0);
  }

  /** Gives the memory of vector spaces back, and ends what is being fetched for them. */
  clear(): void {
    this.#fetching.abort();
    this.#fetching = new AbortController();
    for (const space of this.#spaces.values()) void space.then((vectors) => vectors?.clear());
    this.#spaces.clear();
  }

  async #needed(kind: SpaceKind): Promise<SpaceVectors> {
    const vectors = await this.#space(kind);
    if (vectors !== null) return vectors;
    throw new FernglassError('input-invalid', WITHOUT[kind]);
  }

  #space(kind: SpaceKind): Promise<SpaceVectors | null> {
    const space = usableSpace(this.source.index.manifest, kind);
    if (space === undefined) return Promise.resolve(null);
    const known = this.#spaces.get(kind);
    if (known !== undefined) return known;
    const started = this.startKernels(space.encoder.width).then(
      (kernels) => new SpaceVectors(this.source, space, kernels),
    );
    started.catch(() => this.#spaces.delete(kind));
    this.#spaces.set(kind, started);
    return started;
  }
}

const WITHOUT: Readonly<Record<SpaceKind, string>> = {
  text: 'This index has no vectors by a second text encoder. Search it by meaning or by name.',
  image:
    'This index has no vectors of pictures that photos can be compared with. Search its captions instead.',
};
