import { type Embeddings, FernglassError } from '../../../core';
import {
  captionFilesOf,
  FORMAT_VERSION,
  joinedCaptionFiles,
  LIMITS,
  type Manifest,
  provenanceOf,
  quantise,
} from '../../../index-shards/format';
import type { OwnCaptions } from '../../protocol';
import type { Kernels } from '../kernels';
import { besideAdded, type ShardBeside } from './beside';
import { type ListsSoFar, ShardWriter } from './write-shards';

/** Part of the first captions' components that the codes reach; the rest are held to the largest code. */
const WITHIN_CLIP = 0.9999;

/** An index with captions added or removed: its manifest, and the files that are new. */
export interface PackedCaptions {
  readonly manifest: Manifest;
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  readonly lists: ListsSoFar;
}

/** An index, and its lists. */
export interface Before {
  readonly manifest: Manifest;
  readonly lists: ListsSoFar;
  /** Tags of each of its shards' captions. */
  readonly tags: readonly Pick<ShardBeside, 'languages' | 'sources'>[];
}

/**
 * Packs captions, in their order, as one more shard of an index in i8 codes.
 * @param before the index that they are added to; null to begin one
 * @throws FernglassError `input-invalid` for embeddings that do not belong to the texts, and for an index of other codes
 */
export async function packCaptions(
  captions: OwnCaptions,
  before: Before | null,
  kernels: Kernels,
): Promise<PackedCaptions> {
  const { about, address, embeddings, files, language, model, texts } = captions;
  if (texts.length === 0 || embeddings.count !== texts.length || embeddings.width !== model.width)
    throw new FernglassError(
      'input-invalid',
      'Captions and their embeddings are of different counts or widths.',
    );
  if (before !== null) refuseOtherCodes(before.manifest);
  const codec = before?.manifest.codec;
  const clip = codec?.kind === 'i8' ? codec.clip : clipOf(embeddings);
  const firstId = before?.manifest.captions ?? 0;
  const codes = quantise(embeddings, clip);
  const { width } = model;
  const writer = new ShardWriter(width, before?.manifest, before?.manifest.shards, before?.lists);
  before?.manifest.shards.forEach(({ firstList }, i) => {
    writer.beside.stay(i, firstList, before.tags[i]!);
  });
  const beside = besideAdded(before?.manifest ?? {}, texts.length, captions);
  await writer.shard(
    texts.map((text, i) => ({
      id: firstId + i,
      text,
      codes: codes.subarray(i * width, (i + 1) * width),
      beside: beside[i]!,
    })),
  );
  const captionFiles = joinedCaptionFiles([
    ...(before === null ? [] : captionFilesOf(before.manifest)),
    ...files,
  ]);
  if (captionFiles.length > LIMITS.captionFiles)
    throw new FernglassError(
      'input-invalid',
      `An index holds captions of at most ${LIMITS.captionFiles} files. Put some of them together in one file.`,
    );
  const router = await writer.router(kernels);
  const said = language === undefined ? about.languages : [language];
  const languages = [...new Set([...(before?.manifest.languages ?? []), ...said])];
  const manifest: Manifest = {
    ...before?.manifest,
    ...(await writer.beside.finish()),
    formatVersion: FORMAT_VERSION,
    id: address.slice(address.indexOf(':') + 1),
    // It may have been given another one since it was begun.
    title: before?.manifest.title ?? about.title,
    createdBy: 'fernglass, in a browser',
    model,
    metric: 'cosine',
    codec: { kind: 'i8', clip },
    captions: firstId + texts.length,
    lists: writer.lists.sizes.length,
    router,
    shards: writer.shards,
    provenance: provenanceOf(captionFiles),
    captionFiles,
    recall: null,
    ...(languages.length === 0 ? {} : { languages }),
  };
  return { manifest, files: writer.files, lists: writer.lists };
}

/**
 * Refuses to change an index whose codes are not those that are made here.
 * @throws FernglassError `input-invalid`
 */
export function refuseOtherCodes({ codec, title }: Manifest): void {
  if (codec.kind === 'i8') return;
  throw new FernglassError(
    'input-invalid',
    `“${title}” is packed as the builder packs large indexes, and cannot be changed here. Make an index of its own of what you want to add; both can be searched together.`,
  );
}

function clipOf(embeddings: Embeddings): number {
  const magnitudes = Float32Array.from(embeddings.data, Math.abs).sort();
  const clip = magnitudes[Math.ceil(WITHIN_CLIP * magnitudes.length) - 1]!;
  if (!(clip > 0)) throw new FernglassError('input-invalid', 'The embeddings of the captions are zero.');
  return clip;
}
