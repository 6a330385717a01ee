import type { Embeddings } from '../../../core';
import type { Kernels } from '../../../workers/retrieval/kernels';
import { type Codec, packedBytes, quantise, writePackedShard, writeShard } from '../../format';
import { ResidualEncoder } from '../codec/encode';
import type { FittedCodec } from '../codec/fit';

/** One list before it is coded. */
export interface PlainList {
  /** `[n]`, unique in the index. */
  readonly ids: readonly number[];
  readonly texts: readonly string[];
  /** `[n, d]`. */
  readonly vectors: Embeddings;
}

/** How captions are put into shards. */
export interface ShardCodec {
  /** As the manifest states it. */
  readonly stated: Codec;
  /** What the router file holds of it; empty where the manifest says all. */
  readonly file: Uint8Array<ArrayBuffer>;
  /** Bytes that a list of so many captions, with so many bytes of text, takes in a shard, at most. */
  listBytes(captions: number, textBytes: number): number;
  /** The lists `firstList`, `firstList + 1`, … as one shard file. */
  write(firstList: number, lists: readonly PlainList[]): Uint8Array<ArrayBuffer>;
}

/** Each component in i8, with one clip value for the index. */
export function i8Codec(width: number, clip: number): ShardCodec {
  return {
    stated: { kind: 'i8', clip },
    file: new Uint8Array(0),
    listBytes: (captions, textBytes) => captions * (width + 8) + textBytes + 4,
    write: (firstList, lists) =>
      writeShard(
        width,
        firstList,
        lists.map(({ ids, texts, vectors }) => ({ ids, texts, codes: quantise(vectors, clip) })),
      ),
  };
}

/** Differences to the lists' centres in a few bits. The texts are counted as they are before they are deflated. */
export function residualCodec(kernels: Kernels, fitted: FittedCodec): ShardCodec {
  const encoder = new ResidualEncoder(kernels, fitted);
  const { runs, width } = fitted.parameters;
  const bytes = packedBytes(runs);
  return {
    stated: { kind: 'residual', bytes },
    file: fitted.file,
    listBytes: (captions, textBytes) => captions * (bytes + 8) + textBytes + width + 64,
    write: (firstList, lists) =>
      writePackedShard(
        width,
        firstList,
        lists.map(({ ids, texts, vectors }) => ({ ids, texts, ...encoder.encode(vectors) })),
      ),
  };
}
