import fc from 'fast-check';
import type { Resample } from '../checkpoint/preprocessor';
import type { PixelFormat, PixelSource } from '../image/pixel-source';

/** A small picture of any bytes, alpha among them. */
export const picture = fc
  .record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 40 }) })
  .chain(({ width, height }) =>
    fc.uint8Array({ minLength: width * height * 4, maxLength: width * height * 4 }).map((data) => ({
      width,
      height,
      data,
    })),
  );
/** A side to resize to. */
export const target = fc.integer({ min: 1, max: 30 });
export const resample = fc.constantFrom<Resample>('bicubic', 'bilinear');

export const format = fc.constantFrom<PixelFormat>('RGBA', 'RGBX', 'BGRX');

/** A picture whose pixels lie in memory. */
export interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  readonly format?: PixelFormat;
}

/** Gives a copy of its rows each time: what is laid over white in it stays as it is. */
export function source({ width, height, data, format }: Drawn): PixelSource {
  return { width, height, format, rows: (start, end) => data.slice(start * width * 4, end * width * 4) };
}
