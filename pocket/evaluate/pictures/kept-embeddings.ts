import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { row, stack } from '../../../core';
import type { NodeEncoder } from '../../../workers/encoder/node';

/** Bumped when a picture's way to the tower changes, so that embeddings of before are not taken for those of now. */
const VERSION = 1;
/** Pictures embedded before they are written down: so many are lost at most when a run is broken off. */
const AT_ONCE = 128;
const HASH = 32;

/**
 * An encoder that keeps the embeddings of pictures in `folder` and runs the tower for new ones alone. Pictures and weights are told
 * by their bytes, so that nothing stale is found.
 * @param model folder of the checkpoint
 */
export function keepingEmbeddings(
  encoder: NodeEncoder,
  model: string,
  precision: string,
  folder: string,
): NodeEncoder {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${visionHash(model).slice(0, 16)}-${precision}-${VERSION}.bin`);
  let kept: Map<string, Float32Array> | null = null;
  return {
    ...encoder,
    async embedPhotos(pictures) {
      const hashes = pictures.map((picture) =>
        sha256(typeof picture === 'string' ? readFileSync(picture) : picture),
      );
      kept ??= readRecords(file);
      const missing = [...new Map(hashes.map((hash, i) => [hash, pictures[i]!]))].filter(
        ([hash]) => !kept!.has(hash),
      );
      for (let start = 0; start < missing.length; start += AT_ONCE) {
        const batch = missing.slice(start, start + AT_ONCE);
        const found = await encoder.embedPhotos(batch.map(([, picture]) => picture));
        for (const [i, [hash]] of batch.entries()) kept.set(hash, row(found, i).slice());
        appendFileSync(file, recordsOf(batch.map(([hash], i) => [hash, row(found, i)])));
      }
      return stack(hashes.map((hash) => kept!.get(hash)!));
    },
  };
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** All that the vision tower of a checkpoint is made of. */
function visionHash(model: string): string {
  const hash = createHash('sha256');
  const weights = readdirSync(join(model, 'onnx')).filter((name) => name.startsWith('vision'));
  for (const path of [...weights.sort().map((name) => join('onnx', name)), 'preprocessor_config.json'])
    hash.update(path).update(readFileSync(join(model, path)));
  return hash.digest('hex');
}

/** One record is a picture's SHA-256, the width as 32 bits, and that many 32-bit floats, all little-endian. */
function recordsOf(records: readonly (readonly [string, ArrayLike<number>])[]): Buffer {
  return Buffer.concat(
    records.flatMap(([hash, embedding]) => {
      const width = Buffer.alloc(4);
      width.writeUInt32LE(embedding.length);
      return [Buffer.from(hash, 'hex'), width, Buffer.from(Float32Array.from(embedding).buffer)];
    }),
  );
}

/** Records up to the first that was not written whole, which is cut off. */
function readRecords(file: string): Map<string, Float32Array> {
  const found = new Map<string, Float32Array>();
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  let at = 0;
  while (at + HASH + 4 <= bytes.length) {
    const width = bytes.readUInt32LE(at + HASH);
    const end = at + HASH + 4 + 4 * width;
    if (end > bytes.length) break;
    const values = Uint8Array.from(bytes.subarray(at + HASH + 4, end));
    found.set(bytes.toString('hex', at, at + HASH), new Float32Array(values.buffer));
    at = end;
  }
  if (at < bytes.length) truncateSync(file, at);
  return found;
}
