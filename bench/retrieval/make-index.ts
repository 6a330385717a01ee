import { type Embeddings, row, stack } from '../../core';
import { ResidualEncoder } from '../../index-shards/builder/codec/encode';
import { fitResidualCodec } from '../../index-shards/builder/codec/fit';
import {
  type Codec,
  type FileEntry,
  FORMAT_VERSION,
  type Manifest,
  packedBytes,
  quantise,
  sha256Hex,
  writePackedShard,
  writeRouter,
  writeShard,
} from '../../index-shards/format';
import type { Kernels } from '../../workers/retrieval/kernels';
import { meanOf } from './lists';

/** An index as a host would serve it. */
export interface BenchIndex {
  readonly manifest: Manifest;
  /** Name → bytes of router and shards. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/** Bytes of a shard of i8 codes at d = 768 with as many captions; the other codec's shards hold as many lists. */
const CAPTIONS_PER_SHARD = 6000;
/** Residuals that the codec is fitted to. */
const SAMPLE = 8000;
/** Part of the components that the i8 codec's clip value lets through. */
const CLIP_QUANTILE = 0.9999;

/** Writes synthetic captions as an index; caption ids are row numbers. */
export async function makeIndex(
  vectors: Embeddings,
  lists: readonly (readonly number[])[],
  tuning: readonly Embeddings[],
  codec: 'i8' | { readonly residualBytes: number },
  kernels: Kernels,
): Promise<BenchIndex> {
  const { width } = vectors;
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const keep = async (bytes: Uint8Array<ArrayBuffer>): Promise<FileEntry> => {
    const sha256 = await sha256Hex(bytes);
    files.set(`${sha256}.bin`, bytes);
    return { name: `${sha256}.bin`, bytes: bytes.length, sha256 };
  };
  const means = stack(
    lists.map((members) => meanOf(vectors, members)),
    width,
  );
  const graph = kernels.buildRouter(
    quantise(
      means,
      means.data.reduce((most, x) => Math.max(most, Math.abs(x)), 0),
    ),
  );
  const sizes = Uint32Array.from(lists, ({ length }) => length);
  const textOf = (id: number) => `synthetic caption ${id}`;
  const vectorsOf = (members: readonly number[]) =>
    stack(
      members.map((id) => row(vectors, id)),
      width,
    );

  let write: (firstList: number, part: readonly (readonly number[])[]) => Uint8Array<ArrayBuffer>;
  let stated: Codec;
  let codecFile: Uint8Array<ArrayBuffer> | undefined;
  if (codec === 'i8') {
    const clip = clipOf(vectors);
    stated = { kind: 'i8', clip };
    write = (firstList, part) =>
      writeShard(
        width,
        firstList,
        part.map((ids) => ({ ids, texts: ids.map(textOf), codes: quantise(vectorsOf(ids), clip) })),
      );
  } else {
    const fitted = fitResidualCodec(
      sampleResiduals(vectors, lists, means),
      vectorsOf(sampleOf(vectors.count, SAMPLE)),
      tuning,
      codec.residualBytes,
    );
    const encoder = new ResidualEncoder(kernels, fitted);
    stated = { kind: 'residual', bytes: packedBytes(fitted.parameters.runs) };
    codecFile = fitted.file;
    write = (firstList, part) =>
      writePackedShard(
        width,
        firstList,
        part.map((ids) => ({ ids, texts: ids.map(textOf), ...encoder.encode(vectorsOf(ids)) })),
      );
  }
  const shards = [];
  for (let firstList = 0; firstList < lists.length; ) {
    let end = firstList;
    let captions = 0;
    while (end < lists.length && captions < CAPTIONS_PER_SHARD) captions += lists[end++]!.length;
    const entry = await keep(write(firstList, lists.slice(firstList, end)));
    shards.push({ ...entry, firstList, lists: end - firstList, captions });
    firstList = end;
  }
  const manifest: Manifest = {
    formatVersion: FORMAT_VERSION,
    id: 'bench',
    title: 'Synthetic captions',
    createdBy: 'npm run bench',
    model: {
      id: 'synthetic',
      revision: 'main',
      width,
      fingerprint: { sentence: 'none', embedding: Array.from(row(vectors, 0)) },
    },
    metric: 'cosine',
    codec: stated,
    captions: vectors.count,
    lists: lists.length,
    router: await keep(writeRouter(width, sizes, graph, codecFile)),
    shards,
    provenance: { source: 'random numbers', licence: 'CC0-1.0' },
    recall: null,
  };
  return { manifest, files };
}

/** The i8 codec's clip value for vectors `[n, d]`. */
export function clipOf({ data }: Embeddings): number {
  const magnitudes = sampleOf(data.length, 500_000)
    .map((i) => Math.abs(data[i]!))
    .sort((a, b) => a - b);
  return magnitudes[Math.floor(CLIP_QUANTILE * (magnitudes.length - 1))]!;
}

/** Differences of some captions to their list's mean, `[s, d]`. */
export function sampleResiduals(
  vectors: Embeddings,
  lists: readonly (readonly number[])[],
  means: Embeddings,
): Embeddings {
  const placed = lists.flatMap((members, list) => members.map((id) => ({ id, list })));
  return stack(
    sampleOf(placed.length, SAMPLE).map((i) => {
      const { id, list } = placed[i]!;
      const mean = row(means, list);
      return row(vectors, id).map((x, j) => x - mean[j]!);
    }),
    vectors.width,
  );
}

/** About `count` numbers below `limit`, evenly spread. */
export function sampleOf(limit: number, count: number): number[] {
  const step = Math.max(1, limit / count);
  return Array.from({ length: Math.min(limit, count) }, (_, i) => Math.floor(i * step));
}
