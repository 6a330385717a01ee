import type { Neighbour } from '../../retrieval/retrieval';
import { type Padded, products } from '../tiles';

/** Photos that each class's mean starts from: its surest ones. */
const SUREST = 8;
const ROUNDS = 10;
/** No share moved by more in a round: it has settled. */
const STILL = 1e-8;
/** Times that photos ask their neighbours in each round. */
const INNER = 5;
/** Weight of the neighbours, and what the exponents are divided by: 50/6 and 50 of the released code. */
const NEIGHBOURS = 50 / 6;
const DIVISOR = 50;
/** Of a class's photos, the part of its weight below which one is left out of its mean: it would move nothing that is shown. */
const NO_WEIGHT = 1e-9;
/** Where all photos agree in a direction, their spread there is not nothing: it divides. */
const LEAST_SPREAD = 1e-9;

/** The photos of a set: what does not change from setting to setting. */
export interface Photos {
  /** `[n, d]`, normalised. */
  readonly features: Padded;
  /** `[n]`, the nearest others of each. */
  readonly nearest: readonly (readonly Neighbour[])[];
}

/** Photos whose classes are known, which stand beside the set. */
export interface Accepted {
  /** `[S, d]`, normalised. */
  readonly features: Padded;
  readonly labels: readonly number[];
  /** `[S]`, the nearest photos of the set, themselves left out. */
  readonly nearest: readonly (readonly Neighbour[])[];
}

/** How much the start and the accepted photos count. */
export interface Trust {
  /** λ. */
  readonly start: number;
  /** γ. */
  readonly accepted: number;
}

/**
 * The classes of all photos at once, `[n, C]`, rows summing to 1 (TransCLIP). Each class is a Gaussian with mean μ_c and the spread
 * σ (diagonal) that all share; photos, their neighbours and what was said of them at first (ŷ) decide in turns:
 * `a_ic = −½ Σ_k (f_ik − μ_ck)²/σ_k + 50/6·(Wᵀz + Wz)_ic`, `z_ic ∝ ŷ_ic^λ · exp(a_ic/50)`; then
 * `μ_c = Σ_i z_ic f_i` normalised and `σ_k = Σ_ic z_ic (f_ik − μ_ck)² / Σ_ic z_ic`. What is the same for all classes of a photo falls
 * out, so that a round costs two products of photos and classes, 2·n·C·d.
 * @param logits `[n, C]`, logarithms of ŷ up to a constant for each photo
 */
export function solve(
  photos: Photos,
  classes: number,
  logits: Float64Array,
  accepted: Accepted | null,
  trust: Trust,
): Float64Array {
  const { width } = photos.features;
  const state = new State(photos, classes, logits, accepted, trust);
  const spread = new Float64Array(width).fill(1 / width);
  const means = state.firstMeans();
  for (let round = 0; round <= ROUNDS; round++) {
    const moved = state.decide(means, spread);
    // What stands still stays so: further rounds would say the same.
    if (round === ROUNDS || moved <= STILL) break;
    state.fit(means, spread);
  }
  return state.z;
}

/** What a set's rounds work on. */
class State {
  /** `[n, C]`. */
  readonly z: Float64Array;
  readonly #near: Float64Array;
  readonly #likelihood: Float64Array;
  /** `[d]`, Σ_i f_ik², each photo as much as it counts. */
  readonly #squares: Float64Array;
  /** How much one photo of the set counts, and one accepted. */
  readonly #each: number;
  readonly #eachAccepted: number;

  constructor(
    private readonly photos: Photos,
    private readonly classes: number,
    private readonly logits: Float64Array,
    private readonly accepted: Accepted | null,
    private readonly trust: Trust,
  ) {
    const { features } = photos;
    this.z = new Float64Array(logits.length);
    this.#near = new Float64Array(logits.length);
    this.#likelihood = new Float64Array(logits.length);
    this.#each = accepted === null ? 1 : 1 / features.count;
    this.#eachAccepted = accepted === null ? 0 : (trust.accepted * DIVISOR) / accepted.features.count;
    this.#squares = new Float64Array(features.width);
    addSquares(features, this.#each, this.#squares);
    if (accepted !== null) addSquares(accepted.features, this.#eachAccepted, this.#squares);
    softmaxRows(logits, null, 1, classes, this.z);
  }

  /** Means of each class's surest photos; of its accepted ones where there are some. */
  firstMeans(): Float64Array {
    const { classes, accepted } = this;
    const { features } = this.photos;
    const { count, width } = features;
    const means = new Float64Array(Math.ceil(classes / 4) * 4 * width);
    for (let c = 0; c < classes; c++) {
      const mean = means.subarray(c * width, (c + 1) * width);
      const own = accepted?.labels.flatMap((label, s) => (label === c ? [s] : [])) ?? [];
      for (const s of own) addRow(mean, accepted!.features, s, 1);
      if (own.length === 0) {
        const order = Array.from({ length: count }, (_, i) => i).sort(
          (a, b) => this.z[b * classes + c]! - this.z[a * classes + c]! || a - b,
        );
        for (const i of order.slice(0, SUREST)) addRow(mean, features, i, this.z[i * classes + c]!);
      }
      scaleToUnit(mean);
    }
    return means;
  }

  /** z from means and spread, `INNER` times; gives the most that any of it moved by. */
  decide(means: Float64Array, spread: Float64Array): number {
    const { classes, z } = this;
    const before = z.slice();
    const { features } = this.photos;
    const { width } = features;
    // f·(μ/σ) − ½ μ·(μ/σ): the photo's own square is the same for all classes.
    const scaled = new Float64Array(means.length);
    const halves = new Float64Array(classes);
    for (let c = 0; c < classes; c++)
      for (let k = 0; k < width; k++) {
        const mean = means[c * width + k]!;
        const part = mean / spread[k]!;
        scaled[c * width + k] = part;
        halves[c]! += 0.5 * mean * part;
      }
    const likelihood = this.#likelihood;
    products(features, { count: classes, width, data: scaled }, false, (i, c, product) => {
      likelihood[i * classes + c] = product - halves[c]!;
    });
    for (let step = 0; step < INNER; step++) {
      this.#askNeighbours();
      const near = this.#near;
      for (let at = 0; at < near.length; at++)
        near[at] = (likelihood[at]! + NEIGHBOURS * near[at]!) / DIVISOR;
      softmaxRows(this.logits, near, this.trust.start, classes, z);
    }
    let moved = 0;
    for (let at = 0; at < z.length; at++) moved = Math.max(moved, Math.abs(z[at]! - before[at]!));
    return moved;
  }

  /** Wᵀz + Wz, with the accepted photos' rows below W. */
  #askNeighbours(): void {
    const { classes, z, accepted } = this;
    const near = this.#near.fill(0);
    this.photos.nearest.forEach((others, i) => {
      for (const { index, similarity } of others)
        for (let c = 0; c < classes; c++) {
          near[i * classes + c]! += similarity * z[index * classes + c]!;
          near[index * classes + c]! += similarity * z[i * classes + c]!;
        }
    });
    accepted?.nearest.forEach((others, s) => {
      for (const { index, similarity } of others) near[index * classes + accepted.labels[s]!]! += similarity;
    });
  }

  /** Means and spread from z: (b) and (c). */
  fit(means: Float64Array, spread: Float64Array): void {
    const { classes, accepted, z } = this;
    const { features } = this.photos;
    const { count, width } = features;
    const weights = new Float64Array(classes);
    for (let i = 0; i < count; i++)
      for (let c = 0; c < classes; c++) weights[c]! += this.#each * z[i * classes + c]!;
    for (const label of accepted?.labels ?? []) weights[label]! += this.#eachAccepted;
    const sums = this.#sums(weights);
    const between = new Float64Array(width);
    let all = 0;
    for (let c = 0; c < classes; c++) {
      const start = c * width;
      const row = means.subarray(start, start + width);
      row.set(sums.subarray(start, start + width));
      scaleToUnit(row);
      all += weights[c]!;
      // Σ z (f − μ)² = Σ z f² − 2 μ Σ z f + μ² Σ z; the first sum is the same whatever z, since rows of z sum to 1.
      for (let k = 0; k < width; k++) between[k]! += row[k]! * (row[k]! * weights[c]! - 2 * sums[start + k]!);
    }
    for (let k = 0; k < width; k++)
      spread[k] = Math.max(LEAST_SPREAD / width, (this.#squares[k]! + between[k]!) / all);
  }

  /** Σ z_ic f_i of each class, each photo as much as it counts, `[C, d]`; four photos at once, so that sums are read less often. */
  #sums(weights: Float64Array): Float64Array {
    const { classes, z, accepted } = this;
    const { count, width, data } = this.photos.features;
    const sums = new Float64Array(classes * width);
    const least = weights.map((weight) => NO_WEIGHT * weight);
    // Rows of zeros follow the last photo up to a whole four.
    const weight = (i: number, c: number) => (i < count ? this.#each * z[i * classes + c]! : 0);
    for (let i = 0; i < count; i += 4) {
      const [a, b, d, e] = [i * width, (i + 1) * width, (i + 2) * width, (i + 3) * width];
      for (let c = 0; c < classes; c++) {
        const p = weight(i, c);
        const q = weight(i + 1, c);
        const r = weight(i + 2, c);
        const s = weight(i + 3, c);
        if (p + q + r + s <= least[c]!) continue;
        const to = c * width;
        for (let k = 0; k < width; k++)
          sums[to + k]! += p * data[a + k]! + q * data[b + k]! + r * data[d + k]! + s * data[e + k]!;
      }
    }
    accepted?.labels.forEach((label, s) => {
      addRow(sums.subarray(label * width, (label + 1) * width), accepted.features, s, this.#eachAccepted);
    });
    return sums;
  }
}

/** softmax of `power·logits + more`, row by row. */
function softmaxRows(
  logits: Float64Array,
  more: Float64Array | null,
  power: number,
  width: number,
  to: Float64Array,
): void {
  for (let start = 0; start < to.length; start += width) {
    let highest = Number.NEGATIVE_INFINITY;
    for (let at = start; at < start + width; at++) {
      to[at] = power * logits[at]! + (more === null ? 0 : more[at]!);
      if (to[at]! > highest) highest = to[at]!;
    }
    let sum = 0;
    for (let at = start; at < start + width; at++) {
      to[at] = Math.exp(to[at]! - highest);
      sum += to[at]!;
    }
    for (let at = start; at < start + width; at++) to[at]! /= sum;
  }
}

function addRow(to: Float64Array, { data, width }: Padded, row: number, weight: number): void {
  for (let k = 0; k < width; k++) to[k]! += weight * data[row * width + k]!;
}

function addSquares({ count, width, data }: Padded, weight: number, to: Float64Array): void {
  for (let i = 0; i < count; i++)
    for (let k = 0; k < width; k++) to[k]! += weight * data[i * width + k]! ** 2;
}

/** Divides by the length; zero stays zero. */
function scaleToUnit(vector: Float64Array): void {
  let square = 0;
  for (let k = 0; k < vector.length; k++) square += vector[k]! ** 2;
  const length = Math.sqrt(square) || 1;
  for (let k = 0; k < vector.length; k++) vector[k]! /= length;
}
