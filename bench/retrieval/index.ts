import { usualBytes } from '../../index-shards/build/codec/choose';
import type { Embeddings } from '../../src/core';
import { usearchInNode } from '../../workers/retrieval/usearch/node';
import { type Engine, K, measureEngines, type QueryTask, type RetrievalRow } from './engines';
import { measureInChromium } from './in-chromium';
import { indexEngines } from './index-engine';
import { roughLists } from './lists';
import { type BenchIndex, makeIndex } from './make-index';
import { exactRows } from './truth';
import { type QuerySet, USUAL_WORLD, World } from './world';

export interface RetrievalBenchOptions {
  /** Captions. */
  readonly n: number;
  /** Width of an embedding. */
  readonly d: number;
  readonly queries: number;
  readonly browser: boolean;
}

const LIST_SIZE = 256;
const SETS: readonly QuerySet[] = ['q2', 'q1', 'text'];
/** Queries of each set that the codec is tuned with; none of them is measured. */
const TUNING = 200;
/** Peers take minutes to build beyond so many. */
const HNSWLIB_MOST = 20_000;
const VOY_MOST = 10_000;

/** Retrieval over synthetic captions, in Node and in Chromium: the app's search in both codecs, and its peers. */
export async function benchRetrieval({
  n,
  d,
  queries,
  browser,
}: RetrievalBenchOptions): Promise<RetrievalRow[]> {
  const world = new World({ ...USUAL_WORLD, n, d });
  const note = (what: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${what}`);
  note(`${n} captions`);
  const vectors = world.captions(0, n);
  const sets = SETS.map((set) => {
    const all = world.queries(set, TUNING + queries);
    return { name: set, tuning: part(all, 0, TUNING), measured: part(all, TUNING, queries) };
  });
  const peers = { hnswlib: Math.min(n, HNSWLIB_MOST), voy: Math.min(n, VOY_MOST) };
  note('exact answers');
  const sizes = browser ? [...new Set([n, peers.hnswlib, peers.voy])] : [n];
  const tasks: QueryTask[] = sets.map(({ name, measured }) => ({
    name,
    queries: measured,
    truth: new Map(sizes.map((size) => [size, exactRows(part(vectors, 0, size), measured, K)])),
  }));
  note('lists');
  const lists = roughLists(vectors, LIST_SIZE, await usearchInNode(d));
  const tuning = sets.map((set) => set.tuning);
  const indexes: Record<'i8' | 'residual', BenchIndex> = {
    i8: await makeIndex(vectors, lists, tuning, 'i8', await usearchInNode(d)),
    residual: await makeIndex(
      vectors,
      lists,
      tuning,
      { residualBytes: usualBytes(d) },
      await usearchInNode(d),
    ),
  };
  note('Node');
  const engines: Engine[] = [];
  for (const { manifest, files } of Object.values(indexes))
    engines.push(...(await indexEngines(manifest, files, () => usearchInNode(d))));
  const rows = await measureEngines(engines, tasks, 'node');
  if (!browser) return rows;
  note('Chromium');
  const data = new Map<string, Uint8Array>();
  for (const [codec, { manifest, files }] of Object.entries(indexes)) {
    data.set(`${codec}.json`, new TextEncoder().encode(JSON.stringify(manifest)));
    for (const [name, bytes] of files) data.set(name, bytes);
  }
  const most = Math.max(peers.hnswlib, peers.voy) * d;
  data.set('vectors.f32', new Uint8Array(vectors.data.buffer, 0, 4 * most));
  const inPage = await measureInChromium(
    {
      d,
      indexes: ['i8', 'residual'],
      ...peers,
      tasks: tasks.map(({ name, queries, truth }) => ({
        name,
        queries: Array.from(queries.data),
        truth: [...truth],
      })),
    },
    data,
  );
  return [...rows, ...inPage];
}

function part({ width, data }: Embeddings, first: number, count: number): Embeddings {
  return { count, width, data: data.subarray(first * width, (first + count) * width) };
}

/** The table as text; times also as parts of the first engine's of the same place and queries. */
export function retrievalTable(rows: readonly RetrievalRow[]): string {
  const floors = new Map<string, number>();
  const lines = rows.map((its) => {
    const key = `${its.where} ${its.queries}`;
    if (!floors.has(key)) floors.set(key, its.msP50);
    const perCaption = (bytes: number) => String(Math.round(bytes / its.n)).padStart(5);
    return [
      its.where.padEnd(8),
      its.queries.padEnd(4),
      its.engine.padEnd(38),
      String(its.n).padStart(8),
      perCaption(its.bytesDisk),
      perCaption(its.bytesResident),
      its.msP50.toFixed(2).padStart(8),
      its.msP95.toFixed(2).padStart(8),
      (its.msP50 / floors.get(key)!).toFixed(2).padStart(6),
      its.recall.toFixed(3),
    ].join('  ');
  });
  const head =
    'where     set   engine                                        n   disk  memory B/caption    p50 ms  p95 ms  × exact  recall@10';
  return [head, ...lines].join('\n');
}
