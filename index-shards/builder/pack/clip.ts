import { type Embeddings, recall, row } from '../../../core';
import type { Kernels } from '../../../workers/retrieval/kernels';
import { quantise } from '../../format';
import { gather, inMemory, type Matrix } from '../embed/matrix';
import { sampleIndices } from '../random';
import { exactIds } from '../verify/exact';

/** Parts of all components that stay within the clip values tried. */
const QUANTILES = [0.99, 0.997, 0.999, 0.9997, 0.9999, 1];

/** Captions that clip values are tried on. */
const SAMPLE = 1 << 15;

/** A clip value and what it is worth. */
export interface ClipTrial {
  readonly clip: number;
  /** recall@10 of the tuning queries against exact f32 search, 0–1. */
  readonly recall: number;
}

/** Mean recall over queries, 0–1. */
export function meanRecall(
  found: readonly (readonly number[])[],
  truth: readonly (readonly number[])[],
): number {
  return found.reduce((sum, ids, q) => sum + recall(ids, truth[q]!), 0) / found.length;
}

/** Tries clip values with the tuning queries on a sample of the embeddings, smallest first. */
export async function tryClips(
  embeddings: Matrix,
  queries: Embeddings,
  kernels: Kernels,
  random: () => number,
): Promise<ClipTrial[]> {
  const sample = gather(embeddings, sampleIndices(embeddings.count, SAMPLE, random));
  const magnitudes = sample.data.map(Math.abs).sort();
  const clips = QUANTILES.map((q) => magnitudes[Math.ceil(q * magnitudes.length) - 1]!).filter(
    (clip) => clip > 0,
  );
  const ids = Uint32Array.from({ length: sample.count }, (_, i) => i);
  const truth = await exactIds(inMemory(sample), queries, 10);
  return [...new Set(clips)].map((clip) => {
    const block = kernels.addVectors(quantise(sample, clip), ids, 0);
    const found = truth.map((_, q) => {
      const scan = kernels.scan(row(queries, q), 10);
      scan.compare(block, 0, block.count);
      return Array.from(scan.finish().rows);
    });
    block.free();
    return { clip, recall: meanRecall(found, truth) };
  });
}

/** The trial with the highest recall; of equal ones the widest, which distorts least. */
export function bestClip(trials: readonly ClipTrial[]): ClipTrial {
  return trials.reduce((best, trial) => (trial.recall >= best.recall ? trial : best));
}
