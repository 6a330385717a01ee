import {
  type Embeddings,
  exactTopK,
  keepOnePerComponent,
  type Neighbour,
  normaliseRows,
  row,
  stack,
} from '..';
import { dot } from '../embeddings';
import type { Atoms } from '../reweighting';
import { type GoldenError, type GoldenFile, idError, scoreError } from './file';
import { methodErrors } from './methods';

/**
 * Computes every method of the file in float32 from the embeddings that it holds, and gives the largest absolute error
 * of each.
 */
export function goldenErrors(file: GoldenFile): GoldenError[] {
  const [captions, classes, queries, images] = [
    file.captions,
    file.classes,
    file.classQueries,
    file.images,
  ].map((rows) => normaliseRows(stack(rows))) as [Embeddings, Embeddings, Embeddings, Embeddings];
  const search = (vectors: Embeddings) => rowsOf(vectors).map((query) => exactTopK(captions, query, file.k));
  const classHits = search(queries);
  const imageHits = search(images);
  const { retrieval } = file;
  const errors: GoldenError[] = [
    {
      method: 'retrieval (eq. 2), text to text',
      largest: hitError(classHits, retrieval.classHits, retrieval.classScores),
    },
    {
      method: 'retrieval (eq. 2), image to text',
      largest: hitError(imageHits, retrieval.imageHits, retrieval.imageScores),
    },
  ];
  if (retrieval.imageHitsDeduplicated) {
    const kept = imageHits.map((hits) => deduplicate(captions, hits, 0.94));
    errors.push({
      method: 'near-duplicates once (0.94)',
      largest: idError(kept, retrieval.imageHitsDeduplicated),
    });
  }
  const atoms = (own: Float32Array, hits: readonly Neighbour[]): Atoms => ({
    own,
    captions: hits.map(({ index }) => row(captions, index)),
    similarities: hits.map(({ similarity }) => similarity),
  });
  const imageAtoms = rowsOf(images).map((z, i) => atoms(z, imageHits[i]!));
  const classAtoms = rowsOf(classes).map((w, c) => atoms(w, classHits[c]!));
  return [...errors, ...methodErrors(file, captions, imageAtoms, classAtoms)];
}

const rowsOf = (embeddings: Embeddings) =>
  Array.from({ length: embeddings.count }, (_, i) => row(embeddings, i));

function deduplicate(captions: Embeddings, hits: readonly Neighbour[], threshold: number): number[] {
  const cosine = (i: number, j: number) => dot(row(captions, hits[i]!.index), row(captions, hits[j]!.index));
  const kept = keepOnePerComponent(hits.length, cosine, threshold);
  return hits.filter((_, i) => kept[i]).map(({ index }) => index);
}

function hitError(
  hits: readonly (readonly Neighbour[])[],
  ids: readonly (readonly number[])[],
  scores: readonly (readonly number[])[],
): number {
  const found = hits.map((list) => list.map(({ index }) => index));
  const similarities = hits.map((list) => list.map(({ similarity }) => similarity));
  return Math.max(idError(found, ids), scoreError(similarities, scores));
}
