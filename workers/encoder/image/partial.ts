import type { ImageType } from './sniff';

const MIME: Partial<Record<ImageType, string>> = { PNG: 'image/png', GIF: 'image/gif', WebP: 'image/webp' };
/** Milliseconds after which a decoder waits for more data rather than to decode. */
const PATIENCE = 3000;
/** Rows of the small copy by which it is seen how far a picture goes. */
const SAMPLES = 64;

/** What a decoder made of a file before it met its end. */
export interface PartialPicture {
  readonly bitmap: ImageBitmap;
  /** Part of its rows that hold anything, 0–1. */
  readonly part: number;
}

/**
 * Has a decoder that shows pictures while they load decode what is there, where the browser has one.
 * @returns null where that is nothing
 */
export async function decodePart(file: Blob, type: ImageType): Promise<PartialPicture | null> {
  const mime = MIME[type];
  if (mime === undefined || typeof ImageDecoder === 'undefined') return null;
  const bytes = new Uint8Array(await file.arrayBuffer());
  // A stream that does not end: more may come, so what is there is no error.
  const data = new ReadableStream({ start: (controller) => controller.enqueue(bytes) });
  const decoder = new ImageDecoder({ data, type: mime, colorSpaceConversion: 'none' });
  try {
    const waited = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE, null));
    const decoded = await Promise.race([decoder.decode({ completeFramesOnly: false }), waited]);
    if (decoded === null) return null;
    const { image } = decoded;
    const bitmap = await createImageBitmap(image, { premultiplyAlpha: 'none', colorSpaceConversion: 'none' });
    image.close();
    const part = partDrawn(bitmap);
    if (part > 0) return { bitmap, part };
    bitmap.close();
    return null;
  } catch {
    return null;
  } finally {
    decoder.close();
  }
}

function partDrawn(bitmap: ImageBitmap): number {
  const context = new OffscreenCanvas(SAMPLES, SAMPLES).getContext('2d', { willReadFrequently: true });
  if (context === null) return 0;
  context.drawImage(bitmap, 0, 0, SAMPLES, SAMPLES);
  const { data } = context.getImageData(0, 0, SAMPLES, SAMPLES);
  let last = -1;
  for (let at = 0; at < data.length; at += 4) if (data[at + 3] !== 0) last = Math.floor(at / 4 / SAMPLES);
  return (last + 1) / SAMPLES;
}
