import type { Embeddings } from '../../../core';
import {
  corrupt,
  type FileEntry,
  type Manifest,
  neededFiles,
  packedBytes,
  readResidualFile,
  readRouter,
  type ShardEntry,
  sizeOf,
} from '../../../index-shards/format';
import type { SearchResult } from '../../protocol';
import { IndexLayout } from '../cache/index-layout';
import { ListCache } from '../cache/list-cache';
import { type ListContent, ListReader } from '../cache/list-reader';
import type { LoadedShard } from '../cache/loaded-shard';
import type { Residency } from '../cache/residency';
import { DEFAULT_SEARCH_PARAMETERS, type SearchParameters } from '../cache/search-parameters';
import { ShardMemory, THIN_PART } from '../cache/shard-memory';
import type { StoredFiles } from '../cache/stored-files';
import type { Kernels, Router } from '../kernels';
import { ResidualSearch } from '../kernels';
import type { CaptionFilter } from './allowed-captions';
import { searchCaptions } from './caption-search';
import { IndexTags } from './index-tags';

/** Part of the memory that single lists take at most, where the first pass of all captions fits and where it does not. */
const LISTS_BESIDE_ALL = 0.25;
const LISTS_MOST = 0.5;
/** Part that they may take however little is left. */
const LISTS_LEAST = 0.03;
/** A shard comes into memory once so large a part of it was read list by list: then it would have been quicker. */
const WHOLE_FROM = 0.5;

/** What of an index is in memory, and the search over it. Files are given to it verified. */
export class SearchableIndex {
  readonly #memory: ShardMemory;
  readonly #listCache = new ListCache();
  readonly #layout: IndexLayout;
  /** Shards that came before the router, without which their codes mean nothing; null for stored ones. */
  readonly #early = new Map<string, Uint8Array | null>();
  /** Tags of the captions; null where the index has none. */
  readonly tags: IndexTags | null;
  #router: Router | null = null;
  #listSizes: Uint32Array = new Uint32Array(0);
  #residual: ResidualSearch | null = null;
  #captionsPresent = 0;
  #bytesPresent = 0;
  #routerMemory = 0;
  #clearings = 0;
  /** How many lists of a shard were asked for while it was not in memory. */
  readonly #asked = new Map<number, number>();

  /** @param parameters may be changed between searches */
  constructor(
    readonly manifest: Manifest,
    private readonly kernels: Kernels,
    public parameters: SearchParameters = DEFAULT_SEARCH_PARAMETERS,
  ) {
    this.#memory = new ShardMemory(manifest, kernels);
    this.tags = manifest.tags === undefined ? null : new IndexTags(manifest.tags, manifest.shards);
    this.#layout = new IndexLayout(manifest);
  }

  get captionsPresent(): number {
    return this.#captionsPresent;
  }

  get bytesPresent(): number {
    return this.#bytesPresent + (this.tags?.bytesPresent ?? 0);
  }

  /** Memory that shards, router and tags take now. */
  get memoryBytes(): number {
    return this.#memory.bytes + this.#listCache.bytes + this.#alwaysInMemory;
  }

  get #alwaysInMemory(): number {
    return this.#routerMemory + (this.tags?.memoryBytes ?? 0);
  }

  /** Takes another value for `parameters.memoryBytes`; what is too much leaves at once. */
  limitMemory(bytes: number): void {
    this.parameters = { ...this.parameters, memoryBytes: bytes };
    this.#shrink();
  }

  get build(): Kernels['build'] {
    return this.kernels.build;
  }

  /** Files that are neither in memory nor noted as stored, the router first. */
  missing(): FileEntry[] {
    const { router, shards } = this.manifest;
    const missing: FileEntry[] = shards.filter(
      ({ name }) => !this.#memory.has(name) && !this.#early.has(name),
    );
    return [...(this.#router === null ? [router] : []), ...(this.tags?.missing() ?? []), ...missing];
  }

  /**
   * Takes a file of the manifest into memory; its bytes have been verified and are not kept.
   * @throws FernglassError `shard-corrupt` when they are no such file, `worker-failed` when memory runs out.
   */
  add(entry: FileEntry, bytes: Uint8Array): void {
    const shard = this.#layout.ofFile(entry.name);
    if (shard >= 0) this.#addShard(shard, bytes);
    else if (this.tags?.holds(entry.name)) this.tags.add(entry.name, bytes);
    else this.#addRouter(bytes);
  }

  /** Notes a file of the manifest that is stored, but for the router, instead of adding it; it is read when it is needed. */
  addStored({ name }: FileEntry): void {
    const shard = this.#layout.ofFile(name);
    if (shard < 0) this.tags?.noteStored(name);
    else this.#addShard(shard, null);
  }

  #addRouter(bytes: Uint8Array): void {
    if (this.#router !== null) return;
    const { codec, lists, model, router } = this.manifest;
    const file = readRouter(bytes, lists, model.width, codec.kind === 'i8' ? 1 : 2);
    if (codec.kind === 'residual') {
      const parameters = readResidualFile(file.codec, model.width);
      if (packedBytes(parameters.runs) !== codec.bytes)
        corrupt('its codec is another one than the manifest says');
      this.#residual = new ResidualSearch(this.kernels, parameters);
    }
    this.#router = this.kernels.openRouter(file.graph, lists);
    this.#listSizes = file.listSizes;
    this.#bytesPresent += router.bytes;
    this.#routerMemory = this.#router.bytes + file.listSizes.byteLength + 2 * file.codec.length;
    const early = [...this.#early];
    this.#early.clear();
    for (const [name, its] of early) this.#addShard(this.#layout.ofFile(name), its);
  }

  /** @param bytes null for a shard that is stored */
  #addShard(shard: number, bytes: Uint8Array | null): void {
    const entry = this.manifest.shards[shard]!;
    if (this.#memory.has(entry.name)) return;
    if (this.manifest.codec.kind === 'residual' && this.#residual === null) {
      this.#early.set(entry.name, bytes);
      return;
    }
    if (bytes === null) this.#memory.addStored(entry.name);
    else this.#load(shard, bytes);
    this.#captionsPresent += entry.captions;
    this.#bytesPresent += entry.bytes;
  }

  #load(shard: number, bytes: Uint8Array): void {
    const { firstList, lists } = this.manifest.shards[shard]!;
    this.#listCache.retire(firstList, lists);
    this.#memory.load(shard, bytes, this.#layout.firstRows[shard]!, this.#residual);
  }

  /** Notes that a file can be read again, so that it may leave memory; from then on `searchStored` is to be used. */
  noteStored(name: string): void {
    if (this.tags?.holds(name)) this.tags.noteStored(name);
    else this.#memory.noteStored(name);
    this.#shrink();
  }

  #shrink(): void {
    const most = this.parameters.memoryBytes - this.#alwaysInMemory;
    this.#listCache.shrinkTo(this.#listCacheMost(most));
    this.#memory.shrinkTo(most - this.#listCache.bytes);
  }

  /** Memory for single lists. What the first pass compares comes first, then they, then the rest of shards. */
  #listCacheMost(most: number): number {
    const thin = this.#residual?.bytesOf(this.#captionsPresent, this.manifest.lists, false) ?? 0;
    const part =
      thin <= most
        ? Math.min(LISTS_BESIDE_ALL, 1 - thin / most)
        : Math.min(LISTS_MOST, Math.max(0, 1 - most / thin));
    return Math.max(LISTS_LEAST, part) * Math.max(0, most);
  }

  /** As `Residency.loadsWhole`: it does where it fits and was asked for often, or where lists cannot be read singly. */
  #loadsWhole(shard: number, lists: number, partsAreQuick: boolean): boolean {
    const residual = this.#residual;
    if (residual === null || !partsAreQuick) return true;
    const asked = (this.#asked.get(shard) ?? 0) + lists;
    this.#asked.set(shard, asked);
    const entry = this.manifest.shards[shard]!;
    if (asked < WHOLE_FROM * entry.lists) return false;
    let [itsCaptions, itsLists] = [entry.captions, entry.lists];
    for (const other of this.#memory.comparableEntries()) {
      itsCaptions += other.captions;
      itsLists += other.lists;
    }
    const most = this.parameters.memoryBytes - this.#alwaysInMemory;
    // Beyond it the shard would drive another out, which would then come back.
    return residual.bytesOf(itsCaptions, itsLists, false) <= THIN_PART * (most - this.#listCacheMost(most));
  }

  /** Forgets every file and gives their memory back. */
  clear(): void {
    this.#clearings++;
    this.#memory.clear();
    this.#listCache.clear();
    this.#asked.clear();
    this.#early.clear();
    this.tags?.clear();
    this.#router?.free();
    this.#router = null;
    this.#residual?.free();
    this.#residual = null;
    this.#captionsPresent = 0;
    this.#bytesPresent = 0;
    this.#routerMemory = 0;
  }

  /**
   * The k captions nearest to each query among those in memory. Up to `parameters.exactUpTo` captions every list is compared;
   * beyond, lists are until `parameters.recall` of the k best is expected to be found. Queries that go to the same lists
   * are best searched together.
   * @param queries `[n, d]`, normalised
   * @param filter captions that it refuses are passed over, and others replace them
   * @throws FernglassError `index-model-mismatch` for another width, `input-invalid` for a bad k or queries.
   */
  search(queries: Embeddings, k: number, filter?: CaptionFilter): SearchResult {
    const step = searchCaptions(this.#inMemory(true), queries, k, filter).next();
    if (!step.done) throw new RangeError('shards that left memory are searched with searchStored');
    return step.value;
  }

  /**
   * As `search`, reading what left memory again where it is needed. One at a time.
   * @throws FernglassError as `search`; `index-not-found` when it is cleared meanwhile.
   */
  async searchStored(
    queries: Embeddings,
    k: number,
    files: StoredFiles,
    filter?: CaptionFilter,
  ): Promise<SearchResult> {
    const steps = searchCaptions(this.#inMemory(files.partsAreQuick), queries, k, filter);
    this.#listCache.pin();
    try {
      for (let step = steps.next(); ; step = steps.next()) {
        if (step.done) return step.value;
        const need = step.value;
        if (need.kind === 'shards') for (const name of need.names) await this.#reload(name, files.read);
        else await this.#readLists(need.content, need.lists, files);
      }
    } finally {
      steps.return(undefined as never);
      this.#memory.unpinAll();
      this.#listCache.unpin();
      this.#shrink();
    }
  }

  /** Whether a shard, by its number, is there, in memory or to be read again. */
  hasShard(shard: number): boolean {
    return this.#memory.has(this.manifest.shards[shard]!.name);
  }

  /**
   * Hands a shard to `use`, read again where it left memory; undefined where it is not there. It may leave memory once
   * `use` returns. One at a time, and not during `searchStored`.
   */
  async useShard<T>(
    shard: number,
    read: StoredFiles['read'],
    use: (loaded: LoadedShard) => T,
  ): Promise<T | undefined> {
    const { name } = this.manifest.shards[shard]!;
    this.#memory.pin(name);
    try {
      if (this.#memory.has(name) && this.#memory.loaded(name) === undefined) await this.#reload(name, read);
      const loaded = this.#memory.loaded(name);
      return loaded === undefined ? undefined : use(loaded);
    } finally {
      this.#memory.unpinAll();
      this.#shrink();
    }
  }

  async #reload(name: string, read: StoredFiles['read']): Promise<void> {
    const shard = this.#layout.ofFile(name);
    const entry = this.manifest.shards[shard]!;
    const bytes = await read(entry);
    // Another call may have been quicker, or the index cleared.
    if (!this.#memory.has(name) || this.#memory.loaded(name) !== undefined) return;
    try {
      if (bytes !== undefined)
        this.#memory.load(shard, bytes, this.#layout.firstRows[shard]!, this.#residual);
    } finally {
      if (this.#memory.loaded(name) === undefined) this.#lose(entry);
    }
  }

  /** Reads something of single lists; those that do not come are gone with their shard. */
  async #readLists(content: ListContent, lists: readonly number[], files: StoredFiles): Promise<void> {
    const before = this.#clearings;
    const isCurrent = () => this.#clearings === before;
    const [layout, residual] = [this.#layout, this.#residual!];
    const reader = new ListReader(this.manifest, layout, this.#memory, this.#listCache, residual, files);
    const gone = await reader.read(content, lists, isCurrent);
    if (isCurrent()) for (const entry of gone) this.#lose(entry);
  }

  /** Notes that a stored shard is gone. */
  #lose(entry: ShardEntry): void {
    if (!this.#memory.has(entry.name)) return;
    this.#memory.lose(entry);
    this.#captionsPresent -= entry.captions;
    this.#bytesPresent -= entry.bytes;
  }

  #inMemory(partsAreQuick: boolean): Residency {
    const index = this;
    // What the first pass says of codes is learnt from one whole shard.
    let learns = this.#residual?.hasView === false;
    return {
      manifest: this.manifest,
      kernels: this.kernels,
      parameters: this.parameters,
      layout: this.#layout,
      shards: this.#memory,
      listCache: this.#listCache,
      router: this.#router,
      residual: this.#residual,
      listSizes: this.#listSizes,
      loadsWhole: (shard, lists) => {
        const comes = learns || this.#loadsWhole(shard, lists, partsAreQuick);
        learns = false;
        return comes;
      },
      get captionsPresent() {
        return index.#captionsPresent;
      },
      get clearings() {
        return index.#clearings;
      },
    };
  }
}

/** Bytes of all files that an index needs. */
export const totalBytes = (manifest: Manifest): number => sizeOf(neededFiles(manifest));
