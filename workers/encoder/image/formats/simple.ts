import {
  type Dimensions,
  fourLetters,
  type Header,
  headerOf,
  MOST_STEPS,
  type ReadAt,
  uint24,
} from './bytes';

/** The largest size is held against the limit, though bitmaps and icons have one only. */
export async function readBmp(read: ReadAt): Promise<Header> {
  const header = await read(0, 54);
  const pixels = header.getUint32(10, true);
  const old = header.getUint32(14, true) === 12;
  const width = old ? header.getUint16(18, true) : Math.abs(header.getInt32(18, true));
  const height = old ? header.getUint16(20, true) : Math.abs(header.getInt32(22, true));
  const depth = header.getUint16(old ? 24 : 28, true);
  const compression = old ? 0 : header.getUint32(30, true);
  // Run-length coded ones do not say how long they are, but for a field that many writers leave empty.
  const plain = compression === 0 || compression === 3 || compression === 6;
  const length = plain ? pixels + Math.ceil((width * depth) / 32) * 4 * height : null;
  return headerOf({ width, height }, { length, opaque: depth <= 24 });
}

/** Screen and frames; the first frame alone is decoded, but decoders make room for each. */
export async function readGif(read: ReadAt): Promise<Header> {
  const screen = await read(6, 7);
  const size = { width: screen.getUint16(0, true), height: screen.getUint16(2, true) };
  const parts: Dimensions[] = [];
  let frames = 0;
  let offset = 13 + colourTable(screen.getUint8(4));
  let length: number | null = null;
  let damaged = false;
  const skipBlocks = async (): Promise<void> => {
    for (let block = 0; block < MOST_STEPS; block++) {
      const bytes = (await read(offset, 1)).getUint8(0);
      offset += 1 + bytes;
      if (bytes === 0) return;
    }
  };
  try {
    for (let step = 0; step < MOST_STEPS && length === null; step++) {
      const kind = (await read(offset, 1)).getUint8(0);
      if (kind === 0x3b) length = offset + 1;
      else if (kind === 0x21) {
        offset += 2;
        await skipBlocks();
      } else if (kind === 0x2c) {
        const frame = await read(offset + 1, 9);
        const [left, top, width, height] = [0, 2, 4, 6].map((at) => frame.getUint16(at, true));
        parts.push({ width: left! + width!, height: top! + height! });
        frames++;
        offset += 11 + colourTable(frame.getUint8(8));
        await skipBlocks();
      } else {
        // No block begins so: a length before is not as it was written.
        damaged = true;
        break;
      }
    }
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    // The file ends before its end mark.
    length = Math.max(offset, 13) + 1;
  }
  return headerOf(size, { parts: largestOf(parts), frames: Math.max(1, frames), length, damaged });
}

const colourTable = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

/** The canvas, and within it the frames, each with a size of its own. */
export async function readWebP(read: ReadAt): Promise<Header | null> {
  const riff = await read(0, 12);
  const length = 8 + riff.getUint32(4, true);
  const parts: Dimensions[] = [];
  let canvas: Dimensions | null = null;
  let frames = 0;
  let transparent = false;
  let offset = 12;
  try {
    for (let step = 0; step < MOST_STEPS && offset + 8 <= length; step++) {
      const chunk = await read(offset, 34);
      const kind = fourLetters(chunk, 0);
      const bytes = chunk.getUint32(4, true);
      if (kind === 'VP8X') canvas = { width: 1 + uint24(chunk, 12), height: 1 + uint24(chunk, 15) };
      if (kind === 'VP8X' || kind === 'VP8L' || kind === 'ALPH') transparent = true;
      if (kind === 'ANMF') {
        frames++;
        const [left, top, across, down] = [8, 11, 14, 17].map((at) => uint24(chunk, at));
        parts.push({ width: 2 * left! + 1 + across!, height: 2 * top! + 1 + down! });
        parts.push(...codedWebP(await read(offset + 24, 22)));
      } else parts.push(...codedWebP(chunk));
      offset += 8 + bytes + (bytes & 1);
    }
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
  }
  const size = canvas ?? parts[0];
  if (size === undefined) return null;
  return headerOf(size, {
    parts: largestOf(parts),
    frames: Math.max(1, frames),
    length,
    // Chunks that do not end where the file says that it does.
    damaged: offset > length + 1,
    opaque: !transparent,
  });
}

/** The size within a chunk of coded pixels; nothing for another chunk. */
function codedWebP(chunk: DataView): Dimensions[] {
  const kind = fourLetters(chunk, 0);
  if (kind === 'VP8 ')
    return [{ width: chunk.getUint16(14, true) & 0x3fff, height: chunk.getUint16(16, true) & 0x3fff }];
  if (kind !== 'VP8L') return [];
  const bits = chunk.getUint32(9, true);
  return [{ width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) }];
}

/** The one of most pixels, if there is any. */
export function largestOf(sizes: readonly Dimensions[]): Dimensions[] {
  const area = ({ width, height }: Dimensions) => width * height;
  return sizes.length === 0 ? [] : [sizes.reduce((most, size) => (area(size) > area(most) ? size : most))];
}
