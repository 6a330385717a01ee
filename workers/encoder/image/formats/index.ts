import type { ImageType } from '../sniff';
import type { Header, ReadAt } from './bytes';
import { readHeif } from './heif';
import { readJpeg } from './jpeg-header';
import { readPng } from './png';
import { readBmp, readGif, readWebP } from './simple';
import { readTiff } from './tiff';

export type { Dimensions, Header, ReadAt } from './bytes';

const READERS: Record<ImageType, (read: ReadAt) => Promise<Header | null>> = {
  PNG: readPng,
  GIF: readGif,
  BMP: readBmp,
  WebP: readWebP,
  JPEG: readJpeg,
  AVIF: readHeif,
  HEIC: readHeif,
  TIFF: readTiff,
};

/** What a picture file says of itself, without decoding it; null where it gives no size. */
export async function readHeader(type: ImageType, read: ReadAt): Promise<Header | null> {
  try {
    const header = await READERS[type](read);
    return header && header.width > 0 && header.height > 0 ? header : null;
  } catch (thrown) {
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}
