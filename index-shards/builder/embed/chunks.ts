import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Embeddings } from '../../../core';
import { writeWhole } from '../stages/files';
import type { Progress } from '../stages/progress';
import { joined, type Matrix } from './matrix';
import { npyBytes, openNpy } from './npy';

/** Rows of a chunk: what is lost when an embedding run is interrupted, and the unit that partitions share out. */
export const CHUNK = 1024;

/** One of `of` machines that share the work, from 0 on. */
export interface Partition {
  readonly index: number;
  readonly of: number;
}

export const WHOLE: Partition = { index: 0, of: 1 };

export const chunkName = (chunk: number) => `${String(chunk).padStart(6, '0')}.npy`;

/**
 * Embeds `count` rows chunk by chunk into .npy files of `folder`; chunks that are there are not made again. Each chunk
 * depends on nothing but its own rows, so it does not matter which machine makes it.
 * @param embed rows `start` up to `end`
 */
export async function embedInChunks(
  folder: string,
  step: string,
  count: number,
  partition: Partition,
  embed: (start: number, end: number) => Promise<Embeddings>,
  progress: Progress,
): Promise<void> {
  const chunks = Math.ceil(count / CHUNK);
  const own = Array.from({ length: chunks }, (_, i) => i).filter((i) => i % partition.of === partition.index);
  const there = new Set(readdirSync(folder));
  progress.begin(step);
  let done = 0;
  const total = own.reduce((sum, chunk) => sum + chunkRows(chunk, count), 0);
  for (const chunk of own) {
    if (!there.has(chunkName(chunk))) {
      progress.update(done, total, 'captions');
      const start = chunk * CHUNK;
      writeWhole(
        join(folder, chunkName(chunk)),
        npyBytes(await embed(start, start + chunkRows(chunk, count))),
      );
    }
    done += chunkRows(chunk, count);
  }
  progress.update(done, total, 'captions');
  progress.end();
}

const chunkRows = (chunk: number, count: number) => Math.min(CHUNK, count - chunk * CHUNK);

/** All chunks of `folder` as one matrix; every chunk must be there. */
export function openChunks(folder: string, count: number, width: number): Matrix {
  // A file is opened when it is read: there may be more than a process may hold open.
  const parts = Array.from({ length: Math.ceil(count / CHUNK) }, (_, chunk): Matrix => {
    const path = join(folder, chunkName(chunk));
    if (!existsSync(path)) throw new RangeError(`${path} is missing from the work folder`);
    return {
      count: chunkRows(chunk, count),
      width,
      read(start, end) {
        const file = openNpy(path);
        try {
          return file.read(start, end);
        } finally {
          file.close();
        }
      },
      close() {},
    };
  });
  return joined(parts);
}
