import { kernelsInNode } from '../../workers/retrieval/kernels/node';
import { chooseShards } from '../../workers/retrieval/search/need/choose-shards';
import { sharesOf } from '../../workers/retrieval/search/need/list-shares';
import { classesOf, LISTS_PER_SHARD, PHOTOS_PER_CLASS, SESSIONS, SimulatedIndex } from './session';

/** What of a large index is fetched for the field, and what photos find in it. */
export interface FieldRow {
  readonly session: string;
  /** Sample photos of each class that it was prepared by. */
  readonly samples: number;
  readonly listsPerShard: number;
  readonly megabytesPerShard: number;
  /** Part of the index's bytes, 0–1, with the shards that the page chooses. */
  readonly part: number;
  /** The same with every shard that a sample's search looks into on its way. */
  readonly partFollowed: number;
  /** Where of the shards those alone were kept that hold most of what was found, until they hold 95 % of it: a search knows those afterwards. */
  readonly partOfFullest: number;
  readonly bytes: number;
  readonly bytesIndex: number;
  /** Expected recall of the samples' searches in the whole index. */
  readonly expectedRecall: number;
  /** Of what all 1,500 photos find in the whole index, the part that lies in what was fetched, 0–1. */
  readonly found: number;
  /** The same of the photo that one in twenty is worse than. */
  readonly foundByWorst: number;
}

/** As the page asks. */
const K = 32;
const TARGET = 0.95;
/** Sample photos of each class. */
const SAMPLES = [50, 5] as const;
const SHARDS = [LISTS_PER_SHARD, 16, 4, 2, 1] as const;
/** Lists that the page learns by how a query's scores follow from closeness. */
const LEARN_BY = 16;

/** What a query looked into, and where its best lie. */
interface Searched {
  readonly lists: ReadonlySet<number>;
  readonly best: readonly number[];
  /** Lists that the page reckons with, nearest first, and how many of the best it expects in each. */
  readonly order: Uint32Array;
  readonly brings: readonly number[];
}

/** What is fetched for 30 classes with 50 photos each, of an index whose lists exist as their centres. */
export async function benchField({ captions = 12_000_000, d = 768 } = {}): Promise<FieldRow[]> {
  const index = new SimulatedIndex(captions, d, await kernelsInNode(d));
  await index.openRouter();
  return SESSIONS.flatMap((session) => {
    const lists = classesOf(session, index.lists);
    const classes = lists.map((list, c) => search(index, index.query(list, c, 'text'), c));
    const photos = lists.map((list, c) =>
      Array.from({ length: PHOTOS_PER_CLASS }, (_, p) => {
        const number = 1000 + c * PHOTOS_PER_CLASS + p;
        return search(index, index.query(list, number, 'picture'), number);
      }),
    );
    return SAMPLES.flatMap((samples) =>
      SHARDS.map((listsPerShard) => rowOf(session, index, classes, photos, samples, listsPerShard)),
    );
  });
}

function rowOf(
  session: string,
  index: SimulatedIndex,
  classes: readonly Searched[],
  photos: readonly (readonly Searched[])[],
  samples: number,
  listsPerShard: number,
): FieldRow {
  const prepared = [...classes, ...photos.flatMap((its) => its.slice(0, samples))];
  const shardOf = (list: number) => Math.floor(list / listsPerShard);
  const followed = new Set(prepared.flatMap(({ lists }) => [...lists].map(shardOf)));
  const shares = prepared.map(({ brings, order }) => sharesOf(order, brings, shardOf));
  const chosen = chooseShards(shares, () => 1, TARGET);
  const shards = new Set(chosen.shards);
  const listBytes = index.shardBytes / LISTS_PER_SHARD;
  const bytesIndex = index.lists * listBytes + index.routerBytes;
  // The last shard may be a small one.
  const bytesOf = (count: number) =>
    Math.min(index.lists, count * listsPerShard) * listBytes + index.routerBytes;
  const found = photos
    .flat()
    .map(({ best }) => best.filter((list) => shards.has(shardOf(list))).length / best.length)
    .sort((a, b) => a - b);
  return {
    session,
    samples,
    listsPerShard,
    megabytesPerShard: (listsPerShard * listBytes) / 1e6,
    part: bytesOf(shards.size) / bytesIndex,
    partFollowed: bytesOf(followed.size) / bytesIndex,
    partOfFullest: bytesOf(shardsHolding(prepared, shardOf)) / bytesIndex,
    bytes: bytesOf(shards.size),
    bytesIndex,
    expectedRecall: chosen.expected,
    found: found.reduce((sum, its) => sum + its, 0) / found.length,
    foundByWorst: found[Math.floor(found.length / 20)]!,
  };
}

/** How many shards hold `TARGET` of what queries found, those first that hold most. */
function shardsHolding(queries: readonly Searched[], shardOf: (list: number) => number): number {
  const counts = new Map<number, number>();
  for (const { best } of queries)
    for (const list of best) counts.set(shardOf(list), (counts.get(shardOf(list)) ?? 0) + 1);
  const falling = [...counts.values()].sort((a, b) => b - a);
  let left = TARGET * falling.reduce((sum, count) => sum + count, 0);
  let shards = 0;
  while (left > 0 && shards < falling.length) left -= falling[shards++]!;
  return shards;
}

/** A query's way through the whole index, as the page searches, and what it reckons with before. */
function search(index: SimulatedIndex, query: Float32Array, number: number): Searched {
  const closeness = index.closeness(query);
  const probe = index.probe(query);
  const scores = index.scoresOf(query, number);
  const best: { score: number; list: number }[] = [];
  const lists = new Set<number>();
  let known: Pick<Searched, 'order' | 'brings'> | null = null;
  const seen: number[] = [];
  const outcomesSeen: number[] = [];
  let expected = 0;
  while (expected < TARGET && !probe.exhausted) {
    const next = probe.next().slice();
    const outcomes = new Float64Array(2 * next.length);
    next.forEach((list, i) => {
      lists.add(list);
      scores(list, closeness[list]!, (score) => {
        outcomes[2 * i]! += score;
        outcomes[2 * i + 1]! += score * score;
        if (best.length === K && score <= best[K - 1]!.score) return;
        if (best.length === K) best.pop();
        const at = best.findIndex((other) => other.score < score);
        best.splice(at < 0 ? best.length : at, 0, { score, list });
      });
    });
    probe.record(next, outcomes);
    const kth = best.length < K ? -2 : best[K - 1]!.score;
    expected = probe.expectedRecall(K, kth);
    seen.push(...next);
    outcomesSeen.push(...outcomes);
    if (seen.length >= LEARN_BY) known ??= index.reckoned(closeness, seen, outcomesSeen, K, kth);
  }
  const { order, brings } = known ?? index.reckoned(closeness, seen, outcomesSeen, K, -1);
  return { lists, best: best.map(({ list }) => list), order, brings };
}

const percent = (part: number) => `${(100 * part).toFixed(1)} %`;

/** The rows as text. */
export function fieldTable(rows: readonly FieldRow[]): string {
  return rows
    .map(
      (its) =>
        `field, ${its.session}, ${its.samples} samples a class, ${its.listsPerShard} lists a shard (${its.megabytesPerShard.toFixed(2)} MB): ` +
        `${Math.round(its.bytes / 1e6)} of ${Math.round(its.bytesIndex / 1e6)} MB (${percent(its.part)}; each search followed to its end ${percent(its.partFollowed)}; the fullest shards with 95 % of what was found ${percent(its.partOfFullest)}); ` +
        `expected recall ${its.expectedRecall.toFixed(3)}, all photos find ${percent(its.found)} of what they find in the whole, 19 of 20 at least ${percent(its.foundByWorst)}`,
    )
    .join('\n');
}
