import type { Embeddings } from '../../core';
import { type Rotation, structuredRotation } from './codes/rotation';
import { type Draw, stream } from './draw';

/** A set of queries: captions' own kind, pictures with a modality gap, and harsher ones. */
export type QuerySet = 'text' | 'q2' | 'q1';

export interface WorldOptions {
  /** Captions. */
  readonly n: number;
  /** Width of an embedding. */
  readonly d: number;
  readonly seed: number;
  /** Variance of the text's i-th principal direction falls as 1 / i^decay. */
  readonly decay: number;
}

/** The d of SigLIP-base, and a spectrum between flat and 1 / i. */
export const USUAL_WORLD: WorldOptions = { n: 100_000, d: 768, seed: 1, decay: 0.8 };

/** Captions per topic, and subtopics per topic: most captions have near neighbours, and lists are many topics. */
const CAPTIONS_PER_TOPIC = 200;
const SUBTOPICS = 8;
/** Parts of topic, subtopic and the caption itself in an embedding. */
const TOPIC = 0.75;
const SUBTOPIC = 0.5;
const OWN = 0.5;
/** The text's common mean, which every caption holds: cosine of two unrelated captions is about 0.36. */
const TEXT_MEAN = 0.75;
/** The pictures' common mean, what a picture shows besides, and (q1) noise in every direction. */
const GAP = 1.6;
const PICTURE = 0.4;
const HARSH_NOISE = 1.2;

/**
 * Synthetic embeddings with the traits that make caption retrieval hard: a falling spectrum, clusters in two levels of
 * unequal size, a common mean of all texts and, in the queries, a modality gap. In `q2` the gap lies where the text has no variance,
 * so that it shifts all similarities alike; in `q1` it lies across the text's directions, with noise besides.
 * Any row can be made alone, in any order, so that an index need not be held to be searched.
 */
export class World {
  readonly #rotation: Rotation;
  readonly #deviations: Float32Array;
  readonly #topics: number;
  readonly #harshGap: Float32Array;

  constructor(readonly options: WorldOptions) {
    const { n, d, seed, decay } = options;
    this.#topics = Math.max(4, Math.round(n / CAPTIONS_PER_TOPIC));
    this.#rotation = structuredRotation(d, seed);
    this.#deviations = spectrum(d, decay);
    this.#harshGap = new Float32Array(d);
    this.#add(this.#harshGap, 1, stream(seed, 5, 0));
    this.#harshGap[d - 1]! += 0.7;
    const norm = Math.hypot(...this.#harshGap);
    this.#harshGap.forEach((x, i) => {
      this.#harshGap[i] = (x / norm) * GAP;
    });
  }

  /** Captions `first` up to `first + count`, `[count, d]`, normalised. */
  captions(first: number, count: number): Embeddings {
    return this.#rows(count, (vector, i) => {
      vector[vector.length - 2] = TEXT_MEAN;
      this.#addMeaning(vector, stream(this.options.seed, 1, first + i));
    });
  }

  /** `count` queries, `[count, d]`, normalised. */
  queries(set: QuerySet, count: number): Embeddings {
    return this.#rows(count, (vector, i) => {
      const draw = stream(this.options.seed, set === 'text' ? 2 : set === 'q2' ? 3 : 4, i);
      this.#addMeaning(vector, draw);
      if (set === 'text') vector[vector.length - 2] = TEXT_MEAN;
      else this.#add(vector, PICTURE, draw);
      if (set === 'q2') vector[vector.length - 1] = GAP;
      if (set !== 'q1') return;
      const noise = HARSH_NOISE / Math.sqrt(vector.length);
      for (let j = 0; j < vector.length; j++) vector[j]! += this.#harshGap[j]! + noise * draw();
    });
  }

  #rows(count: number, fill: (vector: Float32Array, i: number) => void): Embeddings {
    const { d } = this.options;
    const data = new Float32Array(count * d);
    const vector = new Float32Array(d);
    for (let i = 0; i < count; i++) {
      vector.fill(0);
      fill(vector, i);
      let squared = 0;
      for (let j = 0; j < d; j++) squared += vector[j]! * vector[j]!;
      const scale = 1 / Math.sqrt(squared);
      for (let j = 0; j < d; j++) vector[j]! *= scale;
      this.#rotation(vector);
      data.set(vector, i * d);
    }
    return { count, width: d, data };
  }

  /** Topic (small numbers more often), subtopic, and what is the caption's own. */
  #addMeaning(vector: Float32Array, draw: Draw): void {
    const topic = Math.floor(this.#topics * draw.uniform() ** 1.6);
    const subtopic = topic * SUBTOPICS + Math.floor(SUBTOPICS * draw.uniform());
    this.#add(vector, TOPIC, stream(this.options.seed, 6, topic));
    this.#add(vector, SUBTOPIC, stream(this.options.seed, 7, subtopic));
    this.#add(vector, OWN, draw);
  }

  #add(vector: Float32Array, part: number, draw: Draw): void {
    for (let j = 0; j < vector.length; j++) vector[j]! += part * this.#deviations[j]! * draw();
  }
}

/** Deviation along each direction, `[d]`, of total variance 1; the last two are kept for the common means. */
export function spectrum(d: number, decay: number): Float32Array {
  const variances = Float64Array.from({ length: d }, (_, i) => (i < d - 2 ? 1 / (i + 1) ** decay : 0));
  const total = variances.reduce((sum, x) => sum + x, 0);
  return Float32Array.from(variances, (x) => Math.sqrt(x / total));
}
