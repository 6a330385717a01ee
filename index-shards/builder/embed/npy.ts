import { closeSync, fstatSync, openSync } from 'node:fs';
import { type Embeddings, FernglassError } from '../../../core';
import { LIMITS } from '../../format';
import { bytesOf, readExactly } from '../stages/files';
import type { Matrix } from './matrix';

/** Bytes of a .npy file's start that hold its header; NumPy's own are 128 bytes. */
const HEAD = 4096;

interface Header {
  readonly count: number;
  readonly width: number;
  readonly bytesPerValue: 2 | 4;
  /** Where the values start. */
  readonly start: number;
}

/**
 * Opens NumPy's .npy file of embeddings `[n, d]`, f32 or f16, little endian, C order; rows are read from disk as they
 * are asked for, as they are: not normalised.
 * @throws FernglassError `input-invalid` when it is another file.
 */
export function openNpy(path: string): Matrix {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (cause) {
    throw new FernglassError('input-invalid', `${path} cannot be read; check its name.`, { cause });
  }
  const size = fstatSync(file).size;
  const head = new Uint8Array(Math.min(HEAD, size));
  readExactly(file, head, 0);
  const header = parseHeader(head, path);
  const rowBytes = header.width * header.bytesPerValue;
  if (size !== header.start + header.count * rowBytes)
    throw new FernglassError(
      'input-invalid',
      `${path} has ${size} bytes, not the ${header.start + header.count * rowBytes} that its shape needs; it was cut short.`,
    );
  return {
    count: header.count,
    width: header.width,
    read(start, end) {
      const bytes = new Uint8Array((end - start) * rowBytes);
      readExactly(file, bytes, header.start + start * rowBytes);
      const values =
        header.bytesPerValue === 4 ? new Float32Array(bytes.buffer) : widen(new Uint16Array(bytes.buffer));
      return { count: end - start, width: header.width, data: values };
    },
    close: () => closeSync(file),
  };
}

/**
 * Reads a whole .npy file, see `openNpy`.
 * @throws FernglassError `input-invalid`
 */
export function readNpy(path: string): Embeddings {
  const matrix = openNpy(path);
  try {
    return matrix.read(0, matrix.count);
  } finally {
    matrix.close();
  }
}

/** Embeddings as the bytes of a .npy file, f32. */
export function npyBytes({ count, width, data }: Embeddings): Uint8Array {
  return Buffer.concat([npyHeader(count, width), bytesOf(data)]);
}

/** What stands before the values in a .npy file of f32 `[count, width]`. */
export function npyHeader(count: number, width: number): Uint8Array {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${count}, ${width}), }`;
  const header = `${text.padEnd(117)}\n`;
  return Buffer.from(`\x93NUMPY\x01\x00${String.fromCharCode(header.length)}\x00${header}`, 'latin1');
}

function parseHeader(head: Uint8Array, path: string): Header {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const magic = head.length > 12 && new TextDecoder('latin1').decode(head.subarray(1, 6)) === 'NUMPY';
  if (!magic) throw new FernglassError('input-invalid', `${path} is no .npy file.`);
  const prefix = head[6] === 1 ? 10 : 12;
  const length = head[6] === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const text = new TextDecoder('latin1').decode(head.subarray(prefix, prefix + length));
  const shape = /'shape':\s*\((\d+),\s*(\d+),?\)/.exec(text);
  const type = /'descr':\s*'<f([24])'/.exec(text);
  if (shape === null || type === null || !/'fortran_order':\s*False/.test(text))
    throw new FernglassError(
      'input-invalid',
      `${path} is not a .npy of little-endian f32 or f16 in C order with shape (n, d). Save it with numpy.save(path, numpy.ascontiguousarray(x, dtype="float16")).`,
    );
  const count = Number(shape[1]);
  const width = Number(shape[2]);
  if (count > LIMITS.captions || width < 1 || width > LIMITS.width)
    throw new FernglassError(
      'input-invalid',
      `${path} has the shape (${count}, ${width}); embeddings have at most ${LIMITS.captions} rows and 1 to ${LIMITS.width} columns.`,
    );
  return {
    count,
    width,
    bytesPerValue: type[1] === '2' ? 2 : 4,
    start: prefix + length,
  };
}

let halves: Float32Array | undefined;

/** IEEE half precision as f32, through a table of all 65,536. */
function widen(values: Uint16Array): Float32Array {
  halves ??= Float32Array.from({ length: 1 << 16 }, (_, bits) => {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
  const wide = new Float32Array(values.length);
  for (let i = 0; i < wide.length; i++) wide[i] = halves[values[i]!]!;
  return wide;
}
