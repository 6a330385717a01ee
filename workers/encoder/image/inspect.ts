import { FernglassError } from '../../../core';
import { type Dimensions, type Header, type ReadAt, readHeader } from './formats';
import { type ImageType, sniff } from './sniff';

/** Most pixels a picture may have: decoded, this many take 400 MB. */
export const MAX_PIXELS = 100_000_000;

const BLOCK = 1 << 16;
const DECODABLE = 'JPEG, PNG, WebP, AVIF, HEIC, TIFF, GIF or BMP';

/** A picture file by its own account. */
export interface Inspected extends Header {
  readonly type: ImageType;
}

/**
 * Looks at a file before any memory is taken for its pixels: what it is, how large, and how large whatever it is made of.
 * @throws FernglassError `image-unreadable`, `image-type-unsupported`, `image-too-large`
 */
export async function checkImage(file: Blob): Promise<Inspected> {
  if (file.size === 0)
    throw new FernglassError('image-unreadable', 'The file is empty. Copy it again from where it came from.');
  const head = new Uint8Array(await readBlob(file.slice(0, 256)));
  const sniffed = sniff(head);
  if (sniffed.kind === 'other')
    throw new FernglassError(
      'image-type-unsupported',
      `The file is ${sniffed.name}, which cannot be shown here. Save the picture as ${DECODABLE}.`,
    );
  if (sniffed.kind === 'unknown')
    throw new FernglassError(
      'image-unreadable',
      isText(head)
        ? `The file holds text, not a picture, whatever its name says. Choose a ${DECODABLE} file.`
        : `The file is no picture that is known here, or its beginning is damaged. Choose a ${DECODABLE} file.`,
    );
  const header = await readHeader(sniffed.type, blockReader(file));
  if (!header)
    throw new FernglassError(
      'image-unreadable',
      `The ${sniffed.type} file is damaged or cut short: its header gives no size. Copy it again from where it came from.`,
    );
  checkSize(header);
  for (const part of header.parts) checkSize(part);
  return { ...header, type: sniffed.type };
}

/** @throws FernglassError `image-too-large` */
export function checkSize({ width, height }: Dimensions): void {
  if (width * height > MAX_PIXELS)
    throw new FernglassError(
      'image-too-large',
      `The picture has ${Math.round((width * height) / 1e6)} megapixels (${width} × ${height}); at most ${MAX_PIXELS / 1e6} can be read. Save a smaller copy.`,
    );
}

/** @throws FernglassError `image-unreadable` where the file is there no more */
export async function readBlob(blob: Blob): Promise<ArrayBuffer> {
  try {
    return await blob.arrayBuffer();
  } catch (cause) {
    throw new FernglassError(
      'image-unreadable',
      'The file can no longer be read: it was moved, changed or deleted since it was added. Add it again.',
      { cause },
    );
  }
}

/** Reads 64 KB at once and keeps the last block: headers are read in many small steps. */
export function blockReader(file: Blob): ReadAt {
  let start = 0;
  let block = new ArrayBuffer(0);
  return async (offset, length) => {
    const known = offset >= start && offset + length <= start + block.byteLength;
    if (!known && offset < file.size) {
      start = offset;
      block = await readBlob(file.slice(offset, offset + Math.max(BLOCK, length)));
    }
    const from = Math.min(Math.max(0, offset - start), block.byteLength);
    return new DataView(block, from, Math.max(0, Math.min(length, block.byteLength - from)));
  };
}

function isText(head: Uint8Array): boolean {
  return head.every((byte) => byte >= 0x20 || byte === 9 || byte === 10 || byte === 13);
}
