import { expose } from 'comlink';
import type { Embeddings } from '../../../core';
import { parseManifest, verifyBytes } from '../../../index-shards/format';
import { kernelsInBrowser } from '../../../workers/retrieval/kernels/browser';
import { openShardStore, partsOf } from '../../../workers/storage';
import { type Engine, measureEngines, type QueryTask, type RetrievalRow } from '../engines';
import { i8Engines, residualEngines, type Source } from '../index-engine';
import { hnswlibEngine, voyEngine } from './peers';
import { measureStorage } from './storage';

/** What the page is to measure; files lie beside it under `data/`. */
export interface PageTask {
  readonly d: number;
  /** Of each index in residual codes. */
  readonly margins: readonly number[];
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

/** Measures all that the task names, in the worker that this runs in: only workers may open the app's files. */
async function measure({ d, margins, hnswlib, voy, tasks }: PageTask): Promise<RetrievalRow[]> {
  const residual: Source[] = [];
  for (const [i, margin] of margins.entries()) {
    const { manifest, ...files } = await served(`residual-${i}`);
    residual.push(await stored({ manifest: { ...manifest, routing: { caution: margin } }, ...files }));
  }
  const engines: Engine[] = [
    ...(await i8Engines(await served('i8'), (build) => kernelsInBrowser(d, build))),
    ...(await residualEngines(residual, (build) => kernelsInBrowser(d, build))),
  ];
  const most = Math.max(hnswlib, voy);
  const vectors = new Float32Array((await bytesOf('/data/captions/vectors.f32', 4 * most * d)).buffer);
  const first = (count: number): Embeddings => ({ count, width: d, data: vectors.subarray(0, count * d) });
  if (hnswlib > 0) engines.push(await hnswlibEngine(first(hnswlib)));
  if (voy > 0) engines.push(await voyEngine(first(voy)));
  const queryTasks: QueryTask[] = tasks.map(({ name, queries, truth }) => ({
    name,
    queries: { count: queries.length / d, width: d, data: Float32Array.from(queries) },
    truth: new Map(truth),
  }));
  return measureEngines(engines, queryTasks, 'chromium');
}

expose({ measure, measureStorage });

/** An index on the server. */
async function served(folder: string): Promise<Source> {
  const text = new TextDecoder().decode(await bytesOf(`/data/${folder}/manifest.json`));
  const read: Source['read'] = ({ name }) => bytesOf(`/data/${folder}/${name}`);
  return {
    manifest: parseManifest(JSON.parse(text)),
    partsAreQuick: false,
    read,
    readParts: async (entry, parts) => partsOf(await read(entry), parts),
  };
}

/** The same index, which is read and verified from the app's own store from the second time on. */
async function stored({ manifest, read }: Source): Promise<Source> {
  const { store } = await openShardStore();
  const readStored: Source['read'] = async (entry) => {
    const bytes = await store.read(entry.name);
    if (bytes !== undefined) {
      await verifyBytes(bytes, entry);
      return bytes;
    }
    const fetched = await read(entry);
    await store.write(entry.name, fetched);
    return fetched;
  };
  return {
    manifest,
    partsAreQuick: store.partsAreQuick,
    read: readStored,
    readParts: (entry, parts) => store.readParts(entry, parts),
  };
}

/** @param first so many bytes from the start; all where absent */
async function bytesOf(url: string, first?: number): Promise<Uint8Array<ArrayBuffer>> {
  const headers: HeadersInit = first === undefined ? {} : { range: `bytes=0-${first - 1}` };
  const response = await fetch(url, { headers, cache: 'no-store' });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
