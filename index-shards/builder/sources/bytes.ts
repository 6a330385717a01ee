import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { FernglassError } from '../../../core';

/** The name that stands for standard input. */
export const STANDARD_INPUT = '-';

/**
 * The bytes of a file or of standard input, unpacked where they are gzip (told by its first bytes, whatever the name).
 * @param onBytes told how many bytes were read, before unpacking
 * @throws FernglassError `input-invalid` when it cannot be read.
 */
export async function* readBytes(
  path: string,
  onBytes: (count: number) => void = () => {},
): AsyncGenerator<Buffer> {
  const raw: AsyncIterable<Buffer> =
    path === STANDARD_INPUT ? process.stdin : createReadStream(path, { highWaterMark: 1 << 18 });
  try {
    yield* unpacked(counted(raw, onBytes));
  } catch (cause) {
    if (cause instanceof FernglassError) throw cause;
    const name = path === STANDARD_INPUT ? 'standard input' : path;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FernglassError('input-invalid', `The captions in ${name} cannot be read (${reason}).`, {
      cause,
    });
  }
}

async function* counted(
  chunks: AsyncIterable<Buffer>,
  onBytes: (count: number) => void,
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    onBytes(chunk.length);
    yield chunk;
  }
}

async function* unpacked(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < 2) {
    const { value, done } = await chunks.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  async function* all(): AsyncGenerator<Buffer> {
    if (head.length > 0) yield head;
    yield* chunks;
  }
  if (head[0] === 0x1f && head[1] === 0x8b) yield* gunzip(all());
  else yield* all();
}

async function* gunzip(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const source = Readable.from(chunks);
  const gunzipped = createGunzip();
  source.on('error', (error) => gunzipped.destroy(error));
  source.pipe(gunzipped);
  for await (const chunk of gunzipped) yield chunk as Buffer;
}
