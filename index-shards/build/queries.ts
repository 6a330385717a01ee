import { readFile } from 'node:fs/promises';
import { type Embeddings, FernglassError, normaliseRows, row, stack } from '../../src/core';
import { sampleIndices } from './random';

/** Queries to choose the codec with, and others to measure the index with. */
export interface QuerySets {
  readonly tuning: Embeddings;
  readonly heldOut: Embeddings;
}

/**
 * Sentences such as people search with, made from captions but none of them: in turn a class-style prompt around a few
 * of a caption's words, and a caption with words left out.
 */
export function querySentences(captions: readonly string[], count: number, random: () => number): string[] {
  return sampleIndices(captions.length, count, random).map((index, i) => {
    const words = captions[index]!.split(' ');
    if (i % 2 === 1 && words.length > 3) {
      const left = Math.floor(random() * 3);
      return words.filter((_, at) => at % 3 !== left).join(' ');
    }
    const length = Math.min(words.length, 1 + Math.floor(random() * 4));
    const start = Math.floor(random() * (words.length - length + 1));
    return `a photo of a ${words.slice(start, start + length).join(' ')}`;
  });
}

/** Deals embeddings out in turn, so that both sets hold every kind. */
export function splitQueries(queries: Embeddings): QuerySets {
  const rows = Array.from({ length: queries.count }, (_, i) => row(queries, i));
  // In pairs, because the kinds of sentences alternate.
  const part = (wanted: number) =>
    stack(
      rows.filter((_, i) => (i >> 1) % 2 === wanted),
      queries.width,
    );
  return { tuning: part(0), heldOut: part(1) };
}

/** The rows of both, `[a + b, d]`. */
export function joinQueries(a: Embeddings, b: Embeddings): Embeddings {
  const data = new Float32Array(a.data.length + b.data.length);
  data.set(a.data);
  data.set(b.data, a.data.length);
  return { count: a.count + b.count, width: a.width, data };
}

/**
 * Reads embeddings `[n, d]` from a file, raw little-endian f32 or NumPy's .npy of f32, and normalises them.
 * @throws FernglassError `input-invalid` when it is neither or of another width.
 */
export async function readQueries(file: string, width: number): Promise<Embeddings> {
  const bytes = new Uint8Array(await readFile(file));
  const data = file.endsWith('.npy') ? npyData(bytes, file, width) : bytes;
  if (data.length === 0 || data.length % (4 * width) !== 0)
    throw new FernglassError('input-invalid', `${file} does not hold embeddings of width ${width} as f32.`);
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const values = Float32Array.from({ length: data.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
  return normaliseRows({ count: values.length / width, width, data: values });
}

/** The data of a .npy file, format 1 to 3: magic, version, header length, header, data. */
function npyData(bytes: Uint8Array, file: string, width: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = bytes[6] === 1 ? 10 : 12;
  const length = bytes[6] === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const header = new TextDecoder('latin1').decode(bytes.subarray(start, start + length));
  const shape = /'shape':\s*\((\d+),\s*(\d+)\)/.exec(header);
  const plain = /'descr':\s*'<f4'/.test(header) && /'fortran_order':\s*False/.test(header);
  if (!plain || shape === null || Number(shape[2]) !== width)
    throw new FernglassError(
      'input-invalid',
      `${file} is not a .npy of little-endian f32 with shape (n, ${width}).`,
    );
  return bytes.subarray(start + length);
}
