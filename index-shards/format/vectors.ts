import { corrupt, readHeader, readSections, writeFile } from './layout';
import type { ShardEntry } from './manifest';

const MAGIC = 'FGVECTOR';
const VERSION = 1;
const HEADER_NUMBERS = 3;

/** Writes further vectors of one shard's captions, `[n, d]` in the order of the shard, as one file. */
export function writeVectors(width: number, firstList: number, codes: Int8Array): Uint8Array<ArrayBuffer> {
  return writeFile(MAGIC, VERSION, [width, firstList, codes.length / width], [codes]);
}

/**
 * Takes such a file apart and checks that it belongs to a shard; the caller has checked the hash.
 * @returns codes `[n, d]`, a view into the file; a row of zeros where a caption has no such vector
 * @throws FernglassError `shard-corrupt`.
 */
export function readVectors(
  bytes: Uint8Array,
  shard: Pick<ShardEntry, 'firstList' | 'captions'>,
  width: number,
): Int8Array {
  const header = readHeader(bytes, MAGIC, VERSION, HEADER_NUMBERS) as [number, number, number];
  if (header[0] !== width) corrupt(`its vectors have width ${header[0]}, not ${width}`);
  if (header[1] !== shard.firstList || header[2] !== shard.captions)
    corrupt('it holds vectors of other captions than the manifest says');
  const [codes] = readSections(bytes, HEADER_NUMBERS, [header[2] * width]) as [Uint8Array];
  return new Int8Array(codes.buffer, codes.byteOffset, codes.length);
}
