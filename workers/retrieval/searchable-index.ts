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
} from '../../index-shards/format';
import { type Embeddings, FernglassError, row, stack } from '../../src/core';
import type { Hit, SearchResult } from '../protocol';
import type { AllowedCaptions, CaptionFilter } from './allowed-captions';
import { IndexTags } from './index-tags';
import { captionOf, type LoadedShard, loadShard } from './loaded-shard';
import { Probe } from './probe';
import { ResidualSearch } from './usearch/residual';
import type { Router, Scan, Usearch } from './usearch/usearch';

/** How far to search, and how much memory to take. */
export interface Effort {
  /** Up to this many captions every list is compared, so that the search is exact: a few milliseconds a query. */
  readonly exactUpTo: number;
  /** Beyond it lists are compared, nearest first, until so large a part of the k best is expected to be found, 0–1. */
  readonly recall: number;
  /** Shards beyond so many bytes leave memory, those not searched for longest first, if they can be read again. */
  readonly memoryBytes: number;
}

export const USUAL_EFFORT: Effort = { exactUpTo: 50_000, recall: 0.95, memoryBytes: 256 * 2 ** 20 };

/** Reads a stored shard, verified; undefined where it is gone. */
export type ReadShard = (entry: ShardEntry) => Promise<Uint8Array | undefined>;

/** One query under way. */
interface Query {
  readonly scan: Scan;
  /** Null when every list is compared. */
  readonly probe: Probe | null;
  compared: number;
  expectedRecall: number;
}

/** What of an index is in memory, and the search over it. Files are given to it verified. */
export class SearchableIndex {
  /** In order of their last use. */
  readonly #loaded = new Map<string, LoadedShard>();
  /** Stored shards that are not in memory: never read yet, or gone again. */
  readonly #unloaded = new Set<string>();
  /** Shards that can be read again. */
  readonly #stored = new Set<string>();
  /** Shards that came before the router, without which their codes mean nothing; null for stored ones. */
  readonly #early = new Map<string, Uint8Array | null>();
  /** Shards that the search under way points into. */
  readonly #inUse = new Set<string>();
  /** Place of the first caption of each shard, in the manifest's order; a row is a caption's place in the index. */
  readonly #firstRows: readonly number[];
  #router: Router | null = null;
  #listSizes: Uint32Array = new Uint32Array(0);
  #residual: ResidualSearch | null = null;
  #captionsPresent = 0;
  #bytesPresent = 0;
  #memoryBytes = 0;
  #clearings = 0;
  #budget: number;
  /** Tags of the captions; null where the index has none. */
  readonly tags: IndexTags | null;

  constructor(
    readonly manifest: Manifest,
    private readonly usearch: Usearch,
    private readonly effort: Effort = USUAL_EFFORT,
  ) {
    this.#budget = effort.memoryBytes;
    this.tags = manifest.tags === undefined ? null : new IndexTags(manifest.tags, manifest.shards);
    let captions = 0;
    this.#firstRows = manifest.shards.map((shard) => {
      const first = captions;
      captions += shard.captions;
      return first;
    });
  }

  get captionsPresent(): number {
    return this.#captionsPresent;
  }

  get bytesPresent(): number {
    return this.#bytesPresent + (this.tags?.bytesPresent ?? 0);
  }

  /** Memory that shards, router and tags take now. */
  get memoryBytes(): number {
    return this.#memoryBytes + (this.tags?.memoryBytes ?? 0);
  }

  /** Takes another value for `effort.memoryBytes`; what is too much leaves at once. */
  limitMemory(bytes: number): void {
    this.#budget = bytes;
    this.#shrink();
  }

  get build(): Usearch['build'] {
    return this.usearch.build;
  }

  /** Files that are neither in memory nor noted as stored, the router first. */
  missing(): FileEntry[] {
    const { router, shards } = this.manifest;
    const missing: FileEntry[] = shards.filter(
      ({ name }) => !this.#loaded.has(name) && !this.#unloaded.has(name) && !this.#early.has(name),
    );
    return [...(this.#router === null ? [router] : []), ...(this.tags?.missing() ?? []), ...missing];
  }

  /**
   * Takes a file of the manifest into memory; its bytes have been verified and are not kept.
   * @throws FernglassError `shard-corrupt` when they are no such file, `worker-failed` when memory runs out.
   */
  add(entry: FileEntry, bytes: Uint8Array): void {
    const place = this.#placeOf(entry.name);
    if (place >= 0) this.#addShard(place, bytes);
    else if (this.tags?.holds(entry.name)) this.tags.add(entry.name, bytes);
    else this.#addRouter(bytes);
  }

  /** Notes a file of the manifest that is stored, but for the router, instead of adding it; it is read when it is needed. */
  addStored({ name }: FileEntry): void {
    const place = this.#placeOf(name);
    if (place < 0) this.tags?.noteStored(name);
    else {
      this.#stored.add(name);
      this.#addShard(place, null);
    }
  }

  #addRouter(bytes: Uint8Array): void {
    if (this.#router !== null) return;
    const { codec, lists, model, router } = this.manifest;
    const file = readRouter(bytes, lists, model.width, codec.kind === 'i8' ? 1 : 2);
    if (codec.kind === 'residual') {
      const parameters = readResidualFile(file.codec, model.width);
      if (packedBytes(parameters.runs) !== codec.bytes)
        corrupt('its codec is another one than the manifest says');
      this.#residual = new ResidualSearch(this.usearch, parameters);
    }
    this.#router = this.usearch.openRouter(file.graph, lists);
    this.#listSizes = file.listSizes;
    this.#bytesPresent += router.bytes;
    this.#memoryBytes += this.#router.bytes + file.listSizes.byteLength + 2 * file.codec.length;
    const early = [...this.#early];
    this.#early.clear();
    for (const [name, its] of early) this.#addShard(this.#placeOf(name), its);
  }

  #addShard(place: number, bytes: Uint8Array | null): void {
    const entry = this.manifest.shards[place]!;
    if (this.#loaded.has(entry.name) || this.#unloaded.has(entry.name)) return;
    if (this.manifest.codec.kind === 'residual' && this.#residual === null) {
      this.#early.set(entry.name, bytes);
      return;
    }
    if (bytes === null) this.#unloaded.add(entry.name);
    else this.#load(place, bytes);
    this.#captionsPresent += entry.captions;
    this.#bytesPresent += entry.bytes;
  }

  #load(place: number, bytes: Uint8Array): void {
    const entry = this.manifest.shards[place]!;
    const shard = loadShard(
      this.manifest,
      entry,
      bytes,
      this.#firstRows[place]!,
      this.usearch,
      this.#residual,
    );
    this.#loaded.set(entry.name, shard);
    this.#memoryBytes += shard.bytes;
  }

  /** Notes that a file can be read again, so that it may leave memory; from then on `searchStored` is to be used. */
  noteStored(name: string): void {
    if (this.tags?.holds(name)) this.tags.noteStored(name);
    else this.#stored.add(name);
    this.#shrink();
  }

  /** Lets stored shards go, those used longest ago first, until the rest fits. */
  #shrink(): void {
    for (const [name, shard] of this.#loaded) {
      if (this.memoryBytes <= this.#budget) return;
      if (this.#inUse.has(name) || !this.#stored.has(name)) continue;
      shard.block.free();
      this.#loaded.delete(name);
      this.#unloaded.add(name);
      this.#memoryBytes -= shard.bytes;
    }
  }

  /** Forgets every file and gives their memory back. */
  clear(): void {
    this.#clearings++;
    for (const { block } of this.#loaded.values()) block.free();
    this.#loaded.clear();
    this.#unloaded.clear();
    this.#stored.clear();
    this.#early.clear();
    this.tags?.clear();
    this.#router?.free();
    this.#router = null;
    this.#residual?.free();
    this.#residual = null;
    this.#captionsPresent = 0;
    this.#bytesPresent = 0;
    this.#memoryBytes = 0;
  }

  /**
   * The k captions nearest to each query among those in memory. Exact up to `effort.exactUpTo` captions; beyond, lists
   * are compared until `effort.recall` of the k best is expected to be found. Queries that go to the same lists are
   * best searched together.
   * @param queries `[n, d]`, normalised
   * @param filter captions that it refuses are passed over, and others take their place
   * @throws FernglassError `index-model-mismatch` for another width, `input-invalid` for a bad k or queries.
   */
  search(queries: Embeddings, k: number, filter?: CaptionFilter): SearchResult {
    const run = this.#run(queries, k, filter);
    const step = run.next();
    if (!step.done) throw new RangeError('shards that left memory are searched with searchStored');
    return step.value;
  }

  /**
   * As `search`, reading shards that left memory again where they are needed. One at a time.
   * @throws FernglassError as `search`; `index-not-found` when it is cleared meanwhile.
   */
  async searchStored(
    queries: Embeddings,
    k: number,
    read: ReadShard,
    filter?: CaptionFilter,
  ): Promise<SearchResult> {
    const run = this.#run(queries, k, filter);
    try {
      for (let step = run.next(); ; step = run.next()) {
        if (step.done) return step.value;
        for (const name of step.value) await this.#reload(name, read);
      }
    } finally {
      run.return(undefined as never);
      this.#inUse.clear();
      this.#shrink();
    }
  }

  /** Whether the shard at this place of the manifest is there, in memory or to be read again. */
  hasShard(place: number): boolean {
    return this.#present(this.manifest.shards[place]!.name);
  }

  /**
   * Hands the shard at this place of the manifest to `use`, read again where it left memory; undefined where it is not
   * there. It may leave memory once `use` returns. One at a time, and not during `searchStored`.
   */
  async useShard<T>(place: number, read: ReadShard, use: (shard: LoadedShard) => T): Promise<T | undefined> {
    const { name } = this.manifest.shards[place]!;
    this.#inUse.add(name);
    try {
      if (this.#unloaded.has(name)) await this.#reload(name, read);
      const shard = this.#loaded.get(name);
      return shard === undefined ? undefined : use(shard);
    } finally {
      this.#inUse.delete(name);
      this.#shrink();
    }
  }

  async #reload(name: string, read: ReadShard): Promise<void> {
    const place = this.#placeOf(name);
    const entry = this.manifest.shards[place]!;
    const bytes = await read(entry);
    // Another call may have been quicker, or the index cleared.
    if (!this.#unloaded.has(name)) return;
    this.#unloaded.delete(name);
    try {
      if (bytes !== undefined) return this.#load(place, bytes);
      this.#stored.delete(name);
    } finally {
      if (!this.#loaded.has(name)) {
        this.#captionsPresent -= entry.captions;
        this.#bytesPresent -= entry.bytes;
      }
    }
  }

  /** Does a search; yields the names of shards that must be read again before it can go on. */
  *#run(given: Embeddings, k: number, filter?: CaptionFilter): Generator<string[], SearchResult> {
    this.#check(given, k);
    const allowed = filter?.allowed ?? null;
    const most = Math.max(1, Math.min(k, this.#possible(allowed)));
    for (let wanted = most; ; wanted *= 4) {
      const queries: Query[] = [];
      try {
        for (let q = 0; q < given.count; q++) queries.push(this.#start(row(given, q), wanted, allowed));
        yield* this.#compare(queries, wanted, allowed);
        const found = queries.map(({ scan }) => scan.finish());
        const result = this.#collect(queries, found, most, filter);
        // Words to leave out may leave fewer than k: then more are looked for.
        const enough = filter === undefined || result.hits.every((hits) => hits.length === most);
        if (enough || wanted >= result.captionsSearched) return result;
      } finally {
        for (const { scan } of queries) scan.free();
      }
    }
  }

  /** Captions that are there and allowed. */
  #possible(allowed: AllowedCaptions | null): number {
    if (allowed === null) return this.#captionsPresent;
    return this.manifest.shards.reduce(
      (sum, { name }, place) => sum + (this.#present(name) ? allowed.countIn(place) : 0),
      0,
    );
  }

  #check(queries: Embeddings, k: number): void {
    const { model } = this.manifest;
    if (!Number.isInteger(k) || k < 1)
      throw new FernglassError('input-invalid', `k is ${k}; it must be a whole number above 0.`);
    if (queries.width !== model.width)
      throw new FernglassError(
        'index-model-mismatch',
        `The index holds embeddings of width ${model.width} (${model.id}), the model gives ${queries.width}. Choose an index that was built for this model.`,
      );
    if (queries.data.length !== queries.count * queries.width || !queries.data.every(Number.isFinite))
      throw new FernglassError(
        'input-invalid',
        'An embedding to search for holds a value that is no number.',
      );
  }

  #start(vector: Float32Array, k: number, allowed: AllowedCaptions | null): Query {
    const router = this.#possible(allowed) > this.effort.exactUpTo ? this.#router : null;
    const sizes = allowed === null ? this.#listSizes : allowed.listSizes(this.#listSizes);
    const probe =
      router === null
        ? null
        : new Probe(router.closeness(vector), sizes, (list) => this.#present(this.#nameOf(list)));
    const scan = this.#residual === null ? this.usearch.scan(vector, k) : this.#residual.scan(vector, k);
    return { scan, probe, compared: 0, expectedRecall: 1 };
  }

  #present(name: string): boolean {
    return this.#loaded.has(name) || this.#unloaded.has(name);
  }

  *#compare(
    queries: readonly Query[],
    k: number,
    allowed: AllowedCaptions | null,
  ): Generator<string[], void> {
    const everywhere = queries.filter(({ probe }) => probe === null);
    if (everywhere.length > 0)
      for (const [place, { name, firstList, lists }] of this.manifest.shards.entries()) {
        if (!this.#present(name) || allowed?.countIn(place) === 0) continue;
        yield* this.#bringIn([name]);
        // The inner loop is over queries: a list is read from memory once for all of them.
        for (let list = firstList; list < firstList + lists; list++)
          for (const query of everywhere) this.#compareList(query, list, allowed);
      }
    let active = queries.filter(({ probe }) => probe !== null && !probe.exhausted);
    while (active.length > 0) {
      const byList = new Map<number, Query[]>();
      for (const query of active)
        for (const list of query.probe!.next()) {
          const its = byList.get(list);
          if (its === undefined) byList.set(list, [query]);
          else its.push(query);
        }
      yield* this.#bringIn([...new Set([...byList.keys()].map((list) => this.#nameOf(list)))]);
      this.#probe(active, byList, allowed);
      active = active.filter((query) => {
        query.expectedRecall = query.probe!.expectedRecall(k, query.scan.kth());
        return query.expectedRecall < this.effort.recall && !query.probe!.exhausted;
      });
    }
  }

  /** Compares the next lists of each query, list by list; what each brought is noted in the query's own order. */
  #probe(
    active: readonly Query[],
    byList: ReadonlyMap<number, Query[]>,
    allowed: AllowedCaptions | null,
  ): void {
    const outcomes = new Map<Query, Map<number, { sum: number; squares: number }>>(
      active.map((query) => [query, new Map()]),
    );
    for (const list of [...byList.keys()].sort((a, b) => a - b))
      for (const query of byList.get(list)!)
        outcomes.get(query)!.set(list, this.#compareList(query, list, allowed));
    for (const query of active)
      for (const list of query.probe!.next().slice())
        query.probe!.record(list, outcomes.get(query)!.get(list)!);
  }

  *#bringIn(names: readonly string[]): Generator<string[], void> {
    const away = names.filter((name) => this.#unloaded.has(name));
    for (const name of names) this.#inUse.add(name);
    if (away.length > 0) {
      const before = this.#clearings;
      yield away;
      if (this.#clearings !== before)
        throw new FernglassError(
          'index-not-found',
          'The caption index was closed while it was searched. Open an index and search again.',
        );
    }
    for (const name of names) {
      const shard = this.#loaded.get(name);
      if (shard === undefined) continue;
      // Last in the map: last to go.
      this.#loaded.delete(name);
      this.#loaded.set(name, shard);
    }
  }

  #compareList(
    query: Query,
    list: number,
    allowed: AllowedCaptions | null,
  ): { sum: number; squares: number } {
    const outcome = { sum: 0, squares: 0 };
    const place = this.#shardOf(list);
    const shard = this.#loaded.get(this.manifest.shards[place]!.name);
    if (shard === undefined) return outcome;
    const compare = (start: number, end: number) => {
      const { sum, squares } = query.scan.compare(shard.block, start, end);
      query.compared += end - start;
      outcome.sum += sum;
      outcome.squares += squares;
    };
    const start = shard.listStarts[list - shard.firstList]!;
    const end = shard.listStarts[list - shard.firstList + 1]!;
    if (allowed !== null) allowed.runs(place, start, end, compare);
    else if (end > start) compare(start, end);
    return outcome;
  }

  #collect(
    queries: readonly Query[],
    found: readonly ReturnType<Scan['finish']>[],
    k: number,
    filter: CaptionFilter | undefined,
  ): SearchResult {
    const seen = new Map<number, ReturnType<typeof captionOf>>();
    const hits = found.map(({ rows, similarities }) => {
      const its: Hit[] = [];
      for (let i = 0; i < rows.length && its.length < k; i++) {
        const at = rows[i]!;
        const caption = seen.get(at) ?? this.#caption(at);
        if (filter?.accepts(caption.text) === false) continue;
        seen.set(at, caption);
        its.push({ id: caption.id, text: caption.text, similarity: similarities[i]! });
      }
      return its;
    });
    const unique = [...seen.values()];
    return {
      hits,
      vectors: {
        ids: Int32Array.from(unique, ({ id }) => id),
        embeddings: stack(
          unique.map(({ vector }) => vector),
          this.manifest.model.width,
        ),
      },
      captionsSearched: this.#possible(filter?.allowed ?? null),
      captionsTotal: this.manifest.captions,
      captionsCompared: queries.map(({ compared }) => compared),
      expectedRecall: queries.map(({ expectedRecall }) => expectedRecall),
    };
  }

  #nameOf(list: number): string {
    return this.manifest.shards[this.#shardOf(list)]!.name;
  }

  /** Place of the shard that holds a list. */
  #shardOf(list: number): number {
    return lastAtMost(this.manifest.shards, (shard) => shard.firstList, list);
  }

  /** Place of the shard of this name; −1 for other files. */
  #placeOf(name: string): number {
    return this.manifest.shards.findIndex((shard) => shard.name === name);
  }

  #caption(at: number): ReturnType<typeof captionOf> {
    const place = lastAtMost(this.#firstRows, (first) => first, at);
    return captionOf(this.#loaded.get(this.manifest.shards[place]!.name)!, at - this.#firstRows[place]!);
  }
}

/** Index of the last item whose value is at most `limit`; items rise, and the first is at most `limit`. */
function lastAtMost<T>(items: readonly T[], value: (item: T) => number, limit: number): number {
  let low = 0;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (value(items[middle]!) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Bytes of all files that an index needs. */
export const totalBytes = (manifest: Manifest): number => sizeOf(neededFiles(manifest));
