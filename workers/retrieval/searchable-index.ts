import {
  type Codec,
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
import type { LoadedShard, ThinShard } from './loaded-shard';
import { Probe, USUAL_CAUTION } from './probe';
import { ShardMemory } from './shard-memory';
import { ResidualSearch } from './usearch/residual';
import type { Block, Found, ListOutcome, Router, Scan, Usearch } from './usearch/usearch';

/** How far to search, and how much memory to take. */
export interface Effort {
  /** Up to this many captions every list is compared: a few milliseconds a query. */
  readonly exactUpTo: number;
  /** Beyond it lists are compared, nearest first, until so large a part of the k best is expected to be found, 0–1. */
  readonly recall: number;
  /** Instead of the caution that the manifest states. */
  readonly caution?: number;
  /** Shards beyond so many bytes leave memory, those not searched for longest first, if they can be read again. */
  readonly memoryBytes: number;
}

/** Of what may be missed, the part that small codes miss by themselves, whichever lists are compared. */
const MISSED_BY_CODES = 0.5;

export const USUAL_EFFORT: Effort = { exactUpTo: 50_000, recall: 0.95, memoryBytes: 256 * 2 ** 20 };

/** Part of what comparing every list would find that the lists chosen must hold, so that `recall` of the k best is found. */
export function routedRecall(codec: Codec, recall: number): number {
  return codec.kind === 'i8' ? recall : recall + MISSED_BY_CODES * (1 - recall);
}

/** Reads a stored shard, verified; undefined where it is gone. */
export type ReadShard = (entry: ShardEntry) => Promise<Uint8Array | undefined>;

/** One query under way. */
interface Query {
  readonly scan: Scan;
  /** Null when every list is compared. */
  readonly probe: Probe | null;
  compared: number;
  /** Part of the k best that lies in the lists compared, as far as one can say. */
  expectedRecall: number;
}

/** The lists that can be searched. */
interface Routed {
  readonly router: Router;
  /** `[lists]`, captions that are allowed. */
  readonly sizes: Uint32Array;
  /** Numbers of those that are there and not empty, rising. */
  readonly lists: Uint32Array;
}

/** A hit, and where its vector is. */
interface Place {
  readonly id: number;
  readonly text: string;
  readonly block: Block;
  readonly i: number;
}

/** What of an index is in memory, and the search over it. Files are given to it verified. */
export class SearchableIndex {
  readonly #memory: ShardMemory;
  /** Shards that came before the router, without which their codes mean nothing; null for stored ones. */
  readonly #early = new Map<string, Uint8Array | null>();
  /** Tags of the captions; null where the index has none. */
  readonly tags: IndexTags | null;
  /** Place of the first caption of each shard, in the manifest's order; a row is a caption's place in the index. */
  readonly #firstRows: readonly number[];
  #router: Router | null = null;
  #listSizes: Uint32Array = new Uint32Array(0);
  #residual: ResidualSearch | null = null;
  #captionsPresent = 0;
  #bytesPresent = 0;
  #routerMemory = 0;
  #clearings = 0;

  /** @param effort may be changed between searches */
  constructor(
    readonly manifest: Manifest,
    private readonly usearch: Usearch,
    public effort: Effort = USUAL_EFFORT,
  ) {
    this.#memory = new ShardMemory(manifest, usearch);
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
    return this.#memory.bytes + this.#alwaysInMemory;
  }

  get #alwaysInMemory(): number {
    return this.#routerMemory + (this.tags?.memoryBytes ?? 0);
  }

  /** Takes another value for `effort.memoryBytes`; what is too much leaves at once. */
  limitMemory(bytes: number): void {
    this.effort = { ...this.effort, memoryBytes: bytes };
    this.#shrink();
  }

  get build(): Usearch['build'] {
    return this.usearch.build;
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
    const place = this.#placeOf(entry.name);
    if (place >= 0) this.#addShard(place, bytes);
    else if (this.tags?.holds(entry.name)) this.tags.add(entry.name, bytes);
    else this.#addRouter(bytes);
  }

  /** Notes a file of the manifest that is stored, but for the router, instead of adding it; it is read when it is needed. */
  addStored({ name }: FileEntry): void {
    const place = this.#placeOf(name);
    if (place < 0) this.tags?.noteStored(name);
    else this.#addShard(place, null);
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
    this.#routerMemory = this.#router.bytes + file.listSizes.byteLength + 2 * file.codec.length;
    const early = [...this.#early];
    this.#early.clear();
    for (const [name, its] of early) this.#addShard(this.#placeOf(name), its);
  }

  /** @param bytes null for a shard that is stored */
  #addShard(place: number, bytes: Uint8Array | null): void {
    const entry = this.manifest.shards[place]!;
    if (this.#memory.has(entry.name)) return;
    if (this.manifest.codec.kind === 'residual' && this.#residual === null) {
      this.#early.set(entry.name, bytes);
      return;
    }
    if (bytes === null) this.#memory.addStored(entry.name);
    else this.#memory.load(place, bytes, this.#firstRows[place]!, this.#residual);
    this.#captionsPresent += entry.captions;
    this.#bytesPresent += entry.bytes;
  }

  /** Notes that a file can be read again, so that it may leave memory; from then on `searchStored` is to be used. */
  noteStored(name: string): void {
    if (this.tags?.holds(name)) this.tags.noteStored(name);
    else this.#memory.noteStored(name);
    this.#shrink();
  }

  #shrink(): void {
    this.#memory.shrinkTo(this.effort.memoryBytes - this.#alwaysInMemory);
  }

  /** Forgets every file and gives their memory back. */
  clear(): void {
    this.#clearings++;
    this.#memory.clear();
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
   * The k captions nearest to each query among those in memory. Up to `effort.exactUpTo` captions every list is compared;
   * beyond, lists are until `effort.recall` of the k best is expected to be found. Queries that go to the same lists
   * are best searched together.
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
      this.#memory.releaseAll();
      this.#shrink();
    }
  }

  /** Whether the shard at this place of the manifest is there, in memory or to be read again. */
  hasShard(place: number): boolean {
    return this.#memory.has(this.manifest.shards[place]!.name);
  }

  /**
   * Hands the shard at this place of the manifest to `use`, read again where it left memory; undefined where it is not
   * there. It may leave memory once `use` returns. One at a time, and not during `searchStored`.
   */
  async useShard<T>(place: number, read: ReadShard, use: (shard: LoadedShard) => T): Promise<T | undefined> {
    const { name } = this.manifest.shards[place]!;
    this.#memory.hold(name);
    try {
      if (this.#memory.has(name) && this.#memory.loaded(name) === undefined) await this.#reload(name, read);
      const shard = this.#memory.loaded(name);
      return shard === undefined ? undefined : use(shard);
    } finally {
      this.#memory.releaseAll();
      this.#shrink();
    }
  }

  async #reload(name: string, read: ReadShard): Promise<void> {
    const place = this.#placeOf(name);
    const entry = this.manifest.shards[place]!;
    const bytes = await read(entry);
    // Another call may have been quicker, or the index cleared.
    if (!this.#memory.has(name) || this.#memory.loaded(name) !== undefined) return;
    try {
      if (bytes !== undefined) this.#memory.load(place, bytes, this.#firstRows[place]!, this.#residual);
    } finally {
      if (this.#memory.loaded(name) === undefined) {
        this.#memory.lose(entry);
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
        const routed = this.#possible(allowed) > this.effort.exactUpTo ? this.#routed(allowed) : null;
        for (let q = 0; q < given.count; q++) queries.push(this.#start(row(given, q), wanted, routed));
        yield* this.#compare(queries, wanted, allowed);
        yield* this.#bringCandidates(queries);
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
      (sum, { name }, place) => sum + (this.#memory.has(name) ? allowed.countIn(place) : 0),
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

  /** What the router may choose from. */
  #routed(allowed: AllowedCaptions | null): Routed | null {
    if (this.#router === null) return null;
    const sizes = allowed === null ? this.#listSizes : allowed.listSizes(this.#listSizes);
    const lists = new Uint32Array(sizes.length);
    let count = 0;
    for (const { name, firstList, lists: its } of this.manifest.shards)
      if (this.#memory.has(name))
        for (let list = firstList; list < firstList + its; list++)
          if (sizes[list]! > 0) lists[count++] = list;
    return { router: this.#router, sizes, lists: lists.subarray(0, count) };
  }

  get #caution(): number {
    return this.effort.caution ?? this.manifest.routing?.caution ?? USUAL_CAUTION;
  }

  #start(vector: Float32Array, k: number, routed: Routed | null): Query {
    const probe =
      routed && new Probe(routed.router.closeness(vector), routed.sizes, routed.lists, this.#caution);
    const scan = this.#residual === null ? this.usearch.scan(vector, k) : this.#residual.scan(vector, k);
    return { scan, probe, compared: 0, expectedRecall: 1 };
  }

  *#compare(
    queries: readonly Query[],
    k: number,
    allowed: AllowedCaptions | null,
  ): Generator<string[], void> {
    const everywhere = queries.filter(({ probe }) => probe === null);
    for (const [place, { name, firstList, lists }] of this.manifest.shards.entries()) {
      if (everywhere.length === 0) break;
      if (!this.#memory.has(name) || allowed?.countIn(place) === 0) continue;
      yield* this.#bringIn([name]);
      const shard = this.#memory.comparable(name);
      if (shard === undefined) continue;
      // The inner loop is over queries: a list is read from memory once for all of them.
      for (let list = firstList; list < firstList + lists; list++)
        for (const query of everywhere) this.#compareList(query, place, shard, list, allowed);
    }
    const enough = routedRecall(this.manifest.codec, this.effort.recall);
    let active = queries.filter(({ probe }) => probe !== null && !probe.exhausted);
    while (active.length > 0) {
      active = active.filter((query) => {
        query.expectedRecall = query.probe!.expectedRecall(k, query.scan.kth());
        return query.expectedRecall < enough && !query.probe!.exhausted;
      });
      yield* this.#probe(active, allowed);
    }
  }

  /** Compares the next lists of each query. */
  *#probe(active: readonly Query[], allowed: AllowedCaptions | null): Generator<string[], void> {
    // In the order in which they lie in memory.
    const nexts = active.map(({ probe }) => probe!.next().slice().sort());
    const names = new Set<string>();
    for (const lists of nexts)
      for (let i = 0; i < lists.length; ) {
        const { name, firstList, lists: its } = this.manifest.shards[this.#shardOf(lists[i]!)]!;
        names.add(name);
        while (i < lists.length && lists[i]! < firstList + its) i++;
      }
    yield* this.#bringIn([...names]);
    active.forEach((query, q) => {
      const lists = nexts[q]!;
      const { probe, scan } = query;
      if (allowed !== null || scan.compareLists === undefined) {
        probe!.record(lists, this.#compareEach(query, lists, allowed));
        return;
      }
      const outcomes = scan.compareLists(lists);
      lists.forEach((list, i) => {
        if (outcomes[2 * i + 1]! > 0) query.compared += this.#listSizes[list]!;
      });
      probe!.record(lists, outcomes);
    });
  }

  /** Compares lists one by one; sum and squares of each in turn, `[lists.length, 2]`. */
  #compareEach(query: Query, lists: Uint32Array, allowed: AllowedCaptions | null): Float32Array {
    const outcomes = new Float32Array(2 * lists.length);
    lists.forEach((list, i) => {
      const place = this.#shardOf(list);
      const shard = this.#memory.comparable(this.manifest.shards[place]!.name);
      if (shard === undefined) return;
      const { sum, squares } = this.#compareList(query, place, shard, list, allowed);
      outcomes[2 * i] = sum;
      outcomes[2 * i + 1] = squares;
    });
    return outcomes;
  }

  /** Brings those shards in whose captions the first pass lets through. */
  *#bringCandidates(queries: readonly Query[]): Generator<string[], void> {
    const tried = new Set<string>();
    for (;;) {
      const names = new Set<string>();
      for (const { scan } of queries)
        for (const at of scan.waiting()) {
          const { name } = this.manifest.shards[this.#placeOfRow(at)]!;
          if (!tried.has(name)) names.add(name);
        }
      if (names.size === 0) return;
      for (const name of names) tried.add(name);
      yield* this.#bringIn([...names], true);
    }
  }

  /** @param wholly whether what the first pass compares is not enough */
  *#bringIn(names: readonly string[], wholly = false): Generator<string[], void> {
    for (const name of names) this.#memory.hold(name);
    const isThere = (name: string) =>
      (wholly ? this.#memory.loaded(name) : this.#memory.comparable(name)) !== undefined;
    const away = names.filter((name) => this.#memory.has(name) && !isThere(name));
    if (away.length > 0) {
      const before = this.#clearings;
      yield away;
      if (this.#clearings !== before)
        throw new FernglassError(
          'index-not-found',
          'The caption index was closed while it was searched. Open an index and search again.',
        );
    }
  }

  #compareList(
    query: Query,
    place: number,
    shard: ThinShard,
    list: number,
    allowed: AllowedCaptions | null,
  ): ListOutcome {
    const start = shard.listStarts[list - shard.firstList]!;
    const end = shard.listStarts[list - shard.firstList + 1]!;
    if (allowed === null) {
      query.compared += end - start;
      return query.scan.compare(shard.block, start, end);
    }
    let sum = 0;
    let squares = 0;
    for (const [first, last] of allowed.runs(place, start, end)) {
      if (last === first) continue;
      const outcome = query.scan.compare(shard.block, first, last);
      query.compared += last - first;
      sum += outcome.sum;
      squares += outcome.squares;
    }
    return { sum, squares };
  }

  #collect(
    queries: readonly Query[],
    found: readonly Found[],
    k: number,
    filter: CaptionFilter | undefined,
  ): SearchResult {
    const seen = new Map<number, Place>();
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
      vectors: { ids: Int32Array.from(unique, ({ id }) => id), embeddings: this.#vectors(unique) },
      captionsSearched: this.#possible(filter?.allowed ?? null),
      captionsTotal: this.manifest.captions,
      captionsCompared: queries.map(({ compared }) => compared),
      expectedRecall: queries.map(({ expectedRecall }, q) => expectedRecall * found[q]!.recall),
    };
  }

  #vectors(places: readonly Place[]): Embeddings {
    if (this.#residual !== null) return this.#residual.vectors(places);
    return stack(
      places.map(({ block, i }) => block.vector(i)),
      this.manifest.model.width,
    );
  }

  /** Place of the shard that holds a list. */
  #shardOf(list: number): number {
    return lastAtMost(this.manifest.shards, (shard) => shard.firstList, list);
  }

  /** Place of the shard of this name; −1 for other files. */
  #placeOf(name: string): number {
    return this.manifest.shards.findIndex((shard) => shard.name === name);
  }

  /** Place of the shard that holds a row. */
  #placeOfRow(at: number): number {
    return lastAtMost(this.#firstRows, (first) => first, at);
  }

  #caption(at: number): Place {
    const place = this.#placeOfRow(at);
    const { block, text } = this.#memory.loaded(this.manifest.shards[place]!.name)!;
    const i = at - this.#firstRows[place]!;
    return { id: block.id(i), text: text(i), block, i };
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
