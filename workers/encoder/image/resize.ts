import type { Resample } from '../checkpoint/preprocessor';
import { type Coefficients, coefficients, PRECISION_BITS } from './coefficients';
import type { ResizeKernel } from './kernel/resize-kernel';
import type { PixelSource, Pixels } from './pixel-source';

/** What stays in a processor's cache from where it is read to where it is used. */
const STRIPE_BYTES = 1 << 20;
const HALF = 1 << (PRECISION_BITS - 1);

/** A part of a resized picture, in its pixels. */
export interface Window {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Resizes a picture to `[height, width, 3]` RGB exactly as Pillow does: alpha laid over white, then the horizontal and
 * the vertical pass, 8 bits between them.
 * @param window the part that is wanted, `[window.height, window.width, 3]`; nothing else is computed or read
 * @param kernel does the same, several times as fast
 */
export async function resize(
  source: PixelSource,
  width: number,
  height: number,
  resample: Resample,
  window: Window = { left: 0, top: 0, width, height },
  kernel: ResizeKernel | null = null,
): Promise<Uint8Array> {
  const { format = 'RGBA' } = source;
  const horizontal = coefficients(source.width, width, resample, window.left, window.width);
  const vertical = coefficients(source.height, height, resample, window.top, window.height);
  const firstRow = vertical.first[0] ?? 0;
  const lastRow = (vertical.first.at(-1) ?? 0) + (vertical.count.at(-1) ?? 0);
  const line = window.width * 3;
  const stripe = Math.max(1, Math.floor(STRIPE_BYTES / (source.width * 4)));
  const quickly = await kernel?.resize({ source, horizontal, vertical, firstRow, lastRow, stripe });
  if (quickly) return quickly;
  const narrowed = new Uint8Array((lastRow - firstRow) * line);
  for (let start = firstRow; start < lastRow; start += stripe) {
    const end = Math.min(lastRow, start + stripe);
    const pixels = await source.rows(start, end);
    if (format === 'RGBA') layOverWhite(pixels);
    const red = format === 'BGRX' ? 2 : 0;
    const to = narrowed.subarray((start - firstRow) * line);
    resizeRows(pixels, source.width, end - start, red, horizontal, to);
  }
  return resizeColumns(narrowed, window.width, firstRow, vertical);
}

/** Composites straight RGBA over white in place: (c·a + 255·(255 - a)) / 255, rounded. */
export function layOverWhite(rgba: Pixels): void {
  for (let i = 0; i < rgba.length; i += 4) {
    const alpha = rgba[i + 3]!;
    if (alpha === 255) continue;
    const white = 255 * (255 - alpha) + 127;
    rgba[i] = ((rgba[i]! * alpha + white) / 255) | 0;
    rgba[i + 1] = ((rgba[i + 1]! * alpha + white) / 255) | 0;
    rgba[i + 2] = ((rgba[i + 2]! * alpha + white) / 255) | 0;
    rgba[i + 3] = 255;
  }
}

/** @param redAt which of a pixel's bytes is red; blue is the other of 0 and 2 */
function resizeRows(
  pixels: Pixels,
  inputWidth: number,
  rows: number,
  redAt: number,
  { taps, first, count, weights }: Coefficients,
  output: Uint8Array,
): void {
  const width = first.length;
  let to = 0;
  for (let y = 0; y < rows; y++) {
    const line = y * inputWidth;
    for (let x = 0; x < width; x++) {
      let red = HALF;
      let green = HALF;
      let blue = HALF;
      let from = (line + first[x]!) << 2;
      const start = x * taps;
      const end = start + count[x]!;
      for (let tap = start; tap < end; tap++) {
        const weight = weights[tap]!;
        red = (red + Math.imul(pixels[from + redAt]!, weight)) | 0;
        green = (green + Math.imul(pixels[from + 1]!, weight)) | 0;
        blue = (blue + Math.imul(pixels[from + 2 - redAt]!, weight)) | 0;
        from += 4;
      }
      output[to++] = clip(red >> PRECISION_BITS);
      output[to++] = clip(green >> PRECISION_BITS);
      output[to++] = clip(blue >> PRECISION_BITS);
    }
  }
}

function resizeColumns(
  input: Uint8Array,
  width: number,
  firstRow: number,
  { taps, first, count, weights }: Coefficients,
): Uint8Array {
  const line = width * 3;
  const output = new Uint8Array(first.length * line);
  const sums = new Int32Array(line);
  for (let y = 0; y < first.length; y++) {
    sums.fill(HALF);
    let from = (first[y]! - firstRow) * line;
    for (let tap = 0; tap < count[y]!; tap++) {
      const weight = weights[y * taps + tap]!;
      for (let x = 0; x < line; x++) sums[x] = (sums[x]! + Math.imul(input[from + x]!, weight)) | 0;
      from += line;
    }
    for (let x = 0; x < line; x++) output[y * line + x] = clip(sums[x]! >> PRECISION_BITS);
  }
  return output;
}

function clip(value: number): number {
  return value < 0 ? 0 : Math.min(value, 255);
}
