import { dot } from '../embeddings';
import {
  type Embeddings,
  type EnrichmentSettings,
  exactTopK,
  keepOnePerComponent,
  type Neighbour,
  normaliseRows,
  PAPER_SETTINGS,
  row,
  stack,
} from '../index';
import { type Atoms, crossProducts, enrichAtoms, mixedCosine, mixture, selfProducts } from '../reweighting';

/** The parts of a golden file that this code computes: inputs and expected outputs, as plain nested lists. */
export interface GoldenFile {
  readonly k: number;
  readonly captions: readonly (readonly number[])[];
  readonly classes: readonly (readonly number[])[];
  readonly classQueries: readonly (readonly number[])[];
  readonly images: readonly (readonly number[])[];
  readonly retrieval: {
    readonly classHits: readonly (readonly number[])[];
    readonly classScores: readonly (readonly number[])[];
    readonly imageHits: readonly (readonly number[])[];
    readonly imageScores: readonly (readonly number[])[];
    readonly imageHitsDeduplicated?: readonly (readonly number[])[];
  };
  readonly core: readonly {
    readonly alpha: number;
    readonly beta: number;
    readonly tauT2t: number;
    readonly tauI2t: number;
    readonly imageWeights?: 'linear';
    readonly scores: readonly (readonly number[])[];
  }[];
}

/** The largest error of one method against the file. Errors of ids count as 1. */
export interface GoldenError {
  readonly method: string;
  readonly largest: number;
}

/**
 * Computes every method of the file twice, on wide vectors as the equations stand and from cached inner products as
 * the app does, in float32, and gives the largest absolute error of each.
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
  for (const expected of file.core) {
    const settings: EnrichmentSettings = {
      ...PAPER_SETTINGS,
      alpha: expected.alpha,
      beta: expected.beta,
      tauTextToText: expected.tauT2t,
      tauImageToText: expected.tauI2t,
      k: file.k,
      imageWeighting: expected.imageWeights ?? 'softmax',
    };
    const name = `CoRE α ${expected.alpha} β ${expected.beta} τ ${expected.tauI2t}/${expected.tauT2t}${expected.imageWeights ? ' linear' : ''}`;
    errors.push(
      {
        method: `${name}, vectors`,
        largest: scoreError(onVectors(imageAtoms, classAtoms, settings), expected.scores),
      },
      {
        method: `${name}, inner products`,
        largest: scoreError(onProducts(imageAtoms, classAtoms, settings), expected.scores),
      },
    );
  }
  return errors;
}

function onVectors(
  images: readonly Atoms[],
  classes: readonly Atoms[],
  settings: EnrichmentSettings,
): number[][] {
  const prototypes = classes.map((atoms) => enrichAtoms(atoms, 'class', settings));
  return images.map((atoms) => {
    const z = enrichAtoms(atoms, 'image', settings);
    return prototypes.map((w) => dot(z, w));
  });
}

function onProducts(
  images: readonly Atoms[],
  classes: readonly Atoms[],
  settings: EnrichmentSettings,
): number[][] {
  const classMixtures = classes.map((atoms) => mixture(selfProducts(atoms), 'class', settings));
  return images.map((image) => {
    const z = mixture(selfProducts(image), 'image', settings);
    return classes.map((cls, c) => mixedCosine(z, crossProducts(image, cls), classMixtures[c]!));
  });
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

function idError(found: readonly (readonly number[])[], expected: readonly (readonly number[])[]): number {
  return JSON.stringify(found) === JSON.stringify(expected) ? 0 : 1;
}

function scoreError(found: readonly (readonly number[])[], expected: readonly (readonly number[])[]): number {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  expected.forEach((line, i) => {
    if (line.length !== found[i]!.length) largest = Number.POSITIVE_INFINITY;
    line.forEach((value, j) => {
      const error = Math.abs(value - found[i]![j]!);
      // A NaN must fail, and no comparison with NaN is true.
      largest = error <= largest ? largest : Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
    });
  });
  return largest;
}
