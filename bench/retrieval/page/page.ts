import { parseManifest } from '../../../index-shards/format';
import type { Embeddings } from '../../../src/core';
import { usearchInBrowser } from '../../../workers/retrieval/usearch/browser';
import { type Engine, measureEngines, type QueryTask, type RetrievalRow } from '../engines';
import { indexEngines } from '../index-engine';
import { hnswlibEngine, voyEngine } from './peers';

/** What the page is to measure; files lie beside it under `data/`. */
export interface PageTask {
  readonly d: number;
  readonly indexes: readonly ('i8' | 'residual')[];
  /** Captions that the peers hold: the first so many. */
  readonly hnswlib: number;
  readonly voy: number;
  readonly tasks: readonly {
    readonly name: string;
    /** f32, `[count, d]`. */
    readonly queries: readonly number[];
    readonly truth: readonly (readonly [number, readonly (readonly number[])[]])[];
  }[];
}

declare global {
  var measureInPage: (task: PageTask) => Promise<RetrievalRow[]>;
}

globalThis.measureInPage = async ({ d, indexes, hnswlib, voy, tasks }) => {
  const engines: Engine[] = [];
  for (const codec of indexes) {
    const manifest = parseManifest(await (await fetch(`data/${codec}.json`)).json());
    const files = new Map<string, Uint8Array>();
    for (const { name } of [manifest.router, ...manifest.shards])
      files.set(name, await bytesOf(`data/${name}`));
    for (const engine of await indexEngines(manifest, files, () => usearchInBrowser(d))) engines.push(engine);
  }
  const vectors = new Float32Array((await bytesOf('data/vectors.f32')).buffer);
  const first = (count: number): Embeddings => ({ count, width: d, data: vectors.subarray(0, count * d) });
  if (hnswlib > 0) engines.push(await hnswlibEngine(first(hnswlib)));
  if (voy > 0) engines.push(await voyEngine(first(voy)));
  const queryTasks: QueryTask[] = tasks.map(({ name, queries, truth }) => ({
    name,
    queries: { count: queries.length / d, width: d, data: Float32Array.from(queries) },
    truth: new Map(truth),
  }));
  return measureEngines(engines, queryTasks, 'chromium');
};

async function bytesOf(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
