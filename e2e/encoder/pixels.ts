import { decodePhoto } from '../../workers/encoder/image/decode';
import { resize } from '../../workers/encoder/image/resize';

/** Decodes a picture and resizes it to `[size, size, 3]`, as the worker does before it normalises. */
export async function pixelsOf(file: Blob, size: number): Promise<number[]> {
  const photo = await decodePhoto(file);
  try {
    return [...(await resize(photo, size, size, 'bicubic'))];
  } finally {
    photo.close();
  }
}
