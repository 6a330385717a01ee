import { FernglassError } from '../../../core';
import type { PhotoWarning } from '../../protocol';
import { BitmapRows } from './bitmap-rows';
import { decodeByCodec, needsCodec } from './codecs';
import { FrameRows } from './frame-rows';
import { checkImage, checkSize, type Inspected } from './inspect';
import { type Mended, mend } from './mend';
import { decodePart } from './partial';
import type { PixelSource } from './pixel-source';
import { bitmapThumbnail, rasterThumbnail } from './thumbnail';
import { damagedInside, partMissing } from './warnings';

/** A decoded picture, to be closed after use: its pixels may take 400 MB. */
export interface DecodedPhoto extends PixelSource {
  /** What of the file was not read. */
  readonly warnings: readonly PhotoWarning[];
  /** At most 320 px on the longer side, over white. */
  thumbnail(): Promise<Blob>;
  close(): void;
}

/**
 * Decodes a picture in a worker: turned as EXIF says, first frame, without applying colour profiles (the reference
 * preprocessing reads none). A file that ends too soon or is damaged is read as far as it goes, with a warning. Pixels
 * stay in the browser's bitmap, or a decoder's memory, and are copied out a few rows at a time.
 * @param known what a look at the file has shown, where one was taken
 * @throws FernglassError `image-unreadable`, `image-too-large`, `image-type-unsupported`, `decoder-unavailable`
 */
export async function decodePhoto(file: Blob, known?: Inspected): Promise<DecodedPhoto> {
  const picture = known ?? (await checkImage(file));
  const mended = await mend(file, picture);
  const bitmap = await bitmapOf(mended.file);
  if (bitmap !== null) return photoOf(bitmap, mended.warnings, picture.opaque);
  if (needsCodec(picture.type)) return decodeOtherwise(mended, picture);
  return decodePartOf(file, picture, mended);
}

/** The browser's own decoding; null where it does not know the format or refuses the file. */
async function bitmapOf(file: Blob): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(file, {
      premultiplyAlpha: 'none',
      imageOrientation: 'from-image',
      colorSpaceConversion: 'none',
    });
  } catch {
    return null;
  }
}

async function photoOf(
  bitmap: ImageBitmap,
  warnings: readonly PhotoWarning[],
  opaque: boolean,
): Promise<DecodedPhoto> {
  const { width, height } = bitmap;
  try {
    checkSize(bitmap);
  } catch (thrown) {
    bitmap.close();
    throw thrown;
  }
  const drawn = new BitmapRows(bitmap, opaque);
  // What has alpha goes through a canvas, whose rounding of it a frame does not share.
  const frame = opaque ? await FrameRows.of(bitmap, drawn) : null;
  const reader = frame ?? drawn;
  return {
    width,
    height,
    warnings,
    format: frame?.format,
    rows: (start, end) => reader.read(start, end),
    thumbnail: () => bitmapThumbnail(bitmap),
    close: () => {
      frame?.close();
      bitmap.close();
    },
  };
}

async function decodeOtherwise({ file, warnings }: Mended, { type }: Inspected): Promise<DecodedPhoto> {
  const raster = await decodeByCodec(file, type);
  return {
    width: raster.width,
    height: raster.height,
    warnings: raster.damaged ? [damagedInside(), ...warnings] : warnings,
    rows: (start, end) => raster.rows(start, end),
    thumbnail: () => rasterThumbnail(raster),
    close: () => raster.close(),
  };
}

/** What a file that the browser refuses as a whole gives nevertheless. */
async function decodePartOf(file: Blob, picture: Inspected, mended: Mended): Promise<DecodedPhoto> {
  const partial = await decodePart(file, picture.type);
  if (partial === null)
    throw new FernglassError(
      'image-unreadable',
      `The ${picture.type} file is damaged or cut short, or this browser cannot decode it. Copy it again, or save it in another format.`,
    );
  const isCut = picture.length !== null && file.size < picture.length;
  const warning = isCut ? partMissing(partial.part) : damagedInside();
  const others = mended.warnings.filter(({ code }) => code === 'image-first-frame');
  return photoOf(partial.bitmap, [warning, ...others], false);
}
