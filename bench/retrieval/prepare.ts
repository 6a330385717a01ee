import { closeSync, openSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Embeddings } from '../../core';
import { usualBytes } from '../../index-shards/builder/codec/choose';
import { type Manifest, parseManifest } from '../../index-shards/format';
import { kernelsInNode } from '../../workers/retrieval/kernels/node';
import { cached } from './cache';
import { K, type QueryTask } from './engines';
import { roughLists } from './lists';
import { makeIndex } from './make-index';
import { exactRowsCompiled } from './truth';
import { type QuerySet, USUAL_WORLD, World } from './world';

/** A synthetic index on disk. */
export interface StoredIndex {
  readonly manifest: Manifest;
  readonly folder: string;
}

/** What is measured with, and in. */
export interface Prepared {
  readonly tasks: readonly QueryTask[];
  /** Queries of each kind to tune with; none of them is measured. */
  readonly tuning: readonly Embeddings[];
  readonly i8: StoredIndex;
  /** In residual codes of the usual size first, then in smaller ones. */
  readonly residual: readonly StoredIndex[];
  /** File of f32 `[n, d]`. */
  readonly vectors: string;
}

const LIST_SIZE = 64;
/** Bytes of the smaller residual codes: below the 283 that the paper's index takes, at d = 768. */
const smallBytes = (d: number) => Math.floor((17 * d) / 48);
const SETS: readonly QuerySet[] = ['q2', 'q1', 'text'];
/** Queries of each set for tuning. */
const TUNING = 200;
/** Captions that are made or read at a time. */
const PIECE = 10_000;

const WORLD = ['world', 'draw', 'codes/rotation'].map((name) => `bench/retrieval/${name}.ts`);
const INDEX = [
  ...WORLD,
  'bench/retrieval/lists.ts',
  'bench/retrieval/make-index.ts',
  'bench/retrieval/prepare.ts',
  'index-shards/format',
  'index-shards/builder/codec',
];

/**
 * Captions, exact answers and an index in either codec, from `.cache` where an earlier run left them.
 * @param sizes captions of which the exact answers are wanted, the first so many each
 */
export async function prepare(
  { n, d, queries, sizes }: { n: number; d: number; queries: number; sizes: readonly number[] },
  note: (what: string) => void,
): Promise<Prepared> {
  const world = new World({ ...USUAL_WORLD, n, d });
  const sets = SETS.map((name) => {
    const all = world.queries(name, TUNING + queries);
    return { name, tuning: part(all, 0, TUNING), measured: part(all, TUNING, queries) };
  });
  const folder = await cached('captions', { n, d }, WORLD, (folder) => {
    note(`${n} captions`);
    const file = openSync(join(folder, 'vectors.f32'), 'w');
    for (let first = 0; first < n; first += PIECE)
      writeSync(file, bytesOf(world.captions(first, Math.min(PIECE, n - first)).data));
    closeSync(file);
  });
  const vectors = join(folder, 'vectors.f32');
  let inMemory: Embeddings | null = null;
  const captions = () => {
    inMemory ??= read(vectors, n, d);
    return inMemory;
  };
  const truth = await cached('truth', { n, d, queries, sizes, K }, WORLD, async (folder) => {
    note('exact answers');
    const kernels = await kernelsInNode(d);
    const answers = sets.map(({ measured }) =>
      sizes.map((size) => [size, exactRowsCompiled(part(captions(), 0, size), measured, K, kernels)]),
    );
    writeFileSync(join(folder, 'answers.json'), JSON.stringify(answers));
  });
  const answers = JSON.parse(readFileSync(join(truth, 'answers.json'), 'utf8')) as [number, number[][]][][];
  const tuning = sets.map((set) => set.tuning);
  const index = async (codec: 'i8' | { readonly residualBytes: number }): Promise<StoredIndex> => {
    const name = codec === 'i8' ? codec : `residual-${codec.residualBytes}`;
    const folder = await cached(`index-${name}`, { n, d }, INDEX, async (folder) => {
      const lists = await listsOf(captions, n, d, note);
      note(`index in codes ${name}`);
      const made = await makeIndex(captions(), lists, tuning, codec, await kernelsInNode(d));
      for (const [name, bytes] of made.files) writeFileSync(join(folder, name), bytes);
      writeFileSync(join(folder, 'manifest.json'), JSON.stringify(made.manifest));
    });
    const text = readFileSync(join(folder, 'manifest.json'), 'utf8');
    return { manifest: parseManifest(JSON.parse(text)), folder };
  };
  return {
    tasks: sets.map(({ name, measured }, s) => ({ name, queries: measured, truth: new Map(answers[s]!) })),
    tuning,
    i8: await index('i8'),
    residual: [await index({ residualBytes: usualBytes(d) }), await index({ residualBytes: smallBytes(d) })],
    vectors,
  };
}

async function listsOf(
  captions: () => Embeddings,
  n: number,
  d: number,
  note: (what: string) => void,
): Promise<number[][]> {
  const sources = [...WORLD, 'bench/retrieval/lists.ts'];
  const folder = await cached('lists', { n, d, LIST_SIZE }, sources, async (folder) => {
    note('lists');
    const lists = roughLists(captions(), LIST_SIZE, await kernelsInNode(d));
    writeFileSync(join(folder, 'lists.json'), JSON.stringify(lists));
  });
  return JSON.parse(readFileSync(join(folder, 'lists.json'), 'utf8')) as number[][];
}

/** The first `count` vectors of a file of f32, `[count, d]`. */
function read(path: string, count: number, d: number): Embeddings {
  const data = new Float32Array(count * d);
  const file = openSync(path, 'r');
  for (let first = 0; first < count; first += PIECE) {
    const piece = data.subarray(first * d, Math.min(count, first + PIECE) * d);
    readSync(file, bytesOf(piece), 0, piece.byteLength, 4 * first * d);
  }
  closeSync(file);
  return { count, width: d, data };
}

function part({ width, data }: Embeddings, first: number, count: number): Embeddings {
  return { count, width, data: data.subarray(first * width, (first + count) * width) };
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
