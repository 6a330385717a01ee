import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { FernglassError } from '../../../core';
import { checkImage, MAX_PIXELS } from '../image/inspect';
import type { PixelSource } from '../image/pixel-source';

/**
 * Decodes a picture (a path or the file's bytes) as the browser does: turned as EXIF says, first frame, colour profiles
 * left unread as the reference leaves them.
 * @throws FernglassError `image-unreadable`, `image-too-large`, `image-type-unsupported`
 */
export async function decodeInNode(picture: string | Uint8Array): Promise<PixelSource> {
  const bytes = typeof picture === 'string' ? await readFile(picture) : picture;
  await checkImage(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  const { data, info } = await sharp(bytes, { ignoreIcc: true, limitInputPixels: MAX_PIXELS })
    .rotate()
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((cause) => {
      throw new FernglassError('image-unreadable', `The picture cannot be decoded: ${cause.message}.`, {
        cause,
      });
    });
  const line = info.width * 4;
  return {
    width: info.width,
    height: info.height,
    rows: (start, end) => data.subarray(start * line, end * line),
  };
}
