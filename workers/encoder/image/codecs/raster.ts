import type { PixelSource } from '../resize';

/** Decoded pixels that are no bitmap of the browser's; to be closed after use. */
export interface Raster extends PixelSource {
  /** Whether some of it could not be decoded. */
  readonly damaged: boolean;
  close(): void;
}
