import { dot, productsWithVectors } from './embeddings';
import { captionWeights, enrich, type Side } from './enrichment';
import type { EnrichmentSettings } from './settings';

/**
 * An image or a class taken apart: its own embedding and those of the captions retrieved for it. Every CoRE score, for
 * every α, β, τ and every k up to `captions.length`, is a ratio of quadratic forms in the inner products of these
 * atoms, so the wide vectors are touched once.
 */
export interface Atoms {
  /** `[d]`, normalised: z of an image, W of a class. */
  readonly own: ArrayLike<number>;
  /** `[k][d]`, normalised, best first. */
  readonly captions: readonly ArrayLike<number>[];
  /** `[k]`, cosine of each caption to the retrieval query. */
  readonly similarities: ArrayLike<number>;
}

/** Inner products of one side's atoms with each other, `[k+1, k+1]`, own embedding first, and its similarities. */
export interface SelfProducts {
  readonly order: number;
  readonly products: Float32Array;
  readonly similarities: ArrayLike<number>;
}

/** Inner products of an image's atoms with a class's, `[image order, class order]`. */
export type CrossProducts = Float32Array;

/** How one side is mixed for one setting: a coefficient per atom, scaled so that the mixture has unit length. */
export type Mixture = Float64Array;

/** σ over the captions of one side, best first, from its wide vectors (CoRE eq. 4 and 6). */
export function atomWeights(atoms: Atoms, side: Side, settings: EnrichmentSettings): Float64Array {
  const cosine = (i: number, j: number) => dot(atoms.captions[i]!, atoms.captions[j]!);
  return captionWeights(atoms.similarities, cosine, side, settings);
}

/** z+ or W+ from the wide vectors of one side, `[d]` (CoRE eq. 5 with α, eq. 7 with β). */
export function enrichAtoms(atoms: Atoms, side: Side, settings: EnrichmentSettings): Float32Array {
  const share = side === 'image' ? settings.beta : settings.alpha;
  return enrich(atoms.own, atoms.captions, atomWeights(atoms, side, settings), share);
}

const atomsOf = (atoms: Atoms) => [atoms.own, ...atoms.captions];

/** Inner products of one side's atoms, `[k+1, k+1]`; cost (k+1)²·d/2. */
export function selfProducts(atoms: Atoms): SelfProducts {
  const vectors = atomsOf(atoms);
  const order = vectors.length;
  const products = new Float32Array(order * order);
  for (let i = 0; i < order; i++)
    for (let j = 0; j <= i; j++)
      products[i * order + j] = products[j * order + i] = dot(vectors[i]!, vectors[j]!);
  return { order, products, similarities: atoms.similarities };
}

/** Inner products of an image's atoms with a class's, `[image order, class order]`; cost (k+1)²·d. */
export function crossProducts(image: Atoms, cls: Atoms): CrossProducts {
  const rows = atomsOf(image);
  const columns = atomsOf(cls);
  const products = new Float32Array(rows.length * columns.length);
  rows.forEach((atom, i) => {
    productsWithVectors(columns, atom, products.subarray(i * columns.length, (i + 1) * columns.length));
  });
  return products;
}

/** σ over the captions of one side, read from its inner products (CoRE eq. 4 and 6). */
function weightsFromProducts(self: SelfProducts, side: Side, settings: EnrichmentSettings): Float64Array {
  const cosine = (i: number, j: number) => self.products[(i + 1) * self.order + j + 1]!;
  return captionWeights(self.similarities, cosine, side, settings);
}

/**
 * Coefficients of one side's enriched, renormalised embedding over its atoms (CoRE eq. 5 and 7), `[k+1]`.
 * α is the class's share of captions, β the image's.
 */
export function mixture(self: SelfProducts, side: Side, settings: EnrichmentSettings): Mixture {
  const share = side === 'image' ? settings.beta : settings.alpha;
  const weights = weightsFromProducts(self, side, settings);
  const captions = new Float64Array(self.order);
  captions.set(weights, 1);
  const captionNorm = Math.sqrt(Math.max(0, quadratic(captions, self.products, captions)));
  const coefficients = new Float64Array(self.order);
  if (captionNorm === 0) coefficients[0] = 1;
  else {
    for (let i = 1; i < self.order; i++) coefficients[i] = (share * captions[i]!) / captionNorm;
    coefficients[0] = 1 - share;
  }
  const norm = Math.sqrt(Math.max(0, quadratic(coefficients, self.products, coefficients)));
  return norm > 0 ? coefficients.map((c) => c / norm) : coefficients;
}

/** cos(z+, W+) from cached inner products (CoRE eq. 3). */
export function mixedCosine(image: Mixture, products: CrossProducts, cls: Mixture): number {
  return quadratic(image, products, cls);
}

/** leftᵀ · matrix · right, two rows at once: a sum's additions wait for each other, two sums' do not. */
function quadratic(left: Float64Array, matrix: Float32Array, right: Float64Array): number {
  const width = right.length;
  let sum = 0;
  for (let i = 0; i < left.length; i += 2) {
    const first = left[i]!;
    const second = i + 1 < left.length ? left[i + 1]! : 0;
    if (first === 0 && second === 0) continue;
    const start = i * width;
    // Past the last row there is nothing to read; its coefficient of 0 lets the first row stand in.
    const next = i + 1 < left.length ? start + width : start;
    let a = 0;
    let b = 0;
    for (let j = 0; j < width; j++) {
      const r = right[j]!;
      a += matrix[start + j]! * r;
      b += matrix[next + j]! * r;
    }
    sum += first * a + second * b;
  }
  return sum;
}
