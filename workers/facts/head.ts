/** Bytes of a JPEG file that are read at first: what stands before its pixels is seldom longer. */
export const FIRST = 128 * 1024;
/** A file of another kind is read whole up to this size: its facts may stand behind the pixels. */
export const WHOLE = 64 * 1024 * 1024;
/** No JPEG file's head is read further than this. */
const LONGEST_HEAD = 16 * 1024 * 1024;

/** The part of a file that its facts stand in. */
export interface FactBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Whether facts may stand in what was not read. */
  readonly cut: boolean;
}

/** Reads as much of a picture as its facts stand in: a JPEG file up to its pixels, another one whole if it is not huge. */
export async function readFactBytes(file: Blob): Promise<FactBytes> {
  let bytes = await read(file, FIRST);
  if (bytes.length === file.size) return { bytes, cut: false };
  if (!isJpeg(bytes)) {
    if (file.size > WHOLE) return { bytes, cut: true };
    return { bytes: await read(file, file.size), cut: false };
  }
  while (!holdsJpegHead(bytes) && bytes.length < Math.min(file.size, LONGEST_HEAD))
    bytes = await read(file, bytes.length * 4);
  return { bytes, cut: !holdsJpegHead(bytes) && bytes.length < file.size };
}

const read = async (file: Blob, length: number) => new Uint8Array(await file.slice(0, length).arrayBuffer());

const isJpeg = (bytes: Uint8Array) => bytes[0] === 0xff && bytes[1] === 0xd8;

/** Whether all segments before the pixels (SOS, ITU T.81 B.2) are there; a file that breaks off within them has no more. */
export function holdsJpegHead(bytes: Uint8Array): boolean {
  const START_OF_SCAN = 0xda;
  let at = 2;
  while (at + 4 <= bytes.length) {
    // What is no marker is damage, behind which nothing can be found.
    if (bytes[at] !== 0xff) return true;
    const marker = bytes[at + 1]!;
    if (marker === START_OF_SCAN) return true;
    if (marker === 0xff) at += 1;
    else at += 2 + bytes[at + 2]! * 256 + bytes[at + 3]!;
  }
  return false;
}
