import { cropAround } from '../../../../core';
import type { EmbeddedPhoto, PhotoSource } from '../../../protocol';
import type { PreprocessorSettings } from '../../checkpoint/preprocessor';
import { cropped } from '../crop';
import { decodePhoto } from '../decode';
import type { Inspected } from '../inspect';
import { resizeKernel } from '../kernel/browser';
import { preprocess } from '../preprocess';

/** All that is made of a photo before the tower. */
export interface ReadPhoto extends Omit<EmbeddedPhoto, 'embedding'> {
  /** `[3, size, size]`, as the vision tower takes it. */
  readonly pixels: Float32Array<ArrayBuffer>;
}

/** The file that is read for it. */
export const fileOf = (source: PhotoSource): Blob => (source instanceof Blob ? source : source.file);

/**
 * Decodes a photo, makes it, or the part that is asked for, what the tower takes, and makes its thumbnail, which shows all
 * of it. The part is taken before anything is resized: the tower sees as many of its pixels as there are.
 * @param picture what a look at the file has shown
 * @throws FernglassError as `decodePhoto`
 */
export async function readPhoto(
  source: PhotoSource,
  settings: PreprocessorSettings,
  picture?: Inspected,
): Promise<ReadPhoto> {
  const [photo, kernel] = await Promise.all([decodePhoto(fileOf(source), picture), resizeKernel()]);
  try {
    const seen = source instanceof Blob ? photo : cropped(photo, cropAround(source.box, photo));
    const pixels = await preprocess(seen, settings, kernel);
    const { width, height, warnings } = photo;
    return { pixels, width, height, warnings, thumbnail: await photo.thumbnail() };
  } finally {
    photo.close();
  }
}
