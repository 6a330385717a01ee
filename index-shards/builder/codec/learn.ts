import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Embeddings, row, stack } from '../../../core';
import { readResidualFile } from '../../format';
import { npyBytes, readNpy } from '../embed/npy';
import type { Lists } from '../pack/leaves';
import { sampleIndices } from '../random';
import { writeWhole } from '../stages/files';
import { type FittedCodec, fitResidualCodec } from './fit';

/** Lists that captions are taken from, and how many from each: some ten for every direction of d = 768. */
const SAMPLE_LISTS = 256;
const SAMPLE_OF_LIST = 48;

/**
 * Fits a residual codec of `bytes` bytes a caption to a sample of an index's lists.
 * @param queries queries to tune with, one set for each kind of them
 */
export function learnCodec(
  lists: Lists,
  queries: readonly Embeddings[],
  bytes: number,
  random: () => number,
): FittedCodec {
  const captions: Float32Array[] = [];
  const residuals: Float32Array[] = [];
  // Small indexes have fewer lists: then more is taken from each.
  const ofList = Math.ceil((SAMPLE_LISTS * SAMPLE_OF_LIST) / Math.min(lists.count, SAMPLE_LISTS));
  for (const list of sampleIndices(lists.count, SAMPLE_LISTS, random)) {
    const vectors = lists.vectors(list);
    const mean = row(lists.means, list);
    for (const i of sampleIndices(vectors.count, ofList, random)) {
      const caption = row(vectors, i);
      captions.push(caption);
      residuals.push(caption.map((x, j) => x - mean[j]!));
    }
  }
  const { width } = lists.means;
  return fitResidualCodec(stack(residuals, width), stack(captions, width), queries, bytes);
}

/** Keeps a fitted codec in a folder. */
export function writeFitted(folder: string, { analysis, file, parameters }: FittedCodec): void {
  const { width } = parameters;
  writeWhole(join(folder, 'codec.bin'), file);
  writeWhole(
    join(folder, 'analysis.npy'),
    npyBytes({ count: analysis.length / width, width, data: analysis }),
  );
}

/** The codec that `writeFitted` kept. */
export function readFitted(folder: string, width: number, energy: number): FittedCodec {
  const file = new Uint8Array(readFileSync(join(folder, 'codec.bin')));
  const { data } = readNpy(join(folder, 'analysis.npy'));
  return { parameters: readResidualFile(file, width), file, analysis: data, energy };
}
