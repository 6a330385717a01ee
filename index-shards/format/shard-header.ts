import { readHeader } from './layout';
import type { Codec } from './manifest/manifest';

/** As much of a shard file as its header can take. */
export const SHARD_HEADER_BYTES = 36;

/**
 * Bytes of text in a shard file, as stored.
 * @param start the file's first `SHARD_HEADER_BYTES` bytes
 * @throws FernglassError `shard-corrupt` when it is no shard of that codec.
 */
export function textBytesIn(start: Uint8Array, codec: Codec['kind']): number {
  const [version, numbers] = codec === 'i8' ? [1, 5] : [2, 6];
  return readHeader(start, 'FGSHARD\n', version!, numbers!).at(-1)!;
}
