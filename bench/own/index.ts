import { type Embeddings, exactTopK, mergeRankings, row, stack } from '../../core';
import { FINGERPRINT_SENTENCE, type ManifestModel, quantise } from '../../index-shards/format';
import { loadNodeEncoder } from '../../workers/encoder/node';
import { kernelsInNode } from '../../workers/retrieval/kernels/node';
import { OwnIndexes } from '../../workers/retrieval/own/own-indexes';
import { Retrieval } from '../../workers/retrieval/retrieval';
import { MemoryStore } from '../../workers/storage';
import { USUAL_WORLD, World } from '../retrieval/world';

/** One figure of indexes made on the page. */
export interface OwnRow {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
}

const POCKET = 'public/models/pocket-siglip';
/** As the page embeds captions, and as it adds them. */
const TEXTS_AT_ONCE = 32;
const CAPTIONS_PER_SHARD = 1024;
/** Captions over which the graph is held against the scan. */
const GRAPH_SIZES = [20_000, 50_000, 100_000];
const K = 32;
const QUERIES = 64;

const about = { title: 'Bench', source: 'made up', licence: 'CC0', languages: [] };

/** What indexes of one's own captions cost: making them, searching while they grow, the graph instead of the scan, several at once. */
export async function benchOwn({ n = 20_000, d = 768 } = {}): Promise<OwnRow[]> {
  const rows = [...(await making()), ...(await growing(n, d))];
  for (const size of GRAPH_SIZES) rows.push(...(await graphAgainstScan(size, d)));
  return [...rows, ...(await several(n, d))];
}

/** Captions a second into an index against the bare text tower, in turn, over the same texts. */
async function making(): Promise<OwnRow[]> {
  const encoder = await loadNodeEncoder(POCKET, { precision: 'q8', threads: 1 });
  const texts = Array.from(
    { length: 2 * CAPTIONS_PER_SHARD },
    (_, i) => `a frond with ${i} pinnae on a stalk`,
  );
  await encoder.embedTexts(texts.slice(0, TEXTS_AT_ONCE));
  const fingerprint = {
    sentence: FINGERPRINT_SENTENCE,
    embedding: Array.from((await encoder.embedTexts([FINGERPRINT_SENTENCE])).data),
  };
  const model = { id: encoder.id, revision: 'main', width: fingerprint.embedding.length, fingerprint };
  const embed = async () => {
    const parts: Embeddings[] = [];
    for (let at = 0; at < texts.length; at += TEXTS_AT_ONCE)
      parts.push(await encoder.embedTexts(texts.slice(at, at + TEXTS_AT_ONCE)));
    return parts;
  };
  const times = { bare: [] as number[], own: [] as number[] };
  for (let round = 0; round < 5; round++) {
    times.bare.push(await timed(embed));
    const indexes = new OwnIndexes(new MemoryStore(), kernelsInNode);
    times.own.push(
      await timed(async () => {
        const all = joined(await embed());
        for (let at = 0; at < texts.length; at += CAPTIONS_PER_SHARD)
          await add(indexes, model, at, texts, all);
      }),
    );
  }
  await encoder.dispose();
  const [bare, own] = [median(times.bare), median(times.own)];
  return [
    {
      what: 'captions a second, bare text tower (pocket, 1 thread)',
      value: (1000 * texts.length) / bare,
      unit: '/s',
    },
    { what: 'captions a second, into an index', value: (1000 * texts.length) / own, unit: '/s' },
    { what: 'of the bare tower', value: bare / own, unit: '×' },
  ];
}

/** Adding shards to an index that grows, the first search and the last in it. */
async function growing(n: number, d: number): Promise<OwnRow[]> {
  const { embeddings, model, queries, texts } = await made(n, d);
  const store = new MemoryStore();
  const indexes = new OwnIndexes(store, kernelsInNode);
  const adding: number[] = [];
  const searching: number[] = [];
  let first = 0;
  for (let at = 0; at < n; at += CAPTIONS_PER_SHARD) {
    adding.push(await timed(() => add(indexes, model, at, texts, embeddings)));
    if (at > 0 && Math.log2(at / CAPTIONS_PER_SHARD) % 1 !== 0) continue;
    const began = performance.now();
    const tab = await opened(store);
    await tab.search(queries, K);
    if (at === 0) first = adding[0]! + performance.now() - began;
    searching.push((await timed(() => tab.search(queries, K))) / QUERIES);
  }
  return [
    { what: 'first 1,024 captions added, opened and searched', value: first, unit: 'ms' },
    { what: `a shard of 1,024 added to ${n} captions`, value: adding.at(-1)!, unit: 'ms' },
    { what: 'a search in the first shard', value: searching[0]!, unit: 'ms' },
    { what: `a search in up to ${n} captions`, value: searching.at(-1)!, unit: 'ms' },
    { what: 'memory of the process', value: process.memoryUsage().rss / 1e6, unit: 'MB' },
  ];
}

/** usearch's graph (HNSW, i8) over every caption against the scan of all. */
async function graphAgainstScan(n: number, d: number): Promise<OwnRow[]> {
  const { embeddings, queries } = await made(n, d);
  const kernels = await kernelsInNode(d);
  const codes = quantise(embeddings, 0.25);
  let graph = new Uint8Array(0);
  const building = await timed(async () => {
    graph = kernels.buildRouter(codes);
  });
  const router = kernels.openRouter(graph, n);
  const block = kernels.addVectors(
    codes,
    Uint32Array.from({ length: n }, (_, i) => i),
    0,
  );
  const each = Array.from({ length: QUERIES }, (_, q) => row(queries, q));
  const truth = each.map((query) => new Set(exactTopK(embeddings, query, 10).map(({ index }) => index)));
  const foundBy = (find: (query: Float32Array) => ArrayLike<number>) =>
    each.reduce(
      (sum, query, q) =>
        sum +
        Array.from(find(query))
          .slice(0, 10)
          .filter((i) => truth[q]!.has(i)).length,
      0,
    ) /
    (10 * QUERIES);
  const byGraph = (query: Float32Array) => router.nearest(query, K);
  const byScan = (query: Float32Array) => {
    const scan = kernels.scan(query, K);
    scan.compare(block, 0, n);
    return scan.finish().rows;
  };
  const msOf = async (find: (query: Float32Array) => unknown) => {
    for (const query of each.slice(0, 8)) find(query);
    return (
      (await timed(async () => {
        for (const query of each) find(query);
      })) / QUERIES
    );
  };
  return [
    { what: `graph: building over ${n} captions`, value: building / n, unit: 'ms a caption' },
    { what: `graph: a query among ${n}`, value: await msOf(byGraph), unit: 'ms' },
    { what: `graph: recall@10 among ${n}`, value: foundBy(byGraph), unit: '' },
    { what: `graph: bytes over ${n}`, value: graph.length / 1e6, unit: 'MB' },
    { what: `scan: a query among ${n}`, value: await msOf(byScan), unit: 'ms' },
    { what: `scan: recall@10 among ${n}`, value: foundBy(byScan), unit: '' },
  ];
}

/** Three indexes, each a third of the captions: searched one after another, and together with their captions merged. */
async function several(n: number, d: number): Promise<OwnRow[]> {
  const { embeddings, model, queries, texts } = await made(n, d);
  const tabs = await Promise.all(
    [0, 1, 2].map(async (part) => {
      const store = new MemoryStore();
      const indexes = new OwnIndexes(store, kernelsInNode);
      const [from, to] = [Math.floor((part * n) / 3), Math.floor(((part + 1) * n) / 3)];
      const { data, width } = embeddings;
      const its = { count: to - from, width, data: data.subarray(from * width, to * width) };
      for (let at = 0; at < to - from; at += CAPTIONS_PER_SHARD)
        await add(indexes, model, at, texts.slice(from, to), its);
      return opened(store);
    }),
  );
  const alone = async () => {
    for (const tab of tabs) await tab.search(queries, K);
  };
  const together = async () => {
    const found = await Promise.all(tabs.map((tab) => tab.search(queries, K)));
    for (let q = 0; q < QUERIES; q++) {
      const lists = found.map((result) => (result.ok ? result.value.hits[q]! : []));
      mergeRankings(
        lists.map((hits) => ({ weight: 1, similarities: hits.map(({ similarity }) => similarity) })),
        K,
        (list, place) => lists[list]![place]!.text,
      );
    }
  };
  const times = { alone: [] as number[], together: [] as number[] };
  for (let round = 0; round < 9; round++) {
    times.alone.push(await timed(alone));
    times.together.push(await timed(together));
  }
  const [parts, merged] = [median(times.alone), median(times.together)];
  return [
    { what: 'three indexes, one after another', value: parts / QUERIES, unit: 'ms a query' },
    { what: 'three indexes together, merged (one thread)', value: merged / QUERIES, unit: 'ms a query' },
    { what: 'of the sum of the parts', value: merged / parts, unit: '×' },
  ];
}

async function made(n: number, d: number) {
  const world = new World({ ...USUAL_WORLD, n, d });
  const embeddings = world.captions(0, n);
  const fingerprint = { sentence: FINGERPRINT_SENTENCE, embedding: Array.from(row(embeddings, 0)) };
  const model: ManifestModel = { id: 'bench', revision: 'main', width: d, fingerprint };
  const texts = Array.from({ length: n }, (_, i) => `caption ${i}`);
  return { embeddings, model, queries: world.queries('q2', QUERIES), texts };
}

const add = (
  indexes: OwnIndexes,
  model: ManifestModel,
  at: number,
  texts: readonly string[],
  all: Embeddings,
) => {
  const count = Math.min(CAPTIONS_PER_SHARD, texts.length - at);
  const data = all.data.subarray(at * all.width, (at + count) * all.width);
  const embeddings = { count, width: all.width, data };
  return indexes.add({
    address: 'own:bench',
    about,
    after: at,
    model,
    texts: texts.slice(at, at + count),
    files: [{ name: 'bench.txt', source: about.source, licence: about.licence, captions: count }],
    embeddings,
  });
};

async function opened(store: MemoryStore): Promise<Retrieval> {
  const tab = new Retrieval({
    fetch,
    openShardStore: async () => ({ store, notice: null }),
    startKernels: kernelsInNode,
    lock: (_name, _signal, work) => work(),
  });
  const answer = await tab.open('own:bench');
  if (!answer.ok) throw new Error(answer.error.message);
  return tab;
}

const joined = (parts: readonly Embeddings[]) =>
  stack(parts.flatMap((part) => Array.from({ length: part.count }, (_, i) => row(part, i))));

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** The rows as text. */
export const ownTable = (rows: readonly OwnRow[]): string =>
  rows.map(({ unit, value, what }) => `${what}: ${value.toPrecision(3)} ${unit}`).join('\n');
