import type { PreprocessorSettings } from '../../../workers/encoder/checkpoint/preprocessor';
import { BitmapRows } from '../../../workers/encoder/image/bitmap-rows';
import { fitToSquare } from '../../../workers/encoder/image/fit';
import { checkImage } from '../../../workers/encoder/image/inspect';
import { resizeKernel } from '../../../workers/encoder/image/kernel/browser';
import { mend } from '../../../workers/encoder/image/mend';
import type { PixelSource } from '../../../workers/encoder/image/pixel-source';
import { toPixelValues } from '../../../workers/encoder/image/preprocess';
import { bitmapThumbnail } from '../../../workers/encoder/image/thumbnail';

/** What is done to a photo before the tower, in turn. */
export const STAGES = ['header', 'damage', 'decode', 'pixels', 'resize', 'values', 'thumbnail'] as const;
export type Stage = (typeof STAGES)[number];

/** Milliseconds that each stage takes of each photo, one after another in this thread. */
export async function measureStages(
  files: readonly Blob[],
  settings: PreprocessorSettings,
): Promise<Record<Stage, number[]>> {
  const times = Object.fromEntries(STAGES.map((stage) => [stage, [] as number[]])) as Record<Stage, number[]>;
  const kernel = await resizeKernel();
  for (const file of files) {
    const timed = async <T>(stage: Stage, work: () => T | Promise<T>): Promise<T> => {
      const began = performance.now();
      const result = await work();
      times[stage].push(performance.now() - began);
      return result;
    };
    const picture = await timed('header', () => checkImage(file));
    const mended = await timed('damage', () => mend(file, picture));
    const bitmap = await timed('decode', () =>
      createImageBitmap(mended.file, {
        premultiplyAlpha: 'none',
        imageOrientation: 'from-image',
        colorSpaceConversion: 'none',
      }),
    );
    const { width, height } = bitmap;
    // As the resize asks for them, but kept, so that its own time is told from reading.
    const reader = new BitmapRows(bitmap, true);
    const stripe = Math.max(1, Math.floor((4 << 20) / (width * 4)));
    const stripes = await timed('pixels', () => {
      const kept: Uint8ClampedArray[] = [];
      for (let start = 0; start < height; start += stripe)
        kept.push(reader.read(start, Math.min(height, start + stripe)).slice());
      return kept;
    });
    const source: PixelSource = {
      width,
      height,
      rows: (start) => stripes[start / stripe]!,
    };
    const rgb = await timed('resize', () => fitToSquare(source, settings, kernel));
    await timed('values', () => toPixelValues(rgb, settings));
    await timed('thumbnail', () => bitmapThumbnail(bitmap));
    bitmap.close();
  }
  return times;
}
