import type { EmbeddedPhoto } from '../../../protocol';
import type { PreprocessorSettings } from '../../checkpoint/preprocessor';
import { decodePhoto } from '../decode';
import type { Inspected } from '../inspect';
import { resizeKernel } from '../kernel/browser';
import { preprocess } from '../preprocess';

/** All that is made of a photo before the tower. */
export interface ReadPhoto extends Omit<EmbeddedPhoto, 'embedding'> {
  /** `[3, size, size]`, as the vision tower takes it. */
  readonly pixels: Float32Array<ArrayBuffer>;
}

/**
 * Decodes a photo, makes it what the tower takes, and makes its thumbnail.
 * @param picture what a look at the file has shown
 * @throws FernglassError as `decodePhoto`
 */
export async function readPhoto(
  file: Blob,
  settings: PreprocessorSettings,
  picture?: Inspected,
): Promise<ReadPhoto> {
  const [photo, kernel] = await Promise.all([decodePhoto(file, picture), resizeKernel()]);
  try {
    const pixels = preprocess(photo, settings, kernel);
    const { width, height, warnings } = photo;
    return { pixels, width, height, warnings, thumbnail: await photo.thumbnail() };
  } finally {
    photo.close();
  }
}
