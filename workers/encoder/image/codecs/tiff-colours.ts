import type { GeoTIFFImage } from 'geotiff';

/** Numbers of pixels, side by side. */
export type Samples = ArrayLike<number>;

/** How the samples of a page become colours. */
export interface Colours {
  /** Which of a pixel's samples are read. */
  readonly samples: readonly number[];
  /** Writes one pixel as straight RGBA. */
  write(samples: Samples, from: number, pixels: Uint8Array, to: number): void;
}

/** Values of the extra sample that make it transparency (TIFF 6.0, section 18). */
const PREMULTIPLIED = 1;
const STRAIGHT = 2;
const JPEG = 7;

/**
 * How to read the colours of a page, profiles aside; null for kinds that are not read.
 * @param compression its number
 */
export async function colourReader(image: GeoTIFFImage, compression: number): Promise<Colours | null> {
  const page = image.getFileDirectory();
  const byte = byteOf(image.getBitsPerSample(0), image.getSampleFormat(0));
  if (byte === null) return null;
  const kind = Number(page.getValue('PhotometricInterpretation') ?? 1);
  const plain = { 0: 1, 1: 1, 2: 3, 3: 1, 5: 4, 6: 3 }[kind];
  if (plain === undefined || image.getSamplesPerPixel() < plain) return null;
  const extra = Number((page.getValue('ExtraSamples') as ArrayLike<number> | undefined)?.[0] ?? 0);
  const hasAlpha =
    (extra === PREMULTIPLIED || extra === STRAIGHT) && image.getSamplesPerPixel() > plain && kind !== 5;
  const colour = colourOf(kind, byte, kind === 3 ? ((await page.loadValue('ColorMap')) as Samples) : null);
  if (kind === 6 && compression !== JPEG && isSubsampled(await page.loadValue('YCbCrSubSampling')))
    return null;
  return {
    samples: Array.from({ length: plain + (hasAlpha ? 1 : 0) }, (_, i) => i),
    write(samples, from, pixels, to) {
      colour(samples, from, pixels, to);
      const alpha = hasAlpha ? byte(samples[from + plain]!) : 255;
      pixels[to + 3] = alpha;
      if (extra !== PREMULTIPLIED || alpha === 255 || alpha === 0) return;
      for (let i = to; i < to + 3; i++) pixels[i] = Math.min(255, Math.round((pixels[i]! * 255) / alpha));
    },
  };
}

/** A sample as a byte; null where its kind of number is not read. */
function byteOf(bits: number, format: number): ((value: number) => number) | null {
  if (format === 3) return (value) => Math.min(255, Math.max(0, Math.round(value * 255)));
  if (format !== 1) return null;
  if (bits === 8) return (value) => value;
  if (bits === 16) return (value) => value >> 8;
  if (bits === 32) return (value) => value / 2 ** 24;
  if (bits < 8) return (value) => Math.round((value * 255) / (2 ** bits - 1));
  return bits < 16 ? (value) => value >> (bits - 8) : null;
}

function colourOf(kind: number, byte: (value: number) => number, map: Samples | null): Colours['write'] {
  switch (kind) {
    case 0:
      return (samples, from, pixels, to) => pixels.fill(255 - byte(samples[from]!), to, to + 3);
    case 1:
      return (samples, from, pixels, to) => pixels.fill(byte(samples[from]!), to, to + 3);
    case 3:
      return (samples, from, pixels, to) => {
        const colours = map!.length / 3;
        for (let i = 0; i < 3; i++) pixels[to + i] = (map![samples[from]! + i * colours] ?? 0) >> 8;
      };
    case 5:
      return (samples, from, pixels, to) => {
        const light = 255 - byte(samples[from + 3]!);
        for (let i = 0; i < 3; i++)
          pixels[to + i] = Math.round(((255 - byte(samples[from + i]!)) * light) / 255);
      };
    case 6:
      return (samples, from, pixels, to) => {
        const [y, blue, red] = [samples[from]!, samples[from + 1]! - 128, samples[from + 2]! - 128];
        pixels[to] = clip(y + 1.402 * red);
        pixels[to + 1] = clip(y - 0.344136 * blue - 0.714136 * red);
        pixels[to + 2] = clip(y + 1.772 * blue);
      };
    default:
      return (samples, from, pixels, to) => {
        for (let i = 0; i < 3; i++) pixels[to + i] = byte(samples[from + i]!);
      };
  }
}

const clip = (value: number): number => Math.min(255, Math.max(0, Math.round(value)));

const isSubsampled = (factors: unknown): boolean => {
  const [across, down] =
    (factors as ArrayLike<number> | undefined) === undefined
      ? [2, 2]
      : Array.from(factors as ArrayLike<number>);
  return across !== 1 || down !== 1;
};
