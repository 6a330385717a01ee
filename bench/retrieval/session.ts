import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { normalise } from '../../core';
import { LEAST_MARGIN } from '../../index-shards/builder/verify/margin';
import { type ListFrame, packedBytes, type Run, writePackedShard } from '../../index-shards/format';
import type { Kernels, Router } from '../../workers/retrieval/kernels';
import { ResidualSearch } from '../../workers/retrieval/kernels';
import { kernelsInNode } from '../../workers/retrieval/kernels/node';
import { CoarseSearch } from '../../workers/retrieval/search/coarse-search';
import { rankAll, rankLists } from '../../workers/retrieval/search/list-ranking';
import { bringsOf, modelOf } from '../../workers/retrieval/search/need/list-shares';
import { cached } from './cache';
import { stream } from './draw';
import { K } from './engines';
import { spectrum, USUAL_WORLD } from './world';

/** What a user's first session with a large index costs. */
export interface SessionRow {
  readonly session: string;
  readonly captions: number;
  readonly queries: number;
  readonly shards: number;
  readonly shardsFetched: number;
  readonly bytesIndex: number;
  readonly bytesFetched: number;
  /** Lists that were read from storage singly, because they were not in memory any more or yet, and their bytes. */
  readonly listsRead: number;
  readonly bytesRead: number;
  /** Lists compared for a query, and expected recall. */
  readonly listsP50: number;
  readonly listsP95: number;
  readonly expectedRecall: number;
  /**
   * Milliseconds a query: routing as measured, and ranking all lists by their centroids in its stead; comparing and taking
   * lists into memory at the measured time of one list. What the device needs to read a list is left out.
   */
  readonly msRouting: number;
  readonly msRoutingP95: number;
  readonly msScanning: number;
  readonly msComparing: number;
  readonly msTaking: number;
}

export const CLASSES = 30;
export const PHOTOS_PER_CLASS = 50;
/** Photos that are searched together. */
const BATCH = 16;
const LIST_SIZE = 256;
export const LISTS_PER_SHARD = 64;
/** Lists of one subject follow each other, as the builder orders them. */
const LISTS_PER_SUBJECT = 400;
/** Memory that single lists may take of the usual 256 MB where the first pass of all captions does not fit. */
const MEMORY = 128 * 2 ** 20;
const TARGET = 0.95;
/** Parts of an embedding's variance: subject, list, caption; as `World`, with a level above. */
const SUBJECT = 0.5;
const LIST = 0.6;
const OWN = 0.6;
const TEXT_MEAN = 0.75;
const GAP = 1.6;
const PICTURE = 0.4;
/** Captions are as long as their parts are together. */
const LENGTH = Math.sqrt(TEXT_MEAN ** 2 + SUBJECT ** 2 + LIST ** 2 + OWN ** 2);
/** Bytes of a caption's text, deflated with those of its list: the bound that an index should keep, not a measurement. */
const TEXT_BYTES = 36;
/** Runs of 448 bytes at d = 768, near those that are fitted to the synthetic captions; a benchmark of sizes needs no more. */
const RUNS: readonly Run[] = [
  { bits: 7, count: 160 },
  { bits: 4, count: 480 },
  { bits: 3, count: 128 },
];

/**
 * A session of 30 classes and 1,500 photos over an index that is never whole in memory: real sizes, routing and order of
 * access, the captions of a list made up when it is compared. Classes of one subject, as a field user's are, and of all.
 */
export async function benchSessions({ captions = 12_000_000, d = 768 } = {}): Promise<SessionRow[]> {
  const kernels = await kernelsInNode(d);
  const index = new SimulatedIndex(captions, d, kernels);
  await index.openRouter();
  const ms = await timesOfOneList(kernels, d);
  return SESSIONS.map((session) => run(session, index, classesOf(session, index.lists), ms));
}

/** Whether the classes are of one subject, as a field user's are, or of all. */
export const SESSIONS = ['one subject', 'all subjects'] as const;

/** The list that each class is about. */
export function classesOf(session: (typeof SESSIONS)[number], lists: number): number[] {
  return Array.from({ length: CLASSES }, (_, c) =>
    session === 'one subject'
      ? LISTS_PER_SUBJECT + Math.floor((c * LISTS_PER_SUBJECT) / CLASSES)
      : Math.floor(((c + 0.5) * lists) / CLASSES),
  );
}

function run(
  session: string,
  index: SimulatedIndex,
  classes: readonly number[],
  ms: { readonly comparing: number; readonly taking: number },
): SessionRow {
  const fetched = new Set<number>();
  const inMemory = new Set<number>();
  const listBytes = index.shardBytes / LISTS_PER_SHARD;
  let read = 0;
  const touch = (list: number) => {
    fetched.add(Math.floor(list / LISTS_PER_SHARD));
    if (!inMemory.delete(list)) read++;
    inMemory.add(list);
  };
  const lists: number[] = [];
  const routing: number[] = [];
  const scanning: number[] = [];
  let expected = 0;
  const queries: { query: Float32Array; number: number }[] = [
    ...classes.map((list, c) => ({ query: index.query(list, c, 'text'), number: c })),
    ...classes.flatMap((list, c) =>
      Array.from({ length: PHOTOS_PER_CLASS }, (_, p) => ({
        query: index.query(list, 1000 + c * PHOTOS_PER_CLASS + p, 'picture'),
        number: 1000 + c * PHOTOS_PER_CLASS + p,
      })),
    ),
  ];
  for (let start = 0; start < queries.length; start += BATCH) {
    const touched = new Set<number>();
    for (const { query, number } of queries.slice(start, start + BATCH)) {
      const closeness = index.closeness(query);
      const scanned = index.scanned(query);
      const began = performance.now();
      const probe = index.probe(query);
      let spent = performance.now() - began;
      const scores = index.scoresOf(query, number);
      const best = new Float64Array(K).fill(-2);
      let recall = 0;
      let seen = 0;
      while (recall < TARGET && !probe.exhausted) {
        const asked = performance.now();
        const next = probe.next().slice();
        spent += performance.now() - asked;
        const outcomes = new Float64Array(2 * next.length);
        next.forEach((list, i) => {
          let [sum, squares] = [0, 0];
          scores(list, closeness[list]!, (score) => {
            sum += score;
            squares += score * score;
            if (score > best[0]!) {
              best[0] = score;
              best.sort();
            }
          });
          outcomes[2 * i] = sum;
          outcomes[2 * i + 1] = squares;
          touched.add(list);
        });
        probe.record(next, outcomes);
        seen += next.length;
        const then = performance.now();
        recall = probe.expectedRecall(K, best[0]!);
        spent += performance.now() - then;
      }
      lists.push(seen);
      routing.push(spent);
      scanning.push(scanned);
      expected += recall / queries.length;
    }
    for (const list of touched) touch(list);
    for (const list of inMemory) {
      if (inMemory.size * listBytes <= MEMORY) break;
      inMemory.delete(list);
    }
  }
  const quantile = (values: readonly number[], part: number) =>
    values.toSorted((a, b) => a - b)[Math.floor(part * (values.length - 1))]!;
  return {
    session,
    captions: index.captions,
    queries: queries.length,
    shards: Math.ceil(index.lists / LISTS_PER_SHARD),
    shardsFetched: fetched.size,
    bytesIndex: Math.ceil(index.lists / LISTS_PER_SHARD) * index.shardBytes + index.routerBytes,
    bytesFetched: fetched.size * index.shardBytes + index.routerBytes,
    listsRead: read,
    bytesRead: read * listBytes,
    listsP50: quantile(lists, 0.5),
    listsP95: quantile(lists, 0.95),
    expectedRecall: expected,
    msRouting: quantile(routing, 0.5),
    msRoutingP95: quantile(routing, 0.95),
    msScanning: quantile(scanning, 0.5),
    msComparing: quantile(lists, 0.5) * ms.comparing,
    msTaking: (read / queries.length) * ms.taking,
  };
}

/** An index whose lists exist as their centres; captions come from a seed each time. */
export class SimulatedIndex {
  readonly lists: number;
  readonly shardBytes: number;
  readonly routerBytes: number;
  readonly #deviations: Float32Array;
  readonly #sizes: Uint32Array;
  readonly #all: Uint32Array;
  #router: Router | null = null;
  /** Unit of the centres' codes; large enough for the common mean. */
  readonly #unit = 1 / 127;

  constructor(
    readonly captions: number,
    private readonly d: number,
    private readonly kernels: Kernels,
  ) {
    this.lists = Math.ceil(captions / LIST_SIZE);
    this.#deviations = spectrum(d, USUAL_WORLD.decay);
    this.#sizes = new Uint32Array(this.lists).fill(LIST_SIZE);
    this.#all = Uint32Array.from(this.#sizes, (_, list) => list);
    this.shardBytes = shardBytes(d);
    // Centroid, links of the graph's lowest level, and size: as measured on a smaller router.
    this.routerBytes = this.lists * (d + 160);
  }

  /** The centres' graph, as the builder makes it; 15 s for 47,000 lists. */
  async openRouter(): Promise<void> {
    const sources = ['session', 'world', 'draw'].map((name) => `bench/retrieval/${name}.ts`);
    const folder = await cached('session-graph', [this.lists, this.d], sources, (folder) => {
      const codes = new Int8Array(this.lists * this.d);
      for (let list = 0; list < this.lists; list++)
        codes.set(
          this.#centre(list).map((x) => Math.round(x / this.#unit)),
          list * this.d,
        );
      writeFileSync(join(folder, 'graph.bin'), this.kernels.buildRouter(codes));
    });
    this.#router = this.kernels.openRouter(readFileSync(join(folder, 'graph.bin')), this.lists);
  }

  /** A class name or a picture of what a list is about, `[d]`, normalised. */
  query(list: number, number: number, kind: 'text' | 'picture'): Float32Array {
    const vector = this.#meaning(list);
    this.#add(vector, OWN, 14, number);
    if (kind === 'text') vector[this.d - 2] = TEXT_MEAN;
    else {
      this.#add(vector, PICTURE, 15, number);
      vector[this.d - 1] = GAP;
    }
    return normalise(vector);
  }

  /** The query's inner products with the lists' centres, `[lists]`. */
  closeness(query: Float32Array): Float32Array {
    return this.#router!.closeness(query).map((product) => product * this.#unit);
  }

  probe(query: Float32Array): CoarseSearch {
    return new CoarseSearch(rankLists(this.#router!, query, this.#all), this.#sizes, LEAST_MARGIN);
  }

  /**
   * What the page reckons with before it has a query's best: lists, nearest first, and how many of the k best each may hold.
   * @param seen lists that were compared, and `outcomes` of them, as `modelOf` wants them
   * @param kth score of the k-th best in these
   */
  reckoned(
    closeness: Float32Array,
    seen: readonly number[],
    outcomes: readonly number[],
    k: number,
    kth: number,
  ): { readonly order: Uint32Array; readonly brings: readonly number[] } {
    const { order } = rankAll(closeness, this.#all);
    const model = modelOf(seen, outcomes, closeness, this.#sizes, LEAST_MARGIN)!;
    const brings = bringsOf(order, closeness, this.#sizes, k, model, kth);
    return { order: order.slice(0, brings.length), brings };
  }

  /** Milliseconds that ranking every list takes. */
  scanned(query: Float32Array): number {
    const began = performance.now();
    rankAll(this.#router!.closeness(query), this.#all);
    return performance.now() - began;
  }

  /**
   * Gives the query's cosine with each caption of a list. What is a caption's own adds a normal number of the deviation
   * that the query sees to the list's mean, so that no caption need be made.
   */
  scoresOf(query: Float32Array, number: number) {
    let seen = 0;
    for (let j = 0; j < query.length; j++) seen += (query[j]! * this.#deviations[j]!) ** 2;
    const deviation = (OWN * Math.sqrt(seen)) / LENGTH;
    return (list: number, mean: number, use: (score: number) => void) => {
      const draw = stream(number, 13, list);
      for (let i = 0; i < LIST_SIZE; i++) use(mean + deviation * draw());
    };
  }

  #meaning(list: number): Float32Array {
    const vector = new Float32Array(this.d);
    this.#add(vector, SUBJECT, 11, Math.floor(list / LISTS_PER_SUBJECT));
    this.#add(vector, LIST, 12, list);
    return vector;
  }

  /** About the mean of a list's captions. */
  #centre(list: number): Float32Array {
    const vector = this.#meaning(list);
    vector[this.d - 2] = TEXT_MEAN;
    return vector.map((x) => x / LENGTH);
  }

  #add(vector: Float32Array, part: number, kind: number, number: number): void {
    const draw = stream(1, kind, number);
    for (let j = 0; j < vector.length; j++) vector[j]! += part * this.#deviations[j]! * draw();
  }
}

/** Bytes of a shard, from a list written as the index would. */
function shardBytes(d: number): number {
  const list = {
    ids: Array.from({ length: LIST_SIZE }, (_, i) => i),
    texts: new Array<string>(LIST_SIZE).fill(''),
    frame: { centre: new Int8Array(d), centreScale: 1, gain: 1 },
    codes: new Uint8Array(LIST_SIZE * packedBytes(RUNS)),
    inverseNorms: new Uint16Array(LIST_SIZE),
  };
  return (writePackedShard(d, 0, [list]).length + LIST_SIZE * TEXT_BYTES) * LISTS_PER_SHARD;
}

/** Milliseconds to compare one list of residual codes that lies in memory, and to take one in. */
async function timesOfOneList(kernels: Kernels, d: number) {
  const packed = packedBytes(RUNS);
  const count = RUNS.reduce((sum, run) => sum + run.count, 0);
  const search = new ResidualSearch(kernels, {
    width: d,
    runs: RUNS,
    steps: new Float32Array(count).fill(0.01),
    basis: Float32Array.from({ length: count * d }, (_, i) => Math.sin(i)),
  });
  const lists = 400;
  const codes = Uint8Array.from(
    { length: lists * LIST_SIZE * packed },
    (_, i) => Math.imul(i, 0x9e3779b1) >>> 24,
  );
  const frame: ListFrame = { centre: new Int8Array(d), centreScale: 1, gain: 1 };
  const one = (list: number) => ({
    firstList: lists + list,
    listStarts: Uint32Array.of(0, LIST_SIZE),
    ids: new Uint32Array(LIST_SIZE),
    frames: [frame],
    codes: codes.subarray(list * LIST_SIZE * packed, (list + 1) * LIST_SIZE * packed),
    inverseNorms: new Uint16Array(LIST_SIZE).fill(32_767),
  });
  const block = search.addLists(
    {
      firstList: 0,
      listStarts: Uint32Array.from({ length: lists + 1 }, (_, l) => l * LIST_SIZE),
      ids: new Uint32Array(lists * LIST_SIZE),
      frames: new Array<ListFrame>(lists).fill(frame),
      codes,
      inverseNorms: new Uint16Array(lists * LIST_SIZE).fill(32_767),
    },
    0,
  );
  const scan = search.scan(new Float32Array(d).fill(1 / Math.sqrt(d)), K);
  const began = performance.now();
  for (let l = 0; l < lists; l++) scan.compare(block, l * LIST_SIZE, (l + 1) * LIST_SIZE);
  const comparing = (performance.now() - began) / lists;
  const then = performance.now();
  for (let l = 0; l < lists; l++) search.addLists(one(l), 0).free();
  const taking = (performance.now() - then) / lists;
  scan.free();
  block.free();
  search.free();
  return { comparing, taking };
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

/** The rows as text. */
export function sessionTable(rows: readonly SessionRow[]): string {
  return rows
    .map((its) =>
      [
        `session, ${its.session}: ${its.captions} captions, ${its.queries} queries`,
        `  fetched ${its.shardsFetched} of ${its.shards} shards, ${megabytes(its.bytesFetched)} of ${megabytes(its.bytesIndex)}`,
        `  ${its.listsRead} lists read from storage, ${megabytes(its.bytesRead)}`,
        `  lists a query p50 ${its.listsP50}, p95 ${its.listsP95}; expected recall ${its.expectedRecall.toFixed(3)}`,
        `  ms a query: routing ${its.msRouting.toFixed(2)} (p95 ${its.msRoutingP95.toFixed(2)}; by all centroids ${its.msScanning.toFixed(2)}, × ${(its.msRouting / its.msScanning).toFixed(2)}), comparing ${its.msComparing.toFixed(1)}, taking lists in ${its.msTaking.toFixed(1)}`,
      ].join('\n'),
    )
    .join('\n');
}
