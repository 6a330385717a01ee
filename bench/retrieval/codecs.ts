import { allocateBits } from '../../index-shards/build/codec/allocate';
import { ResidualEncoder } from '../../index-shards/build/codec/encode';
import {
  codecAlong,
  type Directions,
  type FittedCodec,
  fitDirections,
} from '../../index-shards/build/codec/fit';
import { dequantise, packedBytes, quantise, type Run } from '../../index-shards/format';
import { dot, type Embeddings, recall, row, stack } from '../../src/core';
import { usearchInNode } from '../../workers/retrieval/usearch/node';
import { ResidualSearch } from '../../workers/retrieval/usearch/residual';
import { K } from './engines';
import { meanOf, roughLists } from './lists';
import { clipOf, sampleOf, sampleResiduals } from './make-index';
import { exactRows } from './truth';
import { USUAL_WORLD, World } from './world';

/** What a codec keeps of the captions, all of which are compared. */
export interface CodecRow {
  readonly codec: string;
  readonly n: number;
  readonly d: number;
  /** Of one caption's codes. */
  readonly bytes: number;
  /** recall@10 against exact f32 search, by kind of query. */
  readonly recall: Readonly<Record<string, number>>;
  /** Cosine of what is stored to the original: mean, and the lowest of a thousand. */
  readonly cosineMean: number;
  readonly cosineLow: number;
}

const SETS = ['q2', 'q1', 'text'] as const;
const TUNING = 200;
const LIST_SIZE = 256;

/** Candidates for the index's codec: what each costs and keeps. */
export async function benchCodecs({ n = 20_000, d = 768, queries = 100 } = {}): Promise<CodecRow[]> {
  const world = new World({ ...USUAL_WORLD, n, d });
  const vectors = world.captions(0, n);
  const sets = SETS.map((name) => {
    const all = world.queries(name, TUNING + queries);
    const measured = { count: queries, width: d, data: all.data.subarray(TUNING * d) };
    return {
      name,
      tuning: all.data.subarray(0, TUNING * d),
      measured,
      truth: exactRows(vectors, measured, K),
    };
  });
  const tuning = sets.map(({ tuning }) => ({ count: TUNING, width: d, data: tuning }));
  const usearch = await usearchInNode(d);
  const captions = stack(sampleOf(n, 4000).map((i) => row(vectors, i)));
  const plan = (lists: readonly (readonly number[])[], queries: readonly Embeddings[]) => {
    const means = stack(lists.map((members) => meanOf(vectors, members)));
    return { lists, directions: fitDirections(sampleResiduals(vectors, lists, means), captions, queries) };
  };
  const whole = plan([Array.from({ length: n }, (_, i) => i)], tuning);
  const lists = roughLists(vectors, LIST_SIZE, usearch);
  const listed = plan(lists, tuning);
  const untuned = plan(lists, []);

  const rows: CodecRow[] = [];
  const note = (codec: string, bytes: number, stored: Embeddings) => {
    const cosines = Float64Array.from({ length: n }, (_, i) => dot(row(stored, i), row(vectors, i))).sort();
    const found = sets.map(({ name, measured, truth }) => {
      const ids = exactRows(stored, measured, K);
      return [name, ids.reduce((sum, its, q) => sum + recall(its, truth[q]!), 0) / queries] as const;
    });
    rows.push({
      codec,
      n,
      d,
      bytes,
      recall: Object.fromEntries(found),
      cosineMean: cosines.reduce((sum, x) => sum + x, 0) / n,
      cosineLow: cosines[Math.floor(n / 1000)]!,
    });
  };
  const clip = clipOf(vectors);
  note(
    'i8',
    d,
    stack(Array.from({ length: n }, (_, i) => dequantise(quantise(stack([row(vectors, i)]), clip)))),
  );
  const candidates: [string, typeof whole, readonly Run[]][] = [
    ['4 bits along every direction', whole, [{ bits: 4, count: d }]],
    ['3 bits along every direction', whole, [{ bits: 3, count: d }]],
    ['7 bits along a third', whole, [{ bits: 7, count: d / 3 }]],
    ['4 bits along two thirds', whole, [{ bits: 4, count: (2 * d) / 3 }]],
    ['1 bit along every direction', whole, [{ bits: 1, count: d }]],
  ];
  for (const part of [1 / 8, 1 / 4, 1 / 3, 272 / 768]) {
    const bytes = Math.floor(part * d);
    candidates.push(['bits by variance', whole, bits(whole.directions, bytes)]);
    candidates.push(['residual, bits by variance', listed, bits(listed.directions, bytes)]);
  }
  candidates.push([
    'residual, not tuned with queries',
    untuned,
    bits(untuned.directions, Math.floor((272 / 768) * d)),
  ]);
  for (const [name, { lists, directions }, runs] of candidates) {
    const codec = codecAlong(directions, runs);
    note(name, packedBytes(runs), await stored(vectors, lists, codec));
  }
  return rows;
}

const bits = ({ variances }: Directions, bytes: number) => allocateBits(variances, bytes);

/** What a codec gives back for each caption. */
async function stored(
  vectors: Embeddings,
  lists: readonly (readonly number[])[],
  codec: FittedCodec,
): Promise<Embeddings> {
  const { width } = vectors;
  const usearch = await usearchInNode(width);
  const encoder = new ResidualEncoder(usearch, codec);
  const search = new ResidualSearch(usearch, codec.parameters);
  const data = new Float32Array(vectors.data.length);
  for (const members of lists) {
    const { frame, codes, inverseNorms } = encoder.encode(stack(members.map((id) => row(vectors, id))));
    const block = search.addLists(
      {
        listStarts: Uint32Array.of(0, members.length),
        ids: Uint32Array.from(members),
        frames: [frame],
        codes,
        inverseNorms,
      },
      0,
    );
    members.forEach((id, i) => {
      data.set(block.vector(i), id * width);
    });
    block.free();
  }
  return { count: vectors.count, width, data };
}

/** The table as text. */
export function codecTable(rows: readonly CodecRow[]): string {
  const lines = rows.map(({ codec, bytes, recall, cosineMean, cosineLow }) =>
    [
      codec.padEnd(36),
      String(bytes).padStart(5),
      ...SETS.map((set) => recall[set]!.toFixed(3)),
      cosineMean.toFixed(5),
      cosineLow.toFixed(4),
    ].join('  '),
  );
  const head = `codec (n ${rows[0]?.n})`.padEnd(36);
  return [`${head}  bytes  r@10 ${SETS.join('    ')}  cosine   lowest ‰`, ...lines].join('\n');
}
