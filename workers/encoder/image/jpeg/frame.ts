/** One component of a JPEG frame, with what scans have told of it. */
export interface Component {
  readonly id: number;
  /** Sampling factors, 1–4. */
  readonly h: number;
  readonly v: number;
  /** Blocks of 8 × 8 that hold its samples. */
  readonly blocksWide: number;
  readonly blocksHigh: number;
  /** Part of its blocks whose first data have come, 0–1. */
  part: number;
  /** By coefficient: how many low bits are still to come; −1 before its first scan. */
  readonly lowBits: Int8Array;
  /** Progressive; made when a scan needs it. */
  nonZero: NonZero | null;
}

/** Which coefficients of each block are not zero: the low and the high 32. */
export interface NonZero {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

/** A start-of-frame segment. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly progressive: boolean;
  readonly components: readonly Component[];
  /** MCUs of a scan that holds several components. */
  readonly mcusWide: number;
  readonly mcusHigh: number;
}

/** Baseline, extended and progressive frames with Huffman codes: what browsers decode. */
export const isDecodable = (marker: number): boolean => marker >= 0xc0 && marker <= 0xc2;

/** Any kind of start of frame. */
export const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** @param body the segment behind its length. @returns null where it makes no sense */
export function readFrame(marker: number, body: Uint8Array): Frame | null {
  if (body.length < 6) return null;
  const height = (body[1]! << 8) | body[2]!;
  const width = (body[3]! << 8) | body[4]!;
  const count = body[5]!;
  if (width === 0 || height === 0 || count === 0 || count > 4 || body.length < 6 + count * 3) return null;
  const factors = Array.from({ length: count }, (_, i) => {
    const sampling = body[7 + i * 3]!;
    return { id: body[6 + i * 3]!, h: sampling >> 4, v: sampling & 15 };
  });
  if (factors.some(({ h, v }) => h < 1 || h > 4 || v < 1 || v > 4)) return null;
  const widest = Math.max(...factors.map(({ h }) => h));
  const highest = Math.max(...factors.map(({ v }) => v));
  return {
    width,
    height,
    progressive: marker === 0xc2,
    mcusWide: Math.ceil(width / (8 * widest)),
    mcusHigh: Math.ceil(height / (8 * highest)),
    components: factors.map(({ id, h, v }) => ({
      id,
      h,
      v,
      blocksWide: Math.ceil(Math.ceil((width * h) / widest) / 8),
      blocksHigh: Math.ceil(Math.ceil((height * v) / highest) / 8),
      part: 0,
      lowBits: new Int8Array(64).fill(-1),
      nonZero: null,
    })),
  };
}
