import type { PreprocessorSettings } from '../../../workers/encoder/checkpoint/preprocessor';
import { BitmapRows } from '../../../workers/encoder/image/bitmap-rows';
import { fitToSquare } from '../../../workers/encoder/image/fit';
import { FrameRows } from '../../../workers/encoder/image/frame-rows';
import { checkImage } from '../../../workers/encoder/image/inspect';
import { resizeKernel } from '../../../workers/encoder/image/kernel/browser';
import { mend } from '../../../workers/encoder/image/mend';
import type { Pixels } from '../../../workers/encoder/image/pixel-source';
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
    // The resize asks for the pixels a stripe at a time, in the app and here: what they take is told from its own time.
    let reading = 0;
    const timedReading = async <T>(work: () => T | Promise<T>): Promise<T> => {
      const began = performance.now();
      const result = await work();
      reading += performance.now() - began;
      return result;
    };
    const drawn = new BitmapRows(bitmap, picture.opaque);
    const frame = picture.opaque ? await timedReading(() => FrameRows.of(bitmap, drawn)) : null;
    const reader = frame ?? drawn;
    const { width, height } = bitmap;
    const rows = (start: number, end: number) => timedReading<Pixels>(() => reader.read(start, end));
    const source = { width, height, format: frame?.format, rows };
    const before = reading;
    const rgb = await timed('resize', () => fitToSquare(source, settings, kernel));
    times.resize.push(times.resize.pop()! - (reading - before));
    times.pixels.push(reading);
    await timed('values', () => toPixelValues(rgb, settings));
    await timed('thumbnail', () => bitmapThumbnail(bitmap));
    frame?.close();
    bitmap.close();
  }
  return times;
}
