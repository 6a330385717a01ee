import { FernglassError } from '../../../core';

/** Widest and tallest piece drawn at once: every browser's canvas can hold it. */
const LARGEST_PIECE = 4096;
/** Pieces are halved down to this before a picture is given up. */
const SMALLEST_PIECE = 256;
/** Stands in the row above each piece: a canvas beyond its limits reads as blank, and so does not give it back. */
const MARK = [17, 102, 51, 255] as const;

/**
 * Copies pixels out of a bitmap by way of a canvas. Pieces stay within a canvas's limits, which differ by browser and are
 * passed in silence: so each piece comes with a mark that must be read back with it.
 */
export class BitmapRows {
  #piece = LARGEST_PIECE;
  #context: OffscreenCanvasRenderingContext2D | null = null;
  #rows = new Uint8ClampedArray(0);

  /** @param opaque whether every pixel of the picture is known to be opaque: one that reads otherwise was not drawn */
  constructor(
    private readonly bitmap: ImageBitmap,
    private readonly opaque: boolean,
  ) {}

  /**
   * Rows `[start, end)` as straight RGBA, `[end - start, width, 4]`; valid until the next call.
   * @throws FernglassError `image-unreadable` where they cannot be read back
   */
  read(start: number, end: number): Uint8ClampedArray {
    const { width } = this.bitmap;
    if (width <= this.#piece && end - start <= this.#piece)
      return this.#draw(0, start, width, end - start) ?? this.#readSmaller(start, end);
    const bytes = (end - start) * width * 4;
    if (this.#rows.length < bytes) this.#rows = new Uint8ClampedArray(bytes);
    for (let top = start; top < end; ) {
      const height = Math.min(end - top, this.#piece);
      for (let left = 0; left < width; ) {
        const across = Math.min(width - left, this.#piece);
        const pixels = this.#draw(left, top, across, height);
        if (pixels === null) return this.#readSmaller(start, end);
        for (let y = 0; y < height; y++)
          this.#rows.set(
            pixels.subarray(y * across * 4, (y + 1) * across * 4),
            ((top - start + y) * width + left) * 4,
          );
        left += across;
      }
      top += height;
    }
    return this.#rows.subarray(0, bytes);
  }

  #readSmaller(start: number, end: number): Uint8ClampedArray {
    if (this.#piece <= SMALLEST_PIECE)
      throw new FernglassError(
        'image-unreadable',
        'This browser did not give back the pixels of the picture. Close other tabs and retry, or add a smaller copy.',
      );
    this.#piece /= 2;
    this.#context = null;
    return this.read(start, end);
  }

  /** One piece's pixels; null where the canvas did not hold it. */
  #draw(left: number, top: number, width: number, height: number): Uint8ClampedArray | null {
    const context = this.#contextFor(width, height);
    context.clearRect(0, 1, width, height);
    context.drawImage(this.bitmap, left, top, width, height, 0, 1, width, height);
    const { data } = context.getImageData(0, 0, width, height + 1);
    const marked = (x: number) => MARK.every((value, channel) => data[x * 4 + channel] === value);
    if (!marked(0) || !marked(width - 1)) return null;
    const pixels = data.subarray(width * 4);
    const last = (width * height - 1) * 4;
    const corners = [0, (width - 1) * 4, last - (width - 1) * 4, last];
    return this.opaque && corners.some((at) => pixels[at + 3] !== 255) ? null : pixels;
  }

  #contextFor(width: number, height: number): OffscreenCanvasRenderingContext2D {
    const now = this.#context;
    if (now && now.canvas.width >= width && now.canvas.height > height) return now;
    const context = context2d(
      Math.max(width, now?.canvas.width ?? 0),
      Math.max(height + 1, now?.canvas.height ?? 0),
    );
    context.fillStyle = `rgb(${MARK.slice(0, 3).join(' ')})`;
    context.fillRect(0, 0, context.canvas.width, 1);
    this.#context = context;
    return context;
  }
}

/** A canvas in main memory: one on the graphics processor is limited in size and slow to read. */
export function context2d(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context) return context;
  throw new FernglassError(
    'image-unreadable',
    'This browser could not set aside memory for the picture. Close other tabs, or add a smaller copy.',
  );
}
