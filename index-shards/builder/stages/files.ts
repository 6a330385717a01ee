import { closeSync, openSync, readSync, renameSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import { FernglassError } from '../../../core';

/** Writes a file in one step: after an interruption it is there whole or not at all. */
export function writeWhole(path: string, bytes: Uint8Array | string): void {
  writeFileSync(`${path}.new`, bytes);
  renameSync(`${path}.new`, path);
}

/** Reads `bytes.length` bytes at `position`; less are there only when the file was cut short. */
export function readExactly(file: number, bytes: Uint8Array, position: number): void {
  let done = 0;
  while (done < bytes.length) {
    const count = readSync(file, bytes, done, bytes.length - done, position + done);
    if (count === 0)
      throw new RangeError(`a file of the work folder ends before byte ${position + bytes.length}`);
    done += count;
  }
}

/** Appends to a file through a buffer. */
export class FileWriter {
  readonly #file: number;
  readonly #buffer: Buffer;
  #filled = 0;

  constructor(path: string, bufferBytes = 1 << 18) {
    this.#file = openSync(path, 'w');
    this.#buffer = Buffer.allocUnsafe(bufferBytes);
  }

  write(bytes: Uint8Array): void {
    if (this.#filled + bytes.length > this.#buffer.length) this.#flush();
    if (bytes.length > this.#buffer.length) writeFully(this.#file, bytes);
    else {
      this.#buffer.set(bytes, this.#filled);
      this.#filled += bytes.length;
    }
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    writeFully(this.#file, this.#buffer.subarray(0, this.#filled));
    this.#filled = 0;
  }
}

function writeFully(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}

/** The memory of a typed array as bytes, for writing; the machine must be little endian, as all that run Node are. */
export function bytesOf(values: ArrayBufferView): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** A copy of bytes in a buffer of its own, for typed arrays over it. */
export function alignedBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

/**
 * Name, length and date: what tells that a file is the one an earlier run has read.
 * @throws FernglassError `input-invalid` when it cannot be read.
 */
export function fileIdentity(path: string): readonly (string | number)[] {
  try {
    const { size, mtimeMs } = statSync(path);
    return [basename(path), size, mtimeMs];
  } catch (cause) {
    throw new FernglassError('input-invalid', `${path} cannot be read; check its name.`, { cause });
  }
}
