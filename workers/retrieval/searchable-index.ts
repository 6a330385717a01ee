import {
  corrupt,
  type FileEntry,
  type Manifest,
  packedBytes,
  readResidualFile,
  readRouter,
  type ShardEntry,
} from '../../index-shards/format';
import { type Embeddings, FernglassError, row, stack } from '../../src/core';
import type { Hit, SearchResult } from '../protocol';
import { Probe } from './probe';
import { ShardMemory } from './shard-memory';
import { ResidualSearch } from './usearch/residual';
import type { Block, Found, ListOutcome, Router, Scan, Usearch } from './usearch/usearch';

/** How far to search, and how much memory to take. */
export interface Effort {
  /** Up to this many captions every list is compared: a few milliseconds a query. */
  readonly exactUpTo: number;
  /**
   * Beyond it lists whose first pass is not in memory are compared, nearest first, until so large a part of the k best
   * is expected to be found, 0–1.
   */
  readonly recall: number;
  /** Shards beyond so many bytes leave memory, those not searched for longest first, if they can be read again. */
  readonly memoryBytes: number;
}

export const USUAL_EFFORT: Effort = { exactUpTo: 50_000, recall: 0.95, memoryBytes: 256 * 2 ** 20 };

/** Reads a stored shard again, verified; undefined where it is gone. */
export type ReadShard = (entry: ShardEntry) => Promise<Uint8Array | undefined>;

/** Which captions the search may return. */
export type CaptionFilter = (caption: { readonly id: number; readonly text: string }) => boolean;

/** One query under way. */
interface Query {
  readonly scan: Scan;
  /** Null when every list is compared. */
  readonly probe: Probe | null;
  compared: number;
  /** Part of the k best that lies in the lists compared, as far as one can say. */
  expectedRecall: number;
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
  /** Shards that came before the router, without which their codes mean nothing. */
  readonly #early = new Map<string, Uint8Array>();
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
    return this.#bytesPresent;
  }

  /** Memory that shards and router take now. */
  get memoryBytes(): number {
    return this.#memory.bytes + this.#routerMemory;
  }

  get build(): Usearch['build'] {
    return this.usearch.build;
  }

  /** Files that were not added yet, the router first. */
  missing(): FileEntry[] {
    const { router, shards } = this.manifest;
    const missing: FileEntry[] = shards.filter(
      ({ name }) => !this.#memory.has(name) && !this.#early.has(name),
    );
    return this.#router === null ? [router, ...missing] : missing;
  }

  /**
   * Takes a file of the manifest into memory; its bytes have been verified and are not kept.
   * @throws FernglassError `shard-corrupt` when they are no such file, `worker-failed` when memory runs out.
   */
  add(entry: FileEntry, bytes: Uint8Array): void {
    const place = this.manifest.shards.findIndex(({ name }) => name === entry.name);
    if (place >= 0) this.#addShard(place, bytes);
    else this.#addRouter(bytes);
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
    for (const [name, its] of early)
      this.#addShard(
        this.manifest.shards.findIndex((shard) => shard.name === name),
        its,
      );
  }

  #addShard(place: number, bytes: Uint8Array): void {
    const entry = this.manifest.shards[place]!;
    if (this.#memory.has(entry.name)) return;
    if (this.manifest.codec.kind === 'residual' && this.#residual === null) {
      this.#early.set(entry.name, bytes);
      return;
    }
    this.#memory.load(place, bytes, this.#firstRows[place]!, this.#residual);
    this.#captionsPresent += entry.captions;
    this.#bytesPresent += entry.bytes;
  }

  /** Notes that a shard can be read again, so that it may leave memory; from then on `searchStored` is to be used. */
  noteStored(name: string): void {
    this.#memory.noteStored(name);
    this.#shrink();
  }

  #shrink(): void {
    this.#memory.shrinkTo(this.effort.memoryBytes - this.#routerMemory);
  }

  /** Forgets every file and gives their memory back. */
  clear(): void {
    this.#clearings++;
    this.#memory.clear();
    this.#early.clear();
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

  async #reload(name: string, read: ReadShard): Promise<void> {
    const place = this.manifest.shards.findIndex((shard) => shard.name === name);
    const entry = this.manifest.shards[place]!;
    const bytes = await read(entry);
    // Another call may have been quicker, or the index cleared.
    if (!this.#memory.has(name) || this.#memory.loaded(name) !== undefined) return;
    if (bytes === undefined) {
      this.#memory.lose(entry);
      this.#captionsPresent -= entry.captions;
      this.#bytesPresent -= entry.bytes;
    } else this.#memory.load(place, bytes, this.#firstRows[place]!, this.#residual);
  }

  /** Does a search; yields the names of shards that must be read again before it can go on. */
  *#run(given: Embeddings, k: number, filter?: CaptionFilter): Generator<string[], SearchResult> {
    const { captions } = this.manifest;
    this.#check(given, k);
    const most = Math.min(k, captions);
    for (let wanted = most; ; wanted = Math.min(4 * wanted, captions)) {
      const queries: Query[] = [];
      try {
        for (let q = 0; q < given.count; q++) queries.push(this.#start(row(given, q), wanted));
        yield* this.#compare(queries, wanted);
        yield* this.#bringCandidates(queries);
        const found = queries.map(({ scan }) => scan.finish());
        const result = this.#collect(queries, found, most, filter);
        // A filter may leave fewer than k: then more are looked for.
        const enough = filter === undefined || result.hits.every((hits) => hits.length === most);
        if (enough || wanted >= this.#captionsPresent) return result;
      } finally {
        for (const { scan } of queries) scan.free();
      }
    }
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

  #start(vector: Float32Array, k: number): Query {
    const router = this.#captionsPresent > this.effort.exactUpTo ? this.#router : null;
    const probe =
      router === null
        ? null
        : new Probe(router.closeness(vector), this.#listSizes, (list) => {
            const name = this.#nameOf(list);
            return this.#memory.has(name) && !this.#hasFirstPass(name);
          });
    const scan = this.#residual === null ? this.usearch.scan(vector, k) : this.#residual.scan(vector, k);
    return { scan, probe, compared: 0, expectedRecall: 1 };
  }

  /** True when a shard's lists cost so little to compare that no query passes them over. */
  #hasFirstPass(name: string): boolean {
    return this.#residual !== null && this.#memory.comparable(name) !== undefined;
  }

  *#compare(queries: readonly Query[], k: number): Generator<string[], void> {
    for (const { name, firstList, lists } of this.manifest.shards) {
      if (!this.#memory.has(name)) continue;
      const everywhere = this.#hasFirstPass(name) ? queries : queries.filter(({ probe }) => probe === null);
      if (everywhere.length === 0) continue;
      if (this.#hasFirstPass(name)) this.#memory.hold(name);
      else yield* this.#bringIn([name]);
      // The inner loop is over queries: a list is read from memory once for all of them.
      for (let list = firstList; list < firstList + lists; list++)
        for (const query of everywhere) {
          const outcome = this.#compareList(query, list);
          query.probe?.learn(list, outcome);
        }
    }
    let active = queries.filter(({ probe }) => probe !== null && !probe.exhausted);
    while (active.length > 0) {
      active = active.filter((query) => {
        query.expectedRecall = query.probe!.expectedRecall(k, query.scan.kth());
        return query.expectedRecall < this.effort.recall && !query.probe!.exhausted;
      });
      const byList = new Map<number, Query[]>();
      for (const query of active)
        for (const list of query.probe!.next()) {
          const its = byList.get(list);
          if (its === undefined) byList.set(list, [query]);
          else its.push(query);
        }
      yield* this.#bringIn([...new Set([...byList.keys()].map((list) => this.#nameOf(list)))]);
      this.#probe(active, byList);
    }
  }

  /** Brings those shards in whose captions the first pass lets through. */
  *#bringCandidates(queries: readonly Query[]): Generator<string[], void> {
    const tried = new Set<string>();
    for (;;) {
      const names = new Set<string>();
      for (const { scan } of queries)
        for (const at of scan.waiting()) {
          const { name } = this.manifest.shards[this.#placeOf(at)]!;
          if (!tried.has(name)) names.add(name);
        }
      if (names.size === 0) return;
      for (const name of names) tried.add(name);
      yield* this.#bringIn([...names]);
    }
  }

  /** Compares the next lists of each query, list by list; what each brought is noted in the query's own order. */
  #probe(active: readonly Query[], byList: ReadonlyMap<number, Query[]>): void {
    const outcomes = new Map<Query, Map<number, ListOutcome>>(active.map((query) => [query, new Map()]));
    for (const list of [...byList.keys()].sort((a, b) => a - b))
      for (const query of byList.get(list)!) outcomes.get(query)!.set(list, this.#compareList(query, list));
    for (const query of active)
      for (const list of query.probe!.next().slice())
        query.probe!.record(list, outcomes.get(query)!.get(list)!);
  }

  *#bringIn(names: readonly string[]): Generator<string[], void> {
    for (const name of names) this.#memory.hold(name);
    const away = names.filter((name) => this.#memory.has(name) && this.#memory.loaded(name) === undefined);
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

  #compareList(query: Query, list: number): ListOutcome {
    const shard = this.#memory.comparable(this.#nameOf(list));
    if (shard === undefined) return { sum: 0, squares: 0 };
    const start = shard.listStarts[list - shard.firstList]!;
    const end = shard.listStarts[list - shard.firstList + 1]!;
    if (end === start) return { sum: 0, squares: 0 };
    query.compared += end - start;
    return query.scan.compare(shard.block, start, end);
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
        if (filter !== undefined && !filter(caption)) continue;
        seen.set(at, caption);
        its.push({ id: caption.id, text: caption.text, similarity: similarities[i]! });
      }
      return its;
    });
    const unique = [...seen.values()];
    return {
      hits,
      vectors: { ids: Int32Array.from(unique, ({ id }) => id), embeddings: this.#vectors(unique) },
      captionsSearched: this.#captionsPresent,
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

  #nameOf(list: number): string {
    return this.manifest.shards[lastAtMost(this.manifest.shards, (s) => s.firstList, list)]!.name;
  }

  /** Place of the shard that holds a row. */
  #placeOf(at: number): number {
    return lastAtMost(this.#firstRows, (first) => first, at);
  }

  #caption(at: number): Place {
    const place = this.#placeOf(at);
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

/** Bytes of all files of an index. */
export function totalBytes({ router, shards }: Manifest): number {
  return shards.reduce((sum: number, shard: ShardEntry) => sum + shard.bytes, router.bytes);
}
