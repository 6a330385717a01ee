import type { PixelSource, Pixels } from '../pixel-source';

/** Decoded pixels that are no bitmap of the browser's; to be closed after use. */
export interface Raster extends PixelSource {
  /** Whether some of it could not be decoded. */
  readonly damaged: boolean;
  rows(start: number, end: number): Pixels;
  close(): void;
}
