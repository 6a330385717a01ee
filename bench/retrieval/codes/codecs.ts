import { dot, type Embeddings, row, stack } from '../../../core';
import { allocateBits } from '../../../index-shards/builder/codec/allocate';
import { ResidualEncoder } from '../../../index-shards/builder/codec/encode';
import {
  codecAlong,
  type Directions,
  type FittedCodec,
  fitDirections,
} from '../../../index-shards/builder/codec/fit';
import { inMemory } from '../../../index-shards/builder/embed/matrix';
import { meanRecall } from '../../../index-shards/builder/pack/clip';
import { joinQueries } from '../../../index-shards/builder/queries/queries';
import { exactIds } from '../../../index-shards/builder/verify/exact';
import { dequantise, packedBytes, quantise, type Run } from '../../../index-shards/format';
import { ResidualSearch } from '../../../workers/retrieval/kernels';
import { kernelsInNode } from '../../../workers/retrieval/kernels/node';
import { K } from '../engines';
import { meanOf, roughLists } from '../lists';
import { clipOf, sampleOf, sampleResiduals } from '../make-index';
import { USUAL_WORLD, World } from '../world';
import { storedInProductCodes } from './product-codes';

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
/** Bytes of a caption's residual codes that are tried, for each component. */
const PARTS = [1 / 8, 1 / 4, 272 / 768, 5 / 12, 11 / 24, 1 / 2, 7 / 12, 2 / 3];
/** Beyond so many captions those that lose among fewer are left out, since each takes a minute for 100,000. */
const ALL_UP_TO = 50_000;
/** Components that share a byte of product codes. */
const PRODUCT_SIZES = [4, 3, 2];
const TUNING = 200;
const LIST_SIZE = 64;

export interface CodecBenchOptions {
  /** Captions. */
  readonly n: number;
  /** Width of an embedding. */
  readonly d: number;
  /** Of each kind. */
  readonly queries: number;
}

/** Candidates for the index's codec: what each costs and keeps. */
export async function benchCodecs({ n, d, queries }: CodecBenchOptions): Promise<CodecRow[]> {
  const world = new World({ ...USUAL_WORLD, n, d });
  const vectors = world.captions(0, n);
  const drawn = SETS.map((name) => world.queries(name, TUNING + queries));
  const tuning = drawn.map(({ data }) => ({ count: TUNING, width: d, data: data.subarray(0, TUNING * d) }));
  const measured = joinQueries(
    drawn.map(({ data }) => ({ count: queries, width: d, data: data.subarray(TUNING * d) })),
    d,
  );
  const truth = await exactIds(inMemory(vectors), measured, K);
  const kernels = await kernelsInNode(d);
  const captions = stack(sampleOf(n, 4000).map((i) => row(vectors, i)));
  const plan = (lists: readonly (readonly number[])[], queries: readonly Embeddings[]) => {
    const means = stack(lists.map((members) => meanOf(vectors, members)));
    return {
      lists,
      means,
      directions: fitDirections(sampleResiduals(vectors, lists, means), captions, queries),
    };
  };
  const lists = roughLists(vectors, LIST_SIZE, kernels);
  const listed = plan(lists, tuning);

  const rows: CodecRow[] = [];
  const note = async (codec: string, bytes: number, stored: Embeddings) => {
    const cosines = Float64Array.from({ length: n }, (_, i) => dot(row(stored, i), row(vectors, i))).sort();
    const ids = await exactIds(inMemory(stored), measured, K);
    const found = SETS.map((name, s) => {
      const of = (all: readonly number[][]) => all.slice(s * queries, (s + 1) * queries);
      return [name, meanRecall(of(ids), of(truth))] as const;
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
  await note(
    'i8',
    d,
    stack(Array.from({ length: n }, (_, i) => dequantise(quantise(stack([row(vectors, i)]), clip)))),
  );
  type Plan = Pick<typeof listed, 'lists' | 'directions'>;
  const candidates: [string, Plan, readonly Run[]][] = PARTS.map((part) => [
    'residual, bits by variance',
    listed,
    bits(listed.directions, Math.floor(part * d)),
  ]);
  if (n <= ALL_UP_TO) {
    const whole = plan([Array.from({ length: n }, (_, i) => i)], tuning);
    const untuned = plan(lists, []).directions;
    const half = Math.floor(d / 2);
    candidates.push(
      ['residual, not tuned with queries', { lists, directions: untuned }, bits(untuned, half)],
      ['bits by variance', whole, bits(whole.directions, half)],
      ['4 bits along every direction', whole, [{ bits: 4, count: d }]],
      ['3 bits along every direction', whole, [{ bits: 3, count: d }]],
      ['7 bits along a third', whole, [{ bits: 7, count: d / 3 }]],
      ['1 bit along every direction', whole, [{ bits: 1, count: d }]],
    );
  }
  for (const [name, { lists, directions }, runs] of candidates) {
    const codec = codecAlong(directions, runs);
    await note(name, packedBytes(runs), await stored(vectors, lists, codec));
  }
  if (n <= ALL_UP_TO)
    for (const size of PRODUCT_SIZES)
      if (d % size === 0)
        await note(
          `product codes of ${size} components`,
          d / size,
          storedInProductCodes(vectors, listed.lists, listed.means, size),
        );
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
  const kernels = await kernelsInNode(width);
  const encoder = new ResidualEncoder(kernels, codec);
  const search = new ResidualSearch(kernels, codec.parameters);
  const data = new Float32Array(vectors.data.length);
  for (const members of lists) {
    const { frame, codes, inverseNorms } = encoder.encode(stack(members.map((id) => row(vectors, id))));
    const block = search.addLists(
      {
        firstList: 0,
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
