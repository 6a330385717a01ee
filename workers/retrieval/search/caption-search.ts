import { type Embeddings, FernglassError, row, stack } from '../../../core';
import type { Manifest } from '../../../index-shards/format';
import type { Hit, SearchResult } from '../../protocol';
import type { ListContent } from '../cache/list-reader';
import type { Residency } from '../cache/residency';
import { type ResidentCaption, ResidentRows } from '../cache/resident-rows';
import { routedRecall } from '../cache/search-parameters';
import type { Block, Found, ListOutcome, Router, Scan } from '../kernels';
import type { AllowedCaptions, CaptionFilter } from './allowed-captions';
import { CoarseSearch, DEFAULT_MARGIN } from './coarse-search';

/** What must be read before a search can go on: whole shards, or something of single lists. */
export type Need =
  | { readonly kind: 'shards'; readonly names: readonly string[] }
  | { readonly kind: 'lists'; readonly content: ListContent; readonly lists: readonly number[] };

/** One query under way. */
interface Query {
  readonly scan: Scan;
  /** Null when every list is compared. */
  readonly probe: CoarseSearch | null;
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

/** Steps of a search: each gives what must be read before the next. */
type Steps<T> = Generator<Need, T>;

/**
 * Searches for the k captions nearest to each query.
 * @param queries `[n, d]`, normalised
 * @throws FernglassError as `SearchableIndex.search`; `index-not-found` when the index is cleared between steps.
 */
export function* searchCaptions(
  index: Residency,
  queries: Embeddings,
  k: number,
  filter: CaptionFilter | undefined,
): Steps<SearchResult> {
  check(index.manifest, queries, k);
  const search = new CaptionSearch(index, filter);
  const most = Math.max(1, Math.min(k, search.possible));
  for (let wanted = most; ; wanted *= 4) {
    const result = yield* search.run(queries, wanted, most);
    // Words to leave out may leave fewer than k: then more are looked for.
    const enough = filter === undefined || result.hits.every((hits) => hits.length === most);
    if (enough || wanted >= result.captionsSearched) return result;
  }
}

function check({ model }: Manifest, queries: Embeddings, k: number): void {
  if (!Number.isInteger(k) || k < 1)
    throw new FernglassError('input-invalid', `k is ${k}; it must be a whole number above 0.`);
  if (queries.width !== model.width)
    throw new FernglassError(
      'index-model-mismatch',
      `The index holds embeddings of width ${model.width} (${model.id}), the model gives ${queries.width}. Choose an index that was built for this model.`,
    );
  if (queries.data.length !== queries.count * queries.width || !queries.data.every(Number.isFinite))
    throw new FernglassError('input-invalid', 'An embedding to search for holds a value that is no number.');
}

/** A search with one filter. */
class CaptionSearch {
  readonly #allowed: AllowedCaptions | null;
  readonly #rows: ResidentRows;

  constructor(
    private readonly index: Residency,
    private readonly filter: CaptionFilter | undefined,
  ) {
    this.#allowed = filter?.allowed ?? null;
    this.#rows = new ResidentRows(index);
  }

  /** Captions that are there and allowed. */
  get possible(): number {
    const { captionsPresent, manifest, shards } = this.index;
    const allowed = this.#allowed;
    if (allowed === null) return captionsPresent;
    return manifest.shards.reduce(
      (sum, { name }, shard) => sum + (shards.has(name) ? allowed.countIn(shard) : 0),
      0,
    );
  }

  /** @param k hits of each query, of the `wanted` captions that are looked for */
  *run(given: Embeddings, wanted: number, k: number): Steps<SearchResult> {
    const queries: Query[] = [];
    try {
      const routed = this.possible > this.index.parameters.exactUpTo ? this.#routed() : null;
      for (let q = 0; q < given.count; q++) queries.push(this.#start(row(given, q), wanted, routed));
      yield* this.#compareAll(queries);
      yield* this.#compareRouted(queries, wanted);
      yield* this.#bringCandidates(queries);
      const found = queries.map(({ scan }) => scan.finish());
      yield* this.#bringTexts(found);
      return this.#collect(queries, found, k);
    } finally {
      for (const { scan } of queries) scan.free();
    }
  }

  /** What the router may choose from. */
  #routed(): Routed | null {
    const { listSizes, manifest, router, shards } = this.index;
    if (router === null) return null;
    const sizes = this.#allowed?.listSizes(listSizes) ?? listSizes;
    const lists = new Uint32Array(sizes.length);
    let count = 0;
    for (const { name, firstList, lists: its } of manifest.shards)
      if (shards.has(name))
        for (let list = firstList; list < firstList + its; list++)
          if (sizes[list]! > 0) lists[count++] = list;
    return { router, sizes, lists: lists.subarray(0, count) };
  }

  #start(vector: Float32Array, k: number, routed: Routed | null): Query {
    const { parameters, manifest, residual, kernels } = this.index;
    const margin = parameters.margin ?? manifest.routing?.caution ?? DEFAULT_MARGIN;
    const probe =
      routed && new CoarseSearch(routed.router.closeness(vector), routed.sizes, routed.lists, margin);
    const scan = (residual ?? kernels).scan(vector, k);
    return { scan, probe, compared: 0, expectedRecall: 1 };
  }

  /** Compares every list with the queries that are not routed. */
  *#compareAll(queries: readonly Query[]): Steps<void> {
    const { manifest, shards } = this.index;
    const everywhere = queries.filter(({ probe }) => probe === null);
    if (everywhere.length === 0) return;
    for (const [shard, { name, lists }] of manifest.shards.entries()) {
      if (!shards.has(name) || this.#allowed?.countIn(shard) === 0) continue;
      yield* this.#bringIn([name]);
      const resident = shards.comparable(name);
      if (resident === undefined) continue;
      // The inner loop is over queries: a list is read from memory once for all of them.
      const { block, listStarts } = resident;
      for (let l = 0; l < lists; l++)
        for (const query of everywhere)
          this.#compareList(query, shard, block, listStarts[l]!, listStarts[l + 1]!);
    }
  }

  /** Compares the lists that are nearest to each routed query, until enough is expected to be found. */
  *#compareRouted(queries: readonly Query[], k: number): Steps<void> {
    const enough = routedRecall(this.index.manifest.codec, this.index.parameters.recall);
    let active = queries.filter(({ probe }) => probe !== null && !probe.exhausted);
    while (active.length > 0) {
      active = active.filter((query) => {
        query.expectedRecall = query.probe!.expectedRecall(k, query.scan.kth());
        return query.expectedRecall < enough && !query.probe!.exhausted;
      });
      yield* this.#compareNext(active);
    }
  }

  /** Compares the next lists of each query. */
  *#compareNext(active: readonly Query[]): Steps<void> {
    const { listSizes } = this.index;
    // In the order in which they lie in memory.
    const nexts = active.map(({ probe }) => probe!.next().slice().sort());
    yield* this.#bringLists(nexts);
    active.forEach((query, q) => {
      const lists = nexts[q]!;
      const { probe, scan } = query;
      if (this.#allowed !== null || scan.compareLists === undefined) {
        probe!.record(lists, this.#compareEach(query, lists));
        return;
      }
      const outcomes = scan.compareLists(lists);
      lists.forEach((list, i) => {
        if (outcomes[2 * i + 1]! > 0) query.compared += listSizes[list]!;
      });
      probe!.record(lists, outcomes);
    });
  }

  /** Brings in what the first pass compares of lists, each query's rising. */
  *#bringLists(each: readonly Uint32Array[]): Steps<void> {
    const { loadsWhole, listCache, manifest, layout, shards } = this.index;
    const away = new Map<number, Set<number>>();
    for (const lists of each)
      for (let i = 0; i < lists.length; ) {
        const shard = layout.ofList(lists[i]!);
        const { name, firstList, lists: its } = manifest.shards[shard]!;
        const isThere = shards.comparable(name) !== undefined;
        if (isThere) shards.pin(name);
        for (; i < lists.length && lists[i]! < firstList + its; i++) {
          const list = lists[i]!;
          if (isThere || !shards.has(name)) continue;
          listCache.use(list);
          if (listCache.get(list)?.block !== undefined) continue;
          const wanted = away.get(shard);
          if (wanted === undefined) away.set(shard, new Set([list]));
          else wanted.add(list);
        }
      }
    const whole = [...away].filter(([shard, lists]) => loadsWhole(shard, lists.size));
    for (const [shard] of whole) away.delete(shard);
    yield* this.#bringIn(whole.map(([shard]) => manifest.shards[shard]!.name));
    const single = [...away.values()].flatMap((lists) => [...lists]);
    if (single.length > 0) yield* this.#need({ kind: 'lists', content: 'block', lists: single });
  }

  /** Compares lists one by one; sum and squares of each in turn, `[lists.length, 2]`. */
  #compareEach(query: Query, lists: Uint32Array): Float32Array {
    const { listCache, manifest, layout, shards } = this.index;
    const outcomes = new Float32Array(2 * lists.length);
    lists.forEach((list, i) => {
      const shard = layout.ofList(list);
      const { firstList, name } = manifest.shards[shard]!;
      const block = shards.comparable(name)?.block ?? listCache.get(list)?.block;
      const starts = this.#rows.listStarts(shard);
      if (block === undefined || starts === undefined) return;
      const l = list - firstList;
      const { sum, squares } = this.#compareList(query, shard, block, starts[l]!, starts[l + 1]!);
      outcomes[2 * i] = sum;
      outcomes[2 * i + 1] = squares;
    });
    return outcomes;
  }

  /** @param block of the shard, or of the list alone, which is `start` up to `end` of the shard */
  #compareList(query: Query, shard: number, block: Block, start: number, end: number): ListOutcome {
    // Where in the shard the block begins.
    const offset = block.firstRow - this.index.layout.firstRows[shard]!;
    if (this.#allowed === null) {
      query.compared += end - start;
      return query.scan.compare(block, start - offset, end - offset);
    }
    let sum = 0;
    let squares = 0;
    for (const [first, last] of this.#allowed.runs(shard, start, end)) {
      if (last === first) continue;
      const outcome = query.scan.compare(block, first - offset, last - offset);
      query.compared += last - first;
      sum += outcome.sum;
      squares += outcome.squares;
    }
    return { sum, squares };
  }

  /** Compares the captions that the first pass lets through by all their codes, read where they are not in memory. */
  *#bringCandidates(queries: readonly Query[]): Steps<void> {
    const { listCache } = this.index;
    const gone = new Set<number>();
    for (;;) {
      const away = new Set(queries.flatMap(({ scan }) => this.#supply(scan, gone)));
      if (away.size === 0) return;
      yield* this.#need({ kind: 'lists', content: 'codes', lists: [...away] });
      for (const list of away) if (listCache.get(list)?.codes === undefined) gone.add(list);
    }
  }

  /** Compares what waits and was read; gives the lists of the rest. */
  #supply(scan: Scan, gone: ReadonlySet<number>): number[] {
    for (;;) {
      const rows: number[] = [];
      const codes: Uint8Array[] = [];
      const away: number[] = [];
      for (const at of scan.waiting()) {
        const list = this.#rows.listOf(at);
        if (list === null || gone.has(list)) continue;
        const its = this.#rows.codesOf(at, list);
        if (its === null) away.push(list);
        else {
          rows.push(at);
          codes.push(its);
        }
      }
      if (rows.length === 0) return away;
      scan.supply(rows, codes);
    }
  }

  /** Texts of the hits in shards that are thin; where words are filtered, of all that may replace a hit. */
  *#bringTexts(found: readonly Found[]): Steps<void> {
    const { listCache, manifest, layout, shards } = this.index;
    const lists = new Set<number>();
    for (const { rows } of found)
      for (const at of rows) {
        if (shards.loaded(manifest.shards[layout.ofRow(at)]!.name) !== undefined) continue;
        const list = this.#rows.listOf(at);
        if (list === null) continue;
        listCache.use(list);
        if (listCache.get(list)?.texts === undefined) lists.add(list);
      }
    if (lists.size > 0) yield* this.#need({ kind: 'lists', content: 'texts', lists: [...lists] });
  }

  /** Brings in what the first pass compares of some shards. */
  *#bringIn(names: readonly string[]): Steps<void> {
    const { shards } = this.index;
    for (const name of names) shards.pin(name);
    const away = names.filter((name) => shards.has(name) && shards.comparable(name) === undefined);
    if (away.length > 0) yield* this.#need({ kind: 'shards', names: away });
  }

  *#need(need: Need): Steps<void> {
    const before = this.index.clearings;
    yield need;
    if (this.index.clearings !== before)
      throw new FernglassError(
        'index-not-found',
        'The caption index was closed while it was searched. Open an index and search again.',
      );
  }

  #collect(queries: readonly Query[], found: readonly Found[], k: number): SearchResult {
    const seen = new Map<number, ResidentCaption>();
    const hits = found.map(({ rows, similarities }) => {
      const its: Hit[] = [];
      for (let i = 0; i < rows.length && its.length < k; i++) {
        const at = rows[i]!;
        const caption = seen.get(at) ?? this.#rows.captionOf(at);
        if (caption === null || this.filter?.accepts(caption.text) === false) continue;
        seen.set(at, caption);
        its.push({ id: caption.id, text: caption.text, similarity: similarities[i]! });
      }
      return its;
    });
    const unique = [...seen.values()];
    return {
      hits,
      vectors: { ids: Int32Array.from(unique, ({ id }) => id), embeddings: this.#vectors(unique) },
      captionsSearched: this.possible,
      captionsTotal: this.index.manifest.captions,
      captionsCompared: queries.map(({ compared }) => compared),
      expectedRecall: queries.map(({ expectedRecall }, q) => expectedRecall * found[q]!.recall),
    };
  }

  #vectors(captions: readonly ResidentCaption[]): Embeddings {
    const { manifest, residual } = this.index;
    if (residual !== null) return residual.vectors(captions);
    return stack(
      captions.map(({ block, i }) => block.vector(i)),
      manifest.model.width,
    );
  }
}
