import { type Embeddings, exactTopK, recall, row } from '../../src/core';
import type { Usearch } from '../../workers/retrieval/usearch/usearch';
import { quantise } from '../format';

/** Parts of all components that stay within the clip values tried. */
const QUANTILES = [0.99, 0.997, 0.999, 0.9997, 0.9999, 1];

/** A clip value and what it is worth. */
export interface ClipTrial {
  readonly clip: number;
  /** recall@10 of the tuning queries against exact f32 search, 0–1. */
  readonly recall: number;
}

/** Ids of the exact top k of each query. */
export function exactIds(embeddings: Embeddings, queries: Embeddings, k: number): number[][] {
  return Array.from({ length: queries.count }, (_, q) =>
    exactTopK(embeddings, row(queries, q), k).map(({ index }) => index),
  );
}

/** Mean recall over queries, 0–1. */
export function meanRecall(
  found: readonly (readonly number[])[],
  truth: readonly (readonly number[])[],
): number {
  return found.reduce((sum, ids, q) => sum + recall(ids, truth[q]!), 0) / found.length;
}

/** Tries clip values on the tuning queries, smallest first. */
export function tryClips(embeddings: Embeddings, queries: Embeddings, usearch: Usearch): ClipTrial[] {
  const magnitudes = embeddings.data.map(Math.abs).sort();
  const clips = QUANTILES.map((q) => magnitudes[Math.ceil(q * magnitudes.length) - 1]!);
  const ids = Uint32Array.from({ length: embeddings.count }, (_, i) => i);
  const truth = exactIds(embeddings, queries, 10);
  return [...new Set(clips)].map((clip) => {
    const block = usearch.addVectors(quantise(embeddings, clip), ids, 0);
    const found = truth.map((_, q) => {
      const scan = usearch.scan(row(queries, q), 10);
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
