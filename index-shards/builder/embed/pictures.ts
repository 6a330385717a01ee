import { join } from 'node:path';
import { type Embeddings, FernglassError } from '../../../core';
import type { Checkpoint } from './encoders';
import { blocks, type Matrix } from './matrix';

/** Pictures that the tower is given at once. */
const BATCH = 8;

/**
 * Embeds pictures of a folder, `[names.length, d]`; a name that is empty, leads out of the folder, or whose picture is
 * missing or unreadable has a row of zeros.
 */
export async function embedPictures(
  checkpoint: Checkpoint,
  folder: string,
  names: readonly string[],
  width: number,
): Promise<Embeddings> {
  const data = new Float32Array(names.length * width);
  for (let start = 0; start < names.length; start += BATCH)
    for (const [at, vector] of await embedSome(checkpoint, folder, names.slice(start, start + BATCH)))
      data.set(vector, (start + at) * width);
  return { count: names.length, width, data };
}

async function embedSome(
  checkpoint: Checkpoint,
  folder: string,
  names: readonly string[],
): Promise<[number, Float32Array][]> {
  const usable = names.flatMap((name, at) =>
    name === '' || name.split(/[\\/]/).includes('..') ? [] : [{ at, path: join(folder, name) }],
  );
  if (usable.length === 0) return [];
  try {
    const { data, width } = await checkpoint.embedPictures(usable.map(({ path }) => path));
    return usable.map(({ at }, i) => [at, data.subarray(i * width, (i + 1) * width)]);
  } catch (thrown) {
    if (!isAboutPicture(thrown)) throw thrown;
    if (names.length === 1) return [];
    const found: [number, Float32Array][] = [];
    for (const { at } of usable)
      for (const [, vector] of await embedSome(checkpoint, folder, [names[at]!])) found.push([at, vector]);
    return found;
  }
}

function isAboutPicture(thrown: unknown): boolean {
  if (thrown instanceof FernglassError) return thrown.code.startsWith('image-');
  return (
    thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'EISDIR')
  );
}

/** Rows that are not zero. */
export function filledRows(matrix: Matrix): number {
  let filled = 0;
  for (const { rows } of blocks(matrix))
    for (let i = 0; i < rows.count; i++)
      if (rows.data.subarray(i * rows.width, (i + 1) * rows.width).some((x) => x !== 0)) filled++;
  return filled;
}
