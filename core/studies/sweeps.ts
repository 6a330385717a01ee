import { type Progressing, placesAt, planeProducts } from '../plane';
import type { Atoms } from '../reweighting';
import { type EnrichmentSettings, LIMITS } from '../settings';

/** The parameters that are swept, each with α, β and the others as they are set. */
export const SWEPT = ['k', 'tauImageToText', 'tauTextToText'] as const;
export type SweptName = (typeof SWEPT)[number];

/** What one value of a parameter comes to, 0–1. */
export interface SweepPoint {
  readonly value: number;
  readonly acc1: number;
  readonly acc5: number;
}

/** What α and β come to, 0–1. */
export interface FrontierPoint {
  readonly alpha: number;
  readonly beta: number;
  readonly acc1: number;
  readonly acc5: number;
  /** Whether no other point is better in one of both and no worse in the other. */
  readonly best: boolean;
}

/** Sweeps around some settings. */
export interface Sweeps {
  /** Ascending by value, the one in force among them. */
  readonly points: Readonly<Record<SweptName, readonly SweepPoint[]>>;
  /** Every α with every β (table 10 holds the best ones). */
  readonly frontier: readonly FrontierPoint[];
}

const KS = [1, 2, 3, 5, 8, 10, 15, 20, 24, 28, 32];
const TAUS = [0.003, 0.01, 0.03, 0.1, 0.3, 1, 10, 100, 1000];
/** Steps of α and of β. */
const SHARES = Array.from({ length: 11 }, (_, i) => i / 10);

/** Values that are tried of each parameter; of k no more than there are captions. */
export function sweptValues(
  settings: EnrichmentSettings,
  photos: readonly Atoms[],
  classes: readonly Atoms[],
): Readonly<Record<SweptName, readonly number[]>> {
  const most = [...photos, ...classes].reduce((sum, { captions }) => Math.max(sum, captions.length), 1);
  const withOwn = (values: readonly number[], own: number) =>
    [...new Set([...values, own])].sort((a, b) => a - b);
  return {
    // A k beyond what was retrieved would stand for what is not there.
    k: withOwn(
      KS.filter((k) => k <= Math.min(most, LIMITS.k.max)),
      Math.min(settings.k, most),
    ),
    tauImageToText: settings.imageWeighting === 'linear' ? [] : withOwn(TAUS, settings.tauImageToText),
    tauTextToText: withOwn(TAUS, settings.tauTextToText),
  };
}

/**
 * Acc@1 and Acc@5 by k and by each τ, and by α and β together.
 * @param labels `[photos]`, places of their classes
 */
export function* sweepsOf(
  photos: readonly Atoms[],
  classes: readonly Atoms[],
  labels: ArrayLike<number>,
  settings: EnrichmentSettings,
): Progressing<Sweeps> {
  const values = sweptValues(settings, photos, classes);
  const all = 1 + SWEPT.reduce((sum, name) => sum + values[name].length, 0);
  let done = 0;
  const products = function* (weighting: EnrichmentSettings) {
    const steps = planeProducts(photos, classes, weighting);
    for (let next = steps.next(); ; next = steps.next()) {
      if (next.done) {
        done++;
        return next.value;
      }
      yield (done + next.value) / all;
    }
  };
  const points: Record<SweptName, SweepPoint[]> = { k: [], tauImageToText: [], tauTextToText: [] };
  for (const name of SWEPT)
    for (const value of values[name]) {
      const made = yield* products({ ...settings, [name]: value });
      points[name].push({ value, ...accuraciesOf(placesAt(made, labels, settings.alpha, settings.beta)) });
    }
  const made = yield* products(settings);
  const plane: Omit<FrontierPoint, 'best'>[] = [];
  for (const alpha of SHARES)
    for (const beta of SHARES) {
      yield 1;
      plane.push({ alpha, beta, ...accuraciesOf(placesAt(made, labels, alpha, beta)) });
    }
  return { points, frontier: plane.map((point) => ({ ...point, best: isBest(point, plane) })) };
}

function accuraciesOf(places: ArrayLike<number>): { readonly acc1: number; readonly acc5: number } {
  let first = 0;
  let five = 0;
  for (let i = 0; i < places.length; i++) {
    if (places[i] === 0) first++;
    if (places[i]! < 5) five++;
  }
  const of = Math.max(1, places.length);
  return { acc1: first / of, acc5: five / of };
}

type Accuracies = Pick<FrontierPoint, 'acc1' | 'acc5'>;

const isBest = (own: Accuracies, all: readonly Accuracies[]) =>
  !all.some(({ acc1, acc5 }) => acc1 >= own.acc1 && acc5 >= own.acc5 && (acc1 > own.acc1 || acc5 > own.acc5));
