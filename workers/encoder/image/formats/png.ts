import { type Dimensions, fourLetters, type Header, headerOf, MOST_STEPS, type ReadAt } from './bytes';
import { crc32 } from './crc32';
import { largestOf } from './simple';

const STEP = 1 << 16;
const SIGNATURE = 8;
/** Chunks without which there is no picture; a wrong checksum of another changes no pixel. */
const CRITICAL = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS']);

/** Goes over all chunks and their checksums. */
export async function readPng(read: ReadAt): Promise<Header> {
  const head = await read(16, 10);
  const size = { width: head.getUint32(0), height: head.getUint32(4) };
  const parts: Dimensions[] = [];
  let opaque = head.getUint8(9) === 0 || head.getUint8(9) === 2;
  let frames = 0;
  let damaged = false;
  let offset = SIGNATURE;
  let length: number | null = null;
  let cutAt: number | null = null;
  let claimed = 0;
  try {
    for (let step = 0; step < MOST_STEPS && length === null; step++) {
      claimed = 0;
      const chunk = await read(offset, 8);
      const bytes = chunk.getUint32(0);
      const kind = fourLetters(chunk, 4);
      claimed = bytes;
      if (kind === 'tRNS') opaque = false;
      if (kind === 'fcTL') {
        frames++;
        const frame = await read(offset + 12, 16);
        const [width, height, left, top] = [0, 4, 8, 12].map((at) => frame.getUint32(at));
        parts.push({ width: left! + width!, height: top! + height! });
      }
      if (CRITICAL.has(kind) && !(await isIntact(read, offset, bytes))) damaged = true;
      offset += 12 + bytes;
      if (kind === 'IEND') length = offset;
    }
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    // The chunk that begins here is not whole; at the least, an end chunk is missing.
    length = offset + 12 + claimed;
    cutAt = offset;
  }
  return headerOf(size, {
    parts: largestOf(parts),
    frames: Math.max(1, frames),
    opaque,
    damaged,
    length,
    cutAt,
  });
}

/** Whether a chunk's checksum is right. @throws RangeError where the file ends first */
async function isIntact(read: ReadAt, offset: number, bytes: number): Promise<boolean> {
  const end = offset + 8 + bytes;
  let sum = 0;
  for (let at = offset + 4; at < end; at += STEP) {
    const view = await read(at, Math.min(STEP, end - at));
    if (view.byteLength < Math.min(STEP, end - at)) throw new RangeError('The file ends within a chunk.');
    sum = crc32(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), sum);
  }
  return (await read(end, 4)).getUint32(0) === sum;
}

/** The file with every checksum as its chunk's bytes have it, so that decoders read what follows. */
export async function withRightChecksums(file: Blob): Promise<Blob> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const view = new DataView(bytes.buffer);
  for (let offset = SIGNATURE; offset + 12 <= bytes.length; ) {
    const end = offset + 8 + view.getUint32(offset);
    if (end + 4 > bytes.length) break;
    view.setUint32(end, crc32(bytes.subarray(offset + 4, end)));
    offset = end + 4;
  }
  return new Blob([bytes]);
}
