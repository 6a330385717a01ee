import { FernglassError } from '../../../core';
import type { PhotoWarning } from '../../protocol';
import { checkImage } from './inspect';
import type { PixelSource } from './resize';

const THUMBNAIL = 320;

/** A decoded picture, to be closed after use: its pixels may take 400 MB. */
export interface DecodedPhoto extends PixelSource {
  /** What of the file was not read. */
  readonly warnings: readonly PhotoWarning[];
  /** At most 320 px on the longer side, over white. */
  thumbnail(): Promise<Blob>;
  close(): void;
}

/**
 * Decodes a picture in a worker: turned as EXIF says, first frame, without applying colour profiles (the reference
 * preprocessing reads none). Pixels stay in the browser's bitmap and are copied out a few rows at a time.
 * @throws FernglassError `image-unreadable`, `image-too-large`, `image-type-unsupported`
 */
export async function decodePhoto(file: Blob): Promise<DecodedPhoto> {
  const { type } = await checkImage(file);
  const bitmap = await createImageBitmap(file, {
    premultiplyAlpha: 'none',
    imageOrientation: 'from-image',
    colorSpaceConversion: 'none',
  }).catch((cause) => {
    throw new FernglassError(
      'image-unreadable',
      `The ${type} file is damaged or cut short, or this browser cannot decode it. Copy it again, or save it in another format.`,
      { cause },
    );
  });
  const { width, height } = bitmap;
  let context: OffscreenCanvasRenderingContext2D | undefined;
  return {
    width,
    height,
    warnings: [],
    rows(start, end) {
      if (!context || context.canvas.height < end - start) context = context2d(width, end - start);
      context.clearRect(0, 0, width, end - start);
      context.drawImage(bitmap, 0, start, width, end - start, 0, 0, width, end - start);
      return context.getImageData(0, 0, width, end - start).data;
    },
    thumbnail: () => drawThumbnail(bitmap),
    close: () => bitmap.close(),
  };
}

/** A canvas in main memory: one on the graphics processor is limited in size and slow to read. */
function context2d(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context) return context;
  throw new FernglassError(
    'image-unreadable',
    'This browser could not set aside memory for the picture. Close other tabs, or add a smaller copy.',
  );
}

async function drawThumbnail(bitmap: ImageBitmap): Promise<Blob> {
  const scale = Math.min(1, THUMBNAIL / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const context = context2d(width, height);
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  const thumbnail = await context.canvas.convertToBlob({ type: 'image/webp', quality: 0.85 });
  // A browser that cannot write WebP writes PNG, many times as large.
  return thumbnail.type === 'image/webp'
    ? thumbnail
    : context.canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 });
}
