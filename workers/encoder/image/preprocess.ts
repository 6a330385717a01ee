import type { PreprocessorSettings } from '../checkpoint/preprocessor';
import { fitToSquare } from './fit';
import type { ResizeKernel } from './kernel/resize-kernel';
import type { PixelSource } from './pixel-source';

/** A picture as the vision tower takes it, `[3, size, size]`: made square, rescaled, normalised. */
export async function preprocess(
  source: PixelSource,
  settings: PreprocessorSettings,
  kernel: ResizeKernel | null = null,
): Promise<Float32Array<ArrayBuffer>> {
  return toPixelValues(await fitToSquare(source, settings, kernel), settings);
}

/** `[size, size, 3]` bytes to `[3, size, size]` values: (byte · rescale - mean) / deviation per channel. */
export function toPixelValues(
  rgb: Uint8Array,
  { rescaleFactor, mean, standardDeviation }: PreprocessorSettings,
): Float32Array<ArrayBuffer> {
  const area = rgb.length / 3;
  const values = new Float32Array(rgb.length);
  for (let channel = 0; channel < 3; channel++) {
    const table = Float32Array.from(
      { length: 256 },
      (_, byte) => (byte * rescaleFactor - mean[channel]!) / standardDeviation[channel]!,
    );
    for (let i = 0; i < area; i++) values[channel * area + i] = table[rgb[i * 3 + channel]!]!;
  }
  return values;
}
