import type { BitmapRows } from './bitmap-rows';
import type { OpaqueFormat } from './pixel-source';

/** Where rows are compared before a frame is read, as parts of the height, and how many there. */
const COMPARED_AT = [0, 0.25, 0.5, 0.75, 1];
const COMPARED = 2;

/** Whether this browser's frames gave other pixels than its canvas: then none is made again. */
let differ = false;

/**
 * Copies pixels out of an opaque bitmap by way of a video frame, as they lie in memory: a tenth of what a canvas takes, which
 * draws them first. What a browser makes of a bitmap's colours and of places within a frame is its own affair, so a frame is
 * read only where it gives what the canvas does.
 */
export class FrameRows {
  #rows = new Uint8Array(0);

  private constructor(
    private readonly frame: VideoFrame,
    readonly format: OpaqueFormat,
  ) {}

  /** Null where the browser has no frames, or not of this picture, or with alpha, or of other colours than it draws. */
  static async of(bitmap: ImageBitmap, drawn: BitmapRows): Promise<FrameRows | null> {
    if (typeof VideoFrame === 'undefined' || differ) return null;
    let frame: VideoFrame | undefined;
    try {
      frame = new VideoFrame(bitmap, { timestamp: 0 });
      const { format, visibleRect: shown } = frame;
      const isKnown = format === 'RGBX' || format === 'BGRX';
      if (isKnown && shown?.width === bitmap.width && shown.height === bitmap.height) {
        const rows = new FrameRows(frame, format);
        if (await rows.#agreesWith(drawn, bitmap.height)) return rows;
        differ = true;
      }
    } catch {
      // Larger than a frame may be, or memory that is not there: the canvas says so if it cannot either.
    }
    frame?.close();
    return null;
  }

  /** Rows `[start, end)` in `format`; valid until the next call. */
  async read(start: number, end: number): Promise<Uint8Array> {
    const { x, y, width } = this.frame.visibleRect!;
    const height = end - start;
    const bytes = height * width * 4;
    if (this.#rows.length < bytes) this.#rows = new Uint8Array(bytes);
    const rows = this.#rows.subarray(0, bytes);
    await this.frame.copyTo(rows, {
      rect: { x, y: y + start, width, height },
      layout: [{ offset: 0, stride: width * 4 }],
    });
    return rows;
  }

  close(): void {
    this.frame.close();
  }

  async #agreesWith(drawn: BitmapRows, height: number): Promise<boolean> {
    const red = this.format === 'BGRX' ? 2 : 0;
    for (const part of COMPARED_AT) {
      const start = Math.floor(Math.max(0, height - COMPARED) * part);
      const end = Math.min(height, start + COMPARED);
      const wanted = drawn.read(start, end);
      const rows = await this.read(start, end);
      for (let at = 0; at < wanted.length; at += 4)
        if (
          rows[at + red] !== wanted[at] ||
          rows[at + 1] !== wanted[at + 1] ||
          rows[at + 2 - red] !== wanted[at + 2]
        )
          return false;
    }
    return true;
  }
}
