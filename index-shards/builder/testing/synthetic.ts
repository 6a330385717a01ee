import { closeSync, openSync, writeSync } from 'node:fs';
import { type Embeddings, normalise } from '../../../core';
import { npyHeader } from '../embed/npy';
import { seededRandom } from '../random';
import { bytesOf } from '../stages/files';

/** Clusters that synthetic embeddings lie in. */
const CENTRES = 500;
const BLOCK = 1000;

/**
 * Writes embeddings `[count, width]` in clusters as a .npy file of f32, a thousand rows at a time.
 * @returns queries near the first of them, `[200, width]`
 */
export function writeSynthetic(path: string, count: number, width: number): Embeddings {
  const random = seededRandom(width);
  const centres = Array.from({ length: CENTRES }, () =>
    Float32Array.from({ length: width }, () => random() - 0.5),
  );
  const near = () => {
    const centre = centres[Math.floor(random() * CENTRES)]!;
    return normalise(centre.map((x) => x + (random() - 0.5) * 0.8));
  };
  const file = openSync(path, 'w');
  writeSync(file, npyHeader(count, width));
  for (let start = 0; start < count; start += BLOCK) {
    const rows = new Float32Array(Math.min(BLOCK, count - start) * width);
    for (let at = 0; at < rows.length; at += width) rows.set(near(), at);
    writeSync(file, bytesOf(rows));
  }
  closeSync(file);
  const queries = new Float32Array(200 * width);
  for (let at = 0; at < queries.length; at += width) queries.set(near(), at);
  return { count: 200, width, data: queries };
}
