import { isBogus } from '../jpeg/bits';
import { isFrame } from '../jpeg/frame';
import { type Dimensions, type Header, headerOf, type ReadAt } from './bytes';
import { largestOf } from './simple';

const MOST_SEGMENTS = 4096;

/** The size stands in the start-of-frame segment, behind EXIF, thumbnails and profiles of any length. */
export async function readJpeg(read: ReadAt): Promise<Header | null> {
  const frames: Dimensions[] = [];
  let offset = 2;
  let isLost = false;
  for (let segment = 0; segment < MOST_SEGMENTS; segment++) {
    const header = await read(offset, 9);
    if (header.byteLength < 9 || (header.getUint8(0) !== 0xff && !isLost)) break;
    const marker = header.getUint8(1);
    if (marker === 0xff || marker === 0 || header.getUint8(0) !== 0xff) {
      offset += 1;
      continue;
    }
    // What looks like a marker and is none says no length: the next one is looked for.
    isLost = isBogus(marker);
    if (isLost) {
      offset += 2;
      continue;
    }
    if (isFrame(marker)) frames.push({ width: header.getUint16(7), height: header.getUint16(5) });
    if (marker === 0xd9 || marker === 0xda) break;
    offset += 2 + header.getUint16(2);
  }
  const [first] = frames;
  return first === undefined ? null : headerOf(first, { parts: largestOf(frames), opaque: true });
}
