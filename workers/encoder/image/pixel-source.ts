/** The bytes of an opaque picture's pixels, as WebCodecs calls them; X says nothing. */
export type OpaqueFormat = 'RGBX' | 'BGRX';
/** A is straight alpha. */
export type PixelFormat = 'RGBA' | OpaqueFormat;

/** A decoded picture, read a few rows at a time so that a huge one needs no second copy. */
export interface PixelSource {
  readonly width: number;
  readonly height: number;
  /** RGBA where nothing is said. */
  readonly format?: PixelFormat | undefined;
  /** Rows `[start, end)`, `[end - start, width, 4]`; valid until the next call. */
  rows(start: number, end: number): Pixels | Promise<Pixels>;
}

export type Pixels = Uint8Array | Uint8ClampedArray;
