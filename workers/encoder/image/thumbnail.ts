import { context2d } from './bitmap-rows';
import type { PixelSource } from './pixel-source';
import { resize } from './resize';

const THUMBNAIL = 320;

/** A small copy of a bitmap over white, at most 320 px on the longer side. */
export function bitmapThumbnail(bitmap: ImageBitmap): Promise<Blob> {
  const { width, height } = sizeWithin(bitmap);
  const context = context2d(width, height);
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  return encode(context.canvas);
}

/** The same of pixels that are no bitmap. */
export async function rasterThumbnail(source: PixelSource): Promise<Blob> {
  const { width, height } = sizeWithin(source);
  const rgb = await resize(source, width, height, 'bicubic');
  const pixels = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    pixels.data.set(rgb.subarray(i * 3, i * 3 + 3), i * 4);
    pixels.data[i * 4 + 3] = 255;
  }
  const context = context2d(width, height);
  context.putImageData(pixels, 0, 0);
  return encode(context.canvas);
}

function sizeWithin({ width, height }: { readonly width: number; readonly height: number }) {
  const scale = Math.min(1, THUMBNAIL / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** As JPEG: WebP is a fifth smaller, and takes as long to write as the rest of a small photo takes to be read. */
function encode(canvas: OffscreenCanvas): Promise<Blob> {
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 });
}
