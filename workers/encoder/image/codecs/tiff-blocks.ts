import { unzlibSync } from 'fflate';
import { addDecoder, BaseDecoder, getDecoder, type ImageFileDirectory } from 'geotiff';
import { examineJpeg } from '../jpeg/examine';
import { isFrame } from '../jpeg/frame';

/** Ways of coding that are read here, by number (TIFF 6.0 and its supplements). */
export const COMPRESSIONS: ReadonlySet<number> = new Set([1, 5, 7, 8, 32946, 32773]);

/** Names of those that are not, as people know them. */
export const OTHER_COMPRESSIONS: ReadonlyMap<number, string> = new Map([
  [2, 'fax (CCITT modified Huffman)'],
  [3, 'fax (CCITT group 3)'],
  [4, 'fax (CCITT group 4)'],
  [6, 'old-style JPEG'],
  [33003, 'JPEG 2000'],
  [33005, 'JPEG 2000'],
  [34661, 'JBIG'],
  [34676, 'LogLuv'],
  [34677, 'LogLuv'],
  [34712, 'JPEG 2000'],
  [34887, 'LERC'],
  [34925, 'LZMA'],
  [50000, 'Zstandard'],
  [50001, 'WebP'],
  [50002, 'JPEG XL'],
  [52546, 'JPEG XL'],
]);

type Parameters = BaseDecoder['parameters'];

/** With the bytes that a strip or tile decodes to, and those of the last strip, which may be lower. */
type BlockParameters = Parameters & { readonly blockBytes: number; readonly lastBytes: number };

/** Strips and tiles of the picture in hand, those with a fault, and those that gave nothing: pictures come one by one. */
export const tally = { decoded: 0, failed: 0, empty: 0 };

/**
 * Puts decoders in the library's place that give exactly as many bytes as a strip or tile has: data that claim more are
 * cut off before they take memory, and those that give less leave the rest zero.
 */
export async function boundDecoders(): Promise<void> {
  const jpeg = await getDecoder(7, { JPEGTables: undefined } as unknown as Parameters);
  const Library = jpeg.constructor as typeof BaseDecoder;
  addDecoder(
    [undefined, 1],
    async () =>
      blocks((from, to) => {
        to.set(from.subarray(0, to.length));
        return Math.min(from.length, to.length);
      }),
    parameters,
  );
  addDecoder(5, async () => blocks(unpackLzw), parameters);
  addDecoder([8, 32946], async () => blocks(unpackDeflate), parameters);
  addDecoder(32773, async () => blocks(unpackBits), parameters);
  class Jpeg extends Library {
    override decodeBlock(buffer: ArrayBufferLike) {
      const { tileWidth, tileHeight } = this.parameters;
      const size = jpegSize(new Uint8Array(buffer));
      tally.decoded++;
      if (isDamaged(new Uint8Array(buffer), this.parameters as JpegParameters)) tally.failed++;
      try {
        if (size === null || size.width > tileWidth || size.height > tileHeight + 16)
          throw new RangeError('A tile holds a larger picture than it has room for.');
        return super.decodeBlock(buffer);
      } catch {
        tally.failed++;
        tally.empty++;
        return new ArrayBuffer((this.parameters as BlockParameters).blockBytes);
      }
    }
  }
  addDecoder(
    7,
    async () => Jpeg,
    async (page) => ({
      ...(await parameters(page)),
      JPEGTables: await page.loadValue('JPEGTables'),
    }),
  );
}

type Tag =
  | 'ImageWidth'
  | 'ImageLength'
  | 'TileWidth'
  | 'TileLength'
  | 'RowsPerStrip'
  | 'PlanarConfiguration'
  | 'Predictor';

type JpegParameters = BlockParameters & { readonly JPEGTables?: ArrayLike<number> | undefined };

/** Whether a strip or tile in JPEG is not as it was written; its tables stand apart, at the page. */
function isDamaged(block: Uint8Array, { JPEGTables: tables }: JpegParameters): boolean {
  const own = tables === undefined ? [] : Array.from(tables).slice(0, -2);
  const whole = own.length === 0 ? block : Uint8Array.of(...own, ...block.subarray(2));
  const report = examineJpeg(whole);
  return report !== null && (report.damaged || report.cut);
}

/** @param unpack returns how many bytes it gave; what it throws marks the block as damaged, with what it gave till then */
const blocks = (unpack: (from: Uint8Array, to: Uint8Array) => number) =>
  class extends BaseDecoder {
    override decodeBlock(buffer: ArrayBufferLike): ArrayBufferLike {
      const { blockBytes, lastBytes } = this.parameters as BlockParameters;
      const to = new Uint8Array(blockBytes);
      tally.decoded++;
      try {
        const given = unpack(new Uint8Array(buffer), to);
        if (given !== blockBytes && given !== lastBytes) throw new RangeError('It gives too little.');
      } catch {
        // What came before the fault is there; the rest stays zero.
        tally.failed++;
        if (!to.some((byte) => byte !== 0)) tally.empty++;
      }
      return to.buffer;
    }
  };

async function parameters(page: ImageFileDirectory): Promise<BlockParameters> {
  const number = async (tag: Tag, otherwise: number) => Number((await page.loadValue(tag)) ?? otherwise);
  const imageHeight = await number('ImageLength', 0);
  const isTiled = !page.hasTag('StripOffsets');
  const tileWidth = await number(isTiled ? 'TileWidth' : 'ImageWidth', 0);
  const tileHeight = isTiled
    ? await number('TileLength', 0)
    : Math.min(imageHeight, await number('RowsPerStrip', imageHeight));
  const bitsPerSample = Array.from((await page.loadValue('BitsPerSample')) as Iterable<number>);
  const planarConfiguration = await number('PlanarConfiguration', 1);
  const bits =
    planarConfiguration === 2 ? bitsPerSample[0]! : bitsPerSample.reduce((sum, its) => sum + its, 0);
  const row = Math.ceil((tileWidth * bits) / 8);
  return {
    tileWidth,
    tileHeight,
    planarConfiguration,
    bitsPerSample,
    predictor: await number('Predictor', 1),
    blockBytes: row * tileHeight,
    lastBytes: row * (isTiled ? tileHeight : imageHeight % tileHeight || tileHeight),
  };
}

/** zlib's stream, and its checksum. @throws RangeError where it is wrong, and whatever the library throws */
function unpackDeflate(from: Uint8Array, to: Uint8Array): number {
  const unpacked = unzlibSync(from, { out: to });
  let [low, high] = [1, 0];
  for (let at = 0; at < unpacked.length; ) {
    // So many sums stay within 32 bits.
    for (const end = Math.min(at + 3800, unpacked.length); at < end; at++) high += low += unpacked[at]!;
    low %= 65_521;
    high %= 65_521;
  }
  const stated = new DataView(from.buffer, from.byteOffset, from.byteLength).getUint32(from.length - 4);
  if (stated !== high * 65_536 + low) throw new RangeError('The checksum is another.');
  return unpacked.length;
}

/** Bytes behind the data that writers fill up with. */
const FILLING = 4;

const LEFT_OVER = 'Data are left over.';

/** PackBits (TIFF 6.0, section 9): how many bytes were given. @throws RangeError where data are left over */
export function unpackBits(from: Uint8Array, to: Uint8Array): number {
  let at = 0;
  let end = 0;
  while (at < from.length && end < to.length) {
    const head = from[at++]!;
    if (head === 128) continue;
    const count = head < 128 ? head + 1 : 257 - head;
    if (head < 128) {
      to.set(from.subarray(at, Math.min(at + count, at + to.length - end)), end);
      at += count;
    } else to.fill(from[at++] ?? 0, end, end + count);
    end += count;
  }
  if (from.length - at > FILLING) throw new RangeError(LEFT_OVER);
  return Math.min(end, to.length);
}

/**
 * LZW as TIFF has it (section 13), codes of 9 to 12 bits, the highest first: how many bytes were given.
 * @throws RangeError for a word that is none, and where data are left over
 */
export function unpackLzw(from: Uint8Array, to: Uint8Array): number {
  // A word is a stretch of what was written already: where it began, and how long it is.
  const starts = new Uint32Array(4097);
  const lengths = new Uint16Array(4097);
  let bits = 0;
  let count = 0;
  let width = 9;
  let next = 258;
  let before = -1;
  let end = 0;
  let at = 0;
  for (;;) {
    while (count < width && at < from.length) {
      bits = ((bits << 8) | from[at++]!) & 0xffffff;
      count += 8;
    }
    if (count < width) return end;
    count -= width;
    const code = (bits >> count) & ((1 << width) - 1);
    if (code === 257) break;
    if (end === to.length) {
      // Some writers end without the word for it.
      if (from.length - at > FILLING) throw new RangeError(LEFT_OVER);
      return end;
    }
    if (code === 256) {
      width = 9;
      next = 258;
      before = -1;
      continue;
    }
    const start = end;
    if (before >= 0 && next < 4096) {
      // The word before and the first byte of this one will stand side by side; this one may be that very word.
      starts[next] = before;
      lengths[next] = start - before + 1;
      next++;
    }
    if (code < 256) to[end++] = code;
    else if (code < next) {
      for (let i = 0; i < lengths[code]! && end < to.length; i++) to[end++] = to[starts[code]! + i]!;
    } else throw new RangeError('There is no such word.');
    before = start;
    if (next >= (1 << width) - 1 && width < 12) width++;
  }
  if (from.length - at > FILLING) throw new RangeError(LEFT_OVER);
  return end;
}

function jpegSize(bytes: Uint8Array): { width: number; height: number } | null {
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1]!;
    if (isFrame(marker))
      return {
        height: (bytes[at + 5]! << 8) | bytes[at + 6]!,
        width: (bytes[at + 7]! << 8) | bytes[at + 8]!,
      };
    at += 2 + ((bytes[at + 2]! << 8) | bytes[at + 3]!);
  }
  return null;
}
