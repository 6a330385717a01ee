import type { Router } from '../kernels';

/** Searchable lists from which on the graph is walked; fewer are compared with the query sooner than it is. */
const GRAPH_FROM = 4096;
/** Lists that the graph is asked for. */
const GRAPH_LISTS = 256;
/**
 * Lists that follow each other are of one subject, as the builder orders them. Where the graph brought most, as many
 * lists altogether are compared, for it misses some, pictures' most.
 */
const REGION = 64;
const NEIGHBOURS = 2048;
/** Lists that a query may look into in that order; the few that want more have every centroid compared. */
const GRAPH_MOST = 64;
/** Lists whose closeness stands for that of all that the graph did not bring. */
const SAMPLE = 4096;

/** Lists in the order in which a query looks into them. */
export interface ListRanking {
  /** Those ranked so far. */
  readonly order: Uint32Array;
  /** `[lists]`, the query's inner product with each list's centroid, in any unit; of lists of order and sample only. */
  readonly closeness: Float32Array;
  /** Whether the order holds every list that can be searched. */
  readonly isComplete: boolean;
  /** Some of the lists that are not ranked, nearest first. */
  readonly sample: Uint32Array;
  /** How many lists that are not ranked each of the sample stands for. */
  readonly weight: number;
  /** Ranks at least `count` lists, or all; the first `kept` stay as they are. */
  extend(count: number, kept: number): void;
}

/** Every list, those of the highest closeness first. @param closeness `[lists]` @param lists those that can be searched */
export function rankAll(closeness: Float32Array, lists: Uint32Array): ListRanking {
  const order = byCloseness(lists, closeness);
  return { order, closeness, isComplete: true, sample: new Uint32Array(0), weight: 0, extend: () => {} };
}

/**
 * Ranks lists for a query `[d]`: all at once where they are few, else the first by the router's graph.
 * @param lists those that can be searched, rising
 */
export function rankLists(router: Router, query: Float32Array, lists: Uint32Array): ListRanking {
  // Where most lists are not there, the graph would bring mostly those.
  return lists.length < GRAPH_FROM || 2 * lists.length < router.lists
    ? rankAll(router.closeness(query), lists)
    : new GraphRanking(router, query, lists);
}

/**
 * The graph's lists and their neighbours, with their exact inner products, and every list once more are wanted than the
 * graph is good for. What they leave out, near lists that the graph missed among it, is told by a sample of all lists, evenly spread over
 * their numbers: neighbours are of one subject.
 */
class GraphRanking implements ListRanking {
  order: Uint32Array;
  closeness: Float32Array;
  sample: Uint32Array;
  weight: number;
  isComplete = false;

  constructor(
    private readonly router: Router,
    private readonly query: Float32Array,
    private readonly lists: Uint32Array,
  ) {
    this.closeness = new Float32Array(router.lists);
    const canSearch = new Uint8Array(router.lists);
    for (const list of lists) canSearch[list] = 1;
    const found = withNeighbours(router.nearest(query, GRAPH_LISTS), router.lists).filter(
      (list) => canSearch[list] === 1,
    );
    for (const list of found) canSearch[list] = 0;
    const step = lists.length / SAMPLE;
    const sample = Uint32Array.from(
      { length: SAMPLE },
      (_, i) => lists[Math.floor((i + 0.5) * step)]!,
    ).filter((list) => canSearch[list] === 1);
    this.#compare(found);
    this.#compare(sample);
    this.order = byCloseness(found, this.closeness);
    this.sample = byCloseness(sample, this.closeness);
    this.weight = sample.length === 0 ? 0 : (lists.length - found.length) / sample.length;
  }

  extend(count: number, kept: number): void {
    if (this.isComplete || count <= Math.min(GRAPH_MOST, this.order.length)) return;
    this.closeness = this.router.closeness(this.query);
    const isKept = new Uint8Array(this.router.lists);
    const first = this.order.subarray(0, kept);
    for (const list of first) isKept[list] = 1;
    const order = new Uint32Array(this.lists.length);
    order.set(first);
    order.set(
      byCloseness(
        this.lists.filter((list) => isKept[list] === 0),
        this.closeness,
      ),
      kept,
    );
    this.order = order;
    this.sample = new Uint32Array(0);
    this.weight = 0;
    this.isComplete = true;
  }

  #compare(lists: Uint32Array): void {
    const products = this.router.closenessOf(this.query, lists);
    for (let i = 0; i < lists.length; i++) this.closeness[lists[i]!] = products[i]!;
  }
}

/** Lists, each once, and those of the regions in which most of them lie. */
function withNeighbours(found: Uint32Array, lists: number): Uint32Array {
  const counts = new Uint32Array(Math.ceil(lists / REGION));
  for (const list of found) counts[Math.floor(list / REGION)]!++;
  const regions = Array.from(counts.keys())
    .filter((region) => counts[region]! > 0)
    .sort((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, NEIGHBOURS / REGION);
  const all = new Set(found);
  for (const region of regions)
    for (let list = region * REGION; list < Math.min(lists, (region + 1) * REGION); list++) all.add(list);
  return Uint32Array.from(all);
}

/** Steps that closeness is told apart by. */
const STEPS = 2 ** 30;

/** Lists, those of the highest closeness first, equal ones by their number. */
function byCloseness(lists: Uint32Array, closeness: Float32Array): Uint32Array {
  let [least, most] = [Infinity, -Infinity];
  for (const list of lists) {
    least = Math.min(least, closeness[list]!);
    most = Math.max(most, closeness[list]!);
  }
  const unit = most > least ? STEPS / (most - least) : 0;
  // Numbers sort many times faster than by a function.
  const keys = Float64Array.from(lists);
  for (let i = 0; i < keys.length; i++)
    keys[i] = Math.round((most - closeness[lists[i]!]!) * unit) * closeness.length + lists[i]!;
  keys.sort();
  const order = new Uint32Array(keys.length);
  for (let i = 0; i < order.length; i++) order[i] = keys[i]! % closeness.length;
  return order;
}
