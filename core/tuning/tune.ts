import { FernglassError } from '../errors';
import type { ParameterValues } from '../methods/parameters';
import { bootstrapInterval, groupResamples, type Interval } from '../metrics/bootstrap';
import { answersAt } from '../plane/plane';
import { type Progressing, planeProducts } from '../plane/products';
import type { Atoms } from '../reweighting';
import type { EnrichmentSettings } from '../settings';
import { groupFolds } from './folds';
import { fittingGrid, gridAnswers, gridSettings, TUNING_GRID, type TuningGrid } from './grid';

/** Labels that tuning takes at least. */
export const LEAST_LABELS = 20;

/** A method with its parameters. */
export interface MethodChoice {
  readonly method: string;
  readonly parameters: ParameterValues;
}

/** A choice with what it answers, `[n]`: places in the class list, −1 for none of it. */
export interface AnsweredChoice extends MethodChoice {
  readonly answers: ArrayLike<number>;
}

/** What tuning works from: photos whose classes are known. */
export interface TuningInput {
  /** `[n]`. */
  readonly photos: readonly Atoms[];
  readonly classes: readonly Atoms[];
  /** `[n]`, places in `classes`. */
  readonly labels: ArrayLike<number>;
  /** `[n]`, what each photo shows: photos of one thing are never on both sides of the cross-validation. */
  readonly groups: ArrayLike<number>;
  /** What is in force, which the gain is measured against. */
  readonly current: AnsweredChoice;
  /** CoRE's parameters in force: of equal settings, the nearest to these is proposed. */
  readonly settings: EnrichmentSettings;
  /** Other methods, each as it is set. */
  readonly others: readonly AnsweredChoice[];
  /** What is to grow: Acc@1, or the mean of the classes' recalls. */
  readonly measure: 'acc1' | 'balanced';
  readonly grid?: TuningGrid;
}

/** What tuning proposes, and what it may be expected to bring. */
export interface Tuning {
  /** Does best on all labelled photos. */
  readonly proposal: MethodChoice;
  readonly measure: TuningInput['measure'];
  /**
   * What settings chosen in this way gain on photos that they were not chosen by (cross-validation), −1 to 1, with its 95 %
   * bootstrap interval over groups.
   */
  readonly gain: number;
  readonly interval: Interval;
  /** Whether the gain may be promised: the interval lies above 0. */
  readonly promises: boolean;
  /** The measure, 0–1: of what is in force, of settings chosen on other photos, and of the proposal on what it was tuned on. */
  readonly figures: { readonly current: number; readonly crossValidated: number; readonly onTuned: number };
  readonly photos: number;
  readonly groups: number;
  readonly folds: number;
  /** Settings and methods that were tried. */
  readonly tried: number;
}

/**
 * Chooses a method and its parameters by labelled photos: α, β, τ and k of CoRE over a grid, and other methods as they are set.
 * Its gain is found by cross-validation within groups: for each part of the photos the best on the others is chosen, and judged on
 * the part.
 * @param random uniform in [0, 1), for folds and resamples
 * @throws FernglassError `input-invalid` for fewer than `LEAST_LABELS` photos, or where they show one thing or one class only
 */
export function* tune(input: TuningInput, random: () => number): Progressing<Tuning> {
  const { photos, classes, labels, groups, current, settings, others, measure } = input;
  check(input);
  const weights = weightsOf(input);
  const folds = groupFolds(groups, labels, random);
  const foldCount = 1 + folds.reduce((most, fold) => Math.max(most, fold), 0);
  const grid = fittingGrid(input.grid ?? TUNING_GRID, settings, photos, classes);
  const cells = gridSettings(grid, settings);
  const tried = cells.length + others.length;
  const hits = new Float64Array(tried * foldCount);
  const count = (photo: number, from: number, to: number, best: number) => {
    if (best !== labels[photo]) return;
    for (let cell = from; cell < to; cell++) hits[cell * foldCount + folds[photo]!]! += weights[photo]!;
  };
  yield* within(gridAnswers(photos, classes, grid, settings, count), 0, 2);
  others.forEach(({ answers }, o) => {
    for (let i = 0; i < photos.length; i++) count(i, cells.length + o, cells.length + o + 1, answers[i]!);
  });
  const distances = Float64Array.from({ length: tried }, (_, c) =>
    c < cells.length ? distance(cells[c]!, settings, grid) : cells.length,
  );
  const best = (without: number | null) => bestCell(hits, foldCount, without, distances);
  const chosen = Array.from({ length: foldCount }, (_, fold) => best(fold));
  const proposal = best(null);

  const right = yield* within(rightOf(input, cells, new Set([...chosen, proposal])), 1, 2);
  const before = Float64Array.from({ length: photos.length }, (_, i) =>
    current.answers[i] === labels[i] ? 1 : 0,
  );
  const after = Float64Array.from(before, (_, i) => right.get(chosen[folds[i]!]!)![i]!);
  const gainOf = (times?: ArrayLike<number>) =>
    weightedMean(after, weights, times) - weightedMean(before, weights, times);
  const gain = gainOf();
  const resampled = Float64Array.from(groupResamples(groups, random), (times) => gainOf(times));
  const interval = bootstrapInterval(resampled, gain, [-1, 1]);
  return {
    proposal: choiceOf(proposal, cells, others),
    measure,
    gain,
    interval,
    promises: interval[0] > 0,
    figures: {
      current: weightedMean(before, weights),
      crossValidated: weightedMean(after, weights),
      onTuned: weightedMean(right.get(proposal)!, weights),
    },
    photos: photos.length,
    groups: new Set(Array.from(groups)).size,
    folds: foldCount,
    tried,
  };
}

function check({ photos, labels, groups }: TuningInput): void {
  const refuse = (message: string) => {
    throw new FernglassError('input-invalid', message);
  };
  if (photos.length < LEAST_LABELS)
    refuse(
      `Tuning takes ${LEAST_LABELS} labelled photos at least; there are ${photos.length}. Label some more.`,
    );
  if (new Set(Array.from(labels)).size < 2)
    refuse('All labelled photos are of one class. Label photos of others too, or every setting looks alike.');
  if (new Set(Array.from(groups)).size < 2)
    refuse('All labelled photos are of one group. Label photos of others too.');
}

/** How much each photo counts, `[n]`: once, or so that every class counts the same. */
function weightsOf({ labels, measure, classes }: TuningInput): Float64Array {
  if (measure === 'acc1') return new Float64Array(labels.length).fill(1);
  const ofClass = new Float64Array(classes.length);
  for (let i = 0; i < labels.length; i++) ofClass[labels[i]!]! += 1;
  return Float64Array.from(labels, (label) => 1 / ofClass[label]!);
}

/** Σ values·weights / Σ weights, each photo as often as it was drawn. */
function weightedMean(
  values: ArrayLike<number>,
  weights: ArrayLike<number>,
  times?: ArrayLike<number>,
): number {
  let sum = 0;
  let all = 0;
  for (let i = 0; i < values.length; i++) {
    const weight = weights[i]! * (times === undefined ? 1 : times[i]!);
    sum += weight * values[i]!;
    all += weight;
  }
  return all > 0 ? sum / all : 0;
}

/** Weights of balanced accuracy are fractions, whose sums may differ in the last place though the hits are the same. */
const SAME = 1e-9;

/** The cell with the most hits in all folds but one; of equal ones the nearest to what is in force. */
function bestCell(
  hits: Float64Array,
  folds: number,
  without: number | null,
  distances: Float64Array,
): number {
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let cell = 0; cell < distances.length; cell++) {
    let sum = 0;
    for (let fold = 0; fold < folds; fold++) if (fold !== without) sum += hits[cell * folds + fold]!;
    const isBetter =
      sum > most + SAME || (Math.abs(sum - most) <= SAME && distances[cell]! < distances[best]!);
    if (isBetter) {
      best = cell;
      most = Math.max(most, sum);
    }
  }
  return best;
}

/** How far a setting is from what is in force, in steps of the grid. */
function distance(a: EnrichmentSettings, b: EnrichmentSettings, grid: TuningGrid): number {
  const steps = (values: readonly number[], x: number, y: number) => {
    const sorted = values.toSorted((one, other) => one - other);
    return Math.abs(sorted.indexOf(x) - sorted.indexOf(y));
  };
  return (
    steps(grid.shares, a.alpha, b.alpha) +
    steps(grid.shares, a.beta, b.beta) +
    steps(grid.tausImageToText, a.tauImageToText, b.tauImageToText) +
    steps(grid.tausTextToText, a.tauTextToText, b.tauTextToText) +
    steps(grid.ks, a.k, b.k)
  );
}

/** Whether each of some cells answers each photo right, `[n]` by cell. */
function* rightOf(
  { photos, classes, labels, others }: TuningInput,
  cells: readonly EnrichmentSettings[],
  asked: ReadonlySet<number>,
): Progressing<ReadonlyMap<number, Float64Array>> {
  const found = new Map<number, Float64Array>();
  for (const cell of asked) {
    let answers = others[cell - cells.length]?.answers;
    if (answers === undefined) {
      const { alpha, beta } = cells[cell]!;
      const products = yield* within(planeProducts(photos, classes, cells[cell]!), found.size, asked.size);
      answers = answersAt(products, alpha, beta);
    }
    found.set(
      cell,
      Float64Array.from({ length: photos.length }, (_, i) => (answers[i] === labels[i] ? 1 : 0)),
    );
  }
  return found;
}

/** Work that is one of several steps, for its progress. */
function* within<T>(work: Progressing<T>, step: number, steps: number): Progressing<T> {
  for (let next = work.next(); ; next = work.next()) {
    if (next.done) return next.value;
    yield (step + next.value) / steps;
  }
}

function choiceOf(
  cell: number,
  cells: readonly EnrichmentSettings[],
  others: readonly AnsweredChoice[],
): MethodChoice {
  if (cell < cells.length) return { method: 'core', parameters: { ...cells[cell]! } };
  const { method, parameters } = others[cell - cells.length]!;
  return { method, parameters };
}
