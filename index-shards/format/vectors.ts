import { corrupt, readHeader, readSections, writeFile } from './layout';
import type { ShardEntry } from './manifest/manifest';

const MAGIC = 'FGVECTOR';
const VERSION = 2;
const HEADER_NUMBERS = 4;

/**
 * Writes further vectors of one shard's captions, `[n, width]` in the order of the shard, as one file. Rows of zeros, of
 * captions that have no such vector, take a bit each.
 */
export function writeVectors(width: number, firstList: number, codes: Int8Array): Uint8Array<ArrayBuffer> {
  const captions = codes.length / width;
  const presence = new Uint8Array(Math.ceil(captions / 8));
  const packed = new Int8Array(codes.length);
  let present = 0;
  for (let i = 0; i < captions; i++) {
    const vector = codes.subarray(i * width, (i + 1) * width);
    if (vector.every((code) => code === 0)) continue;
    presence[i >> 3]! |= 1 << (i & 7);
    packed.set(vector, present++ * width);
  }
  return writeFile(
    MAGIC,
    VERSION,
    [width, firstList, captions, present],
    [presence, packed.subarray(0, present * width)],
  );
}

/**
 * Takes such a file apart and checks that it belongs to a shard; the caller has checked the hash.
 * @returns codes `[n, width]`; a row of zeros where a caption has no such vector
 * @throws FernglassError `shard-corrupt`.
 */
export function readVectors(
  bytes: Uint8Array,
  shard: Pick<ShardEntry, 'firstList' | 'captions'>,
  width: number,
): Int8Array {
  const [itsWidth, firstList, captions, present] = readHeader(bytes, MAGIC, VERSION, HEADER_NUMBERS) as [
    number,
    number,
    number,
    number,
  ];
  if (itsWidth !== width) corrupt(`its vectors have width ${itsWidth}, not ${width}`);
  if (firstList !== shard.firstList || captions !== shard.captions)
    corrupt('it holds vectors of other captions than the manifest says');
  const lengths = [Math.ceil(captions / 8), present * width];
  const [presence, section] = readSections(bytes, HEADER_NUMBERS, lengths) as [Uint8Array, Uint8Array];
  const packed = new Int8Array(section.buffer, section.byteOffset, section.length);
  const codes = new Int8Array(captions * width);
  let next = 0;
  for (let i = 0; i < captions; i++) {
    if ((presence[i >> 3]! & (1 << (i & 7))) === 0) continue;
    if (next === present) corrupt('it has fewer vectors than it says');
    codes.set(packed.subarray(next * width, (next + 1) * width), i * width);
    next++;
  }
  if (next !== present) corrupt('it has more vectors than it says');
  return codes;
}
