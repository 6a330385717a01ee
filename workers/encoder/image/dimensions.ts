import { type ImageType, latin1 } from './sniff';

/** Size in pixels as the header states it, before EXIF orientation. */
export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

/** Reads a file a piece at a time. */
export type ReadAt = (offset: number, length: number) => Promise<DataView>;

const MOST_SEGMENTS = 4096;

/**
 * Reads a picture's size from its header, without decoding it; null where the header states none.
 * Reads past the end of the file give short views, which count as "states none".
 */
export async function readDimensions(type: ImageType, read: ReadAt): Promise<Dimensions | null> {
  try {
    const size = await READERS[type](read);
    return size && size.width > 0 && size.height > 0 ? size : null;
  } catch (thrown) {
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

const READERS: Record<ImageType, (read: ReadAt) => Promise<Dimensions | null>> = {
  PNG: async (read) => {
    const header = await read(16, 8);
    return { width: header.getUint32(0), height: header.getUint32(4) };
  },
  GIF: async (read) => {
    const header = await read(6, 4);
    return { width: header.getUint16(0, true), height: header.getUint16(2, true) };
  },
  BMP: async (read) => {
    const header = await read(14, 12);
    if (header.getUint32(0, true) === 12)
      return { width: header.getUint16(4, true), height: header.getUint16(6, true) };
    return { width: Math.abs(header.getInt32(4, true)), height: Math.abs(header.getInt32(8, true)) };
  },
  WebP: readWebP,
  JPEG: readJpeg,
  AVIF: readAvif,
};

async function readWebP(read: ReadAt): Promise<Dimensions | null> {
  const chunk = await read(12, 18);
  const kind = latin1(new Uint8Array(chunk.buffer, chunk.byteOffset, 4));
  if (kind === 'VP8X') return { width: 1 + uint24(chunk, 12), height: 1 + uint24(chunk, 15) };
  if (kind === 'VP8 ')
    return { width: chunk.getUint16(14, true) & 0x3fff, height: chunk.getUint16(16, true) & 0x3fff };
  if (kind !== 'VP8L') return null;
  const bits = chunk.getUint32(9, true);
  return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
}

/** The size stands in the start-of-frame segment, behind EXIF, thumbnails and profiles of any length. */
async function readJpeg(read: ReadAt): Promise<Dimensions | null> {
  let offset = 2;
  for (let segment = 0; segment < MOST_SEGMENTS; segment++) {
    const header = await read(offset, 9);
    if (header.getUint8(0) !== 0xff) return null;
    const marker = header.getUint8(1);
    if (marker === 0xff) {
      offset += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { width: header.getUint16(7), height: header.getUint16(5) };
    if (marker === 0xd9 || marker === 0xda) return null;
    offset += 2 + header.getUint16(2);
  }
  return null;
}

/** The largest `ispe` property in meta/iprp/ipco: a picture made of tiles states each tile's size too. */
async function readAvif(read: ReadAt): Promise<Dimensions | null> {
  const meta = await findBox(read, 0, Number.MAX_SAFE_INTEGER, 'meta');
  const iprp = meta && (await findBox(read, meta.start + 4, meta.end, 'iprp'));
  const ipco = iprp && (await findBox(read, iprp.start, iprp.end, 'ipco'));
  let largest: Dimensions | null = null;
  let offset = ipco?.start ?? 0;
  while (ipco && offset < ipco.end) {
    const ispe = await findBox(read, offset, ipco.end, 'ispe');
    if (!ispe) break;
    const values = await read(ispe.start + 4, 8);
    const size = { width: values.getUint32(0), height: values.getUint32(4) };
    if (!largest || size.width * size.height > largest.width * largest.height) largest = size;
    offset = ispe.end;
  }
  return largest;
}

async function findBox(
  read: ReadAt,
  from: number,
  to: number,
  name: string,
): Promise<{ start: number; end: number } | null> {
  let offset = from;
  for (let box = 0; box < MOST_SEGMENTS && offset + 8 <= to; box++) {
    const header = await read(offset, 16);
    let start = offset + 8;
    let length = header.getUint32(0);
    if (length === 1) {
      length = Number(header.getBigUint64(8));
      start += 8;
    }
    const end = length === 0 ? to : offset + length;
    if (length !== 0 && end < start) return null;
    if (latin1(new Uint8Array(header.buffer, header.byteOffset + 4, 4)) === name) return { start, end };
    offset = end;
  }
  return null;
}

function uint24(view: DataView, offset: number): number {
  return view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16);
}
