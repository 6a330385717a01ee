import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Embeddings } from '../../core';
import { leastMargin } from '../../index-shards/builder/verify/margin';
import { kernelsInNode } from '../../workers/retrieval/kernels/node';
import { measureEngines, type RetrievalRow } from './engines';
import { measureInChromium } from './in-chromium';
import { i8Engines, openWhole, residualEngines, type Source } from './index-engine';
import { prepare, type StoredIndex } from './prepare';

export interface RetrievalBenchOptions {
  /** Captions. */
  readonly n: number;
  /** Width of an embedding. */
  readonly d: number;
  readonly queries: number;
  readonly browser: boolean;
}

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
  const note = (what: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${what}`);
  const peers = { hnswlib: Math.min(n, HNSWLIB_MOST), voy: Math.min(n, VOY_MOST) };
  const sizes = [...new Set([n, peers.hnswlib, peers.voy])];
  const { tasks, tuning, i8, vectors, ...prepared } = await prepare({ n, d, queries, sizes }, note);
  const residual: StoredIndex[] = [];
  for (const index of prepared.residual) {
    const margin = await marginOf(index, tuning, d);
    note(`margin ${margin}`);
    residual.push({ ...index, manifest: { ...index.manifest, routing: { caution: margin } } });
  }
  note('Node');
  const rows = await inNode(tasks, i8, residual, d);
  if (!browser) return rows;
  note('Chromium');
  const inPage = await measureInChromium(
    {
      d,
      ...peers,
      margins: residual.map(({ manifest }) => manifest.routing!.caution),
      tasks: tasks.map(({ name, queries, truth }) => ({
        name,
        queries: Array.from(queries.data),
        truth: [...truth],
      })),
    },
    {
      i8: i8.folder,
      ...Object.fromEntries(residual.map(({ folder }, i) => [`residual-${i}`, folder])),
      captions: join(vectors, '..'),
    },
  );
  return [...rows, ...inPage];
}

/** What the builder would write into the manifest. */
async function marginOf(index: StoredIndex, tuning: readonly Embeddings[], d: number): Promise<number> {
  return leastMargin(await openWhole(sourceOf(index), await kernelsInNode(d)), tuning);
}

function sourceOf({ manifest, folder }: StoredIndex): Source {
  return {
    manifest,
    partsAreQuick: true,
    read: async ({ name }) => new Uint8Array(await readFile(join(folder, name))),
    readParts: async ({ name }, parts) => {
      const file = await open(join(folder, name));
      try {
        return await Promise.all(
          parts.map(async ({ start, end }) => {
            const bytes = new Uint8Array(end - start);
            await file.read(bytes, 0, bytes.length, start);
            return bytes;
          }),
        );
      } finally {
        await file.close();
      }
    },
  };
}

async function inNode(
  tasks: Parameters<typeof measureEngines>[1],
  i8: StoredIndex,
  residual: readonly StoredIndex[],
  d: number,
): Promise<RetrievalRow[]> {
  const engines = [
    ...(await i8Engines(sourceOf(i8), (build) => kernelsInNode(d, build))),
    ...(await residualEngines(residual.map(sourceOf), (build) => kernelsInNode(d, build))),
  ];
  return measureEngines(engines, tasks, 'node');
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
