import { FernglassError } from '../../../../core';
import { readBlob } from '../inspect';
import type { ImageType } from '../sniff';
import type { Libheif } from './heic';
import type { Raster } from './raster';

export type { Raster } from './raster';

let libheif: Promise<Libheif> | null = null;

/** Formats that few browsers decode by themselves. */
export const needsCodec = (type: ImageType): boolean => type === 'HEIC' || type === 'TIFF';

/**
 * Decodes a picture by a library that is loaded with the first one.
 * @throws FernglassError `image-unreadable`, `image-too-large`, and `decoder-unavailable` where the library cannot be loaded
 */
export async function decodeByCodec(file: Blob, type: ImageType): Promise<Raster> {
  if (type === 'TIFF') {
    const { decodeTiff } = await loaded(import('./tiff'), type);
    return decodeTiff(file);
  }
  const { decodeHeic } = await loaded(import('./heic'), type);
  libheif ??= startHeic();
  return decodeHeic(await libheif, new Uint8Array(await readBlob(file)));
}

/** A failed start is not kept: the connection may be back for the next picture. */
async function startHeic(): Promise<Libheif> {
  try {
    const { startLibheif } = await import('./libheif');
    return await startLibheif();
  } catch (cause) {
    libheif = null;
    throw unavailable('HEIC', cause);
  }
}

async function loaded<T>(module: Promise<T>, type: ImageType): Promise<T> {
  try {
    return await module;
  } catch (cause) {
    throw unavailable(type, cause);
  }
}

const unavailable = (type: ImageType, cause: unknown) =>
  new FernglassError('decoder-unavailable', `The decoder for ${type} photos could not be loaded.`, { cause });
