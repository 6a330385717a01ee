import type { PixelWindow } from '../../../core';
import type { PixelSource } from './pixel-source';

/**
 * A part of a picture, as a picture of its own: its pixels as they are. The rows that it gives are its own copy, valid until
 * the next call.
 */
export function cropped(source: PixelSource, { left, top, width, height }: PixelWindow): PixelSource {
  const line = width * 4;
  let rows = new Uint8ClampedArray(0);
  return {
    width,
    height,
    format: source.format,
    async rows(start, end) {
      const whole = await source.rows(top + start, top + end);
      const bytes = (end - start) * line;
      if (rows.length < bytes) rows = new Uint8ClampedArray(bytes);
      for (let y = 0; y < end - start; y++) {
        const from = (y * source.width + left) * 4;
        rows.set(whole.subarray(from, from + line), y * line);
      }
      return rows.subarray(0, bytes);
    },
  };
}
