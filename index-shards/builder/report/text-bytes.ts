import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { type Manifest, SHARD_HEADER_BYTES, textBytesIn } from '../../format';
import { readExactly } from '../stages/files';

/** Bytes that an index's texts take, as they are stored; only the shards' headers are read. */
export function textBytesOf(folder: string, { codec, shards }: Manifest): number {
  const start = new Uint8Array(SHARD_HEADER_BYTES);
  return shards.reduce((sum, { name }) => {
    const file = openSync(join(folder, name), 'r');
    readExactly(file, start, 0);
    closeSync(file);
    return sum + textBytesIn(start, codec.kind);
  }, 0);
}
