import type { Embeddings } from '../../../core';
import type { SearchResult } from '../../protocol';
import type { CaptionFilter } from '../cache/allowed-captions';
import type { LoadedShard } from '../cache/loaded-shard';
import { Residency } from '../cache/residency';
import type { StoredFiles } from '../cache/stored-files';
import { searchCaptions } from './caption-search';
import { type ListNeed, listNeed } from './need/list-need';

export interface SearchOptions {
  /** Captions that it refuses are passed over, and others replace them. */
  readonly filter?: CaptionFilter | undefined;
  /** How shards that left memory are read again; null where none did. */
  readonly files?: StoredFiles | null;
}

/** What of an index is in memory, and the search over it. Files are given to it verified. */
export class SearchableIndex extends Residency {
  /** What is under way: the next waits for it, since both would move shards in and out of memory. */
  #underWay: Promise<unknown> = Promise.resolve();

  /**
   * The k captions nearest to each query. Up to `parameters.exactUpTo` captions every list is compared; beyond, lists are
   * until `parameters.recall` of the k best is expected to be found. Queries that go to the same lists are best searched
   * together.
   * @param queries `[n, d]`, normalised
   * @throws FernglassError `index-model-mismatch` for another width, `input-invalid` for a bad k or queries,
   *   `index-not-found` when the index is cleared meanwhile.
   */
  search(
    queries: Embeddings,
    k: number,
    { filter, files = null }: SearchOptions = {},
  ): Promise<SearchResult> {
    return this.#inTurn(() => searchCaptions(this, queries, k, filter, files));
  }

  /**
   * What queries need of the whole index to find what they would find in it, as far as what is here lets one say.
   * @param queries `[n, d]`, normalised
   * @returns null while the router is not here
   * @throws FernglassError as `search`
   */
  needOf(queries: Embeddings, k: number, files: StoredFiles | null = null): Promise<ListNeed | null> {
    return this.#inTurn(() => listNeed(this, queries, k, files));
  }

  /**
   * Hands a shard to `use`, read again where it left memory; undefined where it is not there. It may leave memory once
   * `use` returns.
   */
  withShard<T>(
    shard: number,
    read: StoredFiles['read'],
    use: (loaded: LoadedShard) => T,
  ): Promise<T | undefined> {
    const { name } = this.manifest.shards[shard]!;
    return this.#inTurn(async () => {
      this.shards.pin(name);
      try {
        if (this.shards.has(name) && this.shards.loaded(name) === undefined) await this.load(name, read);
        const loaded = this.shards.loaded(name);
        return loaded === undefined ? undefined : use(loaded);
      } finally {
        this.unpin();
      }
    });
  }

  /** Does work after all that was begun before. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#underWay.then(work);
    this.#underWay = mine.catch(() => {});
    return mine;
  }
}
