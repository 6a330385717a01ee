import { type Embeddings, FernglassError } from '../../../core';
import {
  type FileEntry,
  FORMAT_VERSION,
  type Manifest,
  quantise,
  type Shard,
  sha256Hex,
  writeRouter,
  writeShard,
} from '../../../index-shards/format';
import type { OwnCaptions } from '../../protocol';
import type { Kernels } from '../kernels';

/** Captions of a list; as the builder makes them up to 50,000 captions, below which every list is compared anyway. */
const LIST_SIZE = 256;
/** Part of the first captions' components that the codes reach; the rest are held to the largest code. */
const WITHIN_CLIP = 0.9999;

/** The lists of an index so far, as its router needs them. */
export interface ListsSoFar {
  /** `[lists]`, captions. */
  readonly sizes: readonly number[];
  /** `[lists, d]`, the mean of each list's codes. */
  readonly means: readonly Int8Array[];
}

/** An index with captions added: its manifest, and the files that are new. */
export interface PackedCaptions {
  readonly manifest: Manifest;
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  readonly lists: ListsSoFar;
}

/**
 * Packs captions, in their order, as one more shard of an index in i8 codes.
 * @param before the index that they are added to and its lists; null to begin one
 * @throws FernglassError `input-invalid` for embeddings that do not belong to the texts.
 */
export async function packCaptions(
  { about, address, embeddings, model, texts }: OwnCaptions,
  before: { readonly manifest: Manifest; readonly lists: ListsSoFar } | null,
  kernels: Kernels,
): Promise<PackedCaptions> {
  if (texts.length === 0 || embeddings.count !== texts.length || embeddings.width !== model.width)
    throw new FernglassError(
      'input-invalid',
      'Captions and their embeddings are of different counts or widths.',
    );
  const codec = before?.manifest.codec;
  if (codec !== undefined && codec.kind !== 'i8')
    throw new FernglassError('input-invalid', 'Captions can be added to an index of i8 codes only.');
  const clip = codec?.clip ?? clipOf(embeddings);
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const keep = async (bytes: Uint8Array<ArrayBuffer>): Promise<FileEntry> => {
    const sha256 = await sha256Hex(bytes);
    const name = `${sha256}.bin`;
    files.set(name, bytes);
    return { name, bytes: bytes.length, sha256 };
  };
  const firstId = before?.manifest.captions ?? 0;
  const firstList = before?.manifest.lists ?? 0;
  const codes = quantise(embeddings, clip);
  const { width } = model;
  const lists = Array.from({ length: Math.ceil(texts.length / LIST_SIZE) }, (_, list) => {
    const start = list * LIST_SIZE;
    const itsTexts = texts.slice(start, start + LIST_SIZE);
    return {
      ids: itsTexts.map((_, i) => firstId + start + i),
      texts: itsTexts,
      codes: codes.subarray(start * width, (start + itsTexts.length) * width),
    };
  });
  const shard = await keep(writeShard(width, firstList, lists));
  const all: ListsSoFar = {
    sizes: [...(before?.lists.sizes ?? []), ...lists.map(({ ids }) => ids.length)],
    means: [...(before?.lists.means ?? []), ...lists.map((list) => meanOf(list.codes, width))],
  };
  const centroids = new Int8Array(all.means.length * width);
  for (const [list, mean] of all.means.entries()) centroids.set(mean, list * width);
  const router = await keep(writeRouter(width, Uint32Array.from(all.sizes), kernels.buildRouter(centroids)));
  const manifest: Manifest = {
    formatVersion: FORMAT_VERSION,
    id: address.slice(address.indexOf(':') + 1),
    // It may have been given another one since it was begun.
    title: before?.manifest.title ?? about.title,
    createdBy: 'fernglass, in a browser',
    model,
    metric: 'cosine',
    codec: { kind: 'i8', clip },
    captions: firstId + texts.length,
    lists: all.sizes.length,
    router,
    shards: [
      ...(before?.manifest.shards ?? []),
      { ...shard, firstList, lists: lists.length, captions: texts.length },
    ],
    provenance: { source: about.source, licence: about.licence },
    recall: null,
    ...(about.languages.length === 0 ? {} : { languages: about.languages }),
  };
  return { manifest, files, lists: all };
}

/** The lists of a shard that was written before. */
export function listsOfShard({ codes, listStarts, width }: Shard): ListsSoFar {
  const sizes = Array.from(listStarts.subarray(1), (end, i) => end - listStarts[i]!);
  const means = sizes.map((_, i) =>
    meanOf(codes.subarray(listStarts[i]! * width, listStarts[i + 1]! * width), width),
  );
  return { sizes, means };
}

function meanOf(codes: Int8Array, width: number): Int8Array {
  const count = codes.length / width;
  return Int8Array.from({ length: width }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += codes[i * width + j]!;
    return Math.round(sum / count);
  });
}

function clipOf(embeddings: Embeddings): number {
  const magnitudes = Float32Array.from(embeddings.data, Math.abs).sort();
  const clip = magnitudes[Math.ceil(WITHIN_CLIP * magnitudes.length) - 1]!;
  if (!(clip > 0)) throw new FernglassError('input-invalid', 'The embeddings of the captions are zero.');
  return clip;
}
