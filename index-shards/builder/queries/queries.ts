import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Embeddings, FernglassError, row, stack } from '../../../core';
import { normaliseInPlace } from '../embed/matrix';
import { readNpy } from '../embed/npy';

/** Queries of one kind: some to choose the codec with, and others to measure the index with. */
export interface QuerySet {
  readonly name: string;
  readonly tuning: Embeddings;
  readonly heldOut: Embeddings;
}

/**
 * Sentences such as people search with, made from captions but none of them: in turn a class-style prompt around a few
 * of a caption's words, and a caption with words left out.
 */
export function querySentences(captions: readonly string[], random: () => number): string[] {
  return captions.map((caption, i) => {
    const words = caption.split(' ');
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
export function splitQueries(name: string, queries: Embeddings): QuerySet {
  const rows = Array.from({ length: queries.count }, (_, i) => row(queries, i));
  // In pairs, because the kinds of sentences alternate.
  const part = (wanted: number) =>
    stack(
      rows.filter((_, i) => (i >> 1) % 2 === wanted),
      queries.width,
    );
  return { name, tuning: part(0), heldOut: part(1) };
}

/** The rows of all, one after another. */
export function joinQueries(all: readonly Embeddings[], width: number): Embeddings {
  const count = all.reduce((sum, its) => sum + its.count, 0);
  const data = new Float32Array(count * width);
  let at = 0;
  for (const its of all) {
    data.set(its.data, at);
    at += its.data.length;
  }
  return { count, width, data };
}

/**
 * Reads embeddings `[n, d]` from a file, NumPy's .npy or raw little-endian f32, and normalises them.
 * @throws FernglassError `input-invalid` when it is neither, of another width, or a row cannot be normalised.
 */
export function readQueries(file: string, width: number): Embeddings {
  const queries = file.endsWith('.npy') ? readNpy(file) : readRaw(file, width);
  if (queries.width !== width || queries.count === 0)
    throw new FernglassError(
      'input-invalid',
      `${basename(file)} does not hold embeddings of width ${width}, as the index's model gives them.`,
    );
  if (normaliseInPlace(queries).length > 0)
    throw new FernglassError('input-invalid', `${basename(file)} holds rows that are zero or no numbers.`);
  return queries;
}

function readRaw(file: string, width: number): Embeddings {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new FernglassError('input-invalid', `${file} cannot be read; check its name.`, { cause });
  }
  if (bytes.length % (4 * width) !== 0) return { count: 0, width, data: new Float32Array(0) };
  return { count: bytes.length / (4 * width), width, data: new Float32Array(new Uint8Array(bytes).buffer) };
}
