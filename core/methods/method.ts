import { relativeShares } from '../ranking';
import type { Evidence } from './evidence';
import type { ParameterPreset, Parameters, ParameterValues } from './parameters';
import { has, type Need, type PhotoInput, type Task } from './task';

/** What a method's numbers are: what turns them into shares. */
export type Output =
  /** −1 to 1. */
  | 'cosine'
  /** scale · cosine, and what is added to it. */
  | 'logit'
  /** 0–1, summing to 1. */
  | 'probability'
  /** From 0 up, in units of nothing. */
  | 'mass';

/** Where a method is described. */
export interface Reference {
  readonly paper: string;
  readonly year: number;
  /** Equations or section in the paper; null where the method has none of its own. */
  readonly equations: string | null;
}

/** A score per class for one photo. */
export interface Scored<State> {
  /** `[C]`, in the order of the class list, or of `names`. */
  readonly scores: Float64Array;
  /** The classes, where the method brings its own; null for the user's. */
  readonly names: readonly string[] | null;
  /** What the next photo's score is to be given. */
  readonly state: State;
}

/**
 * A way of classifying. `prepare` once per class list, `measure` once per photo and class list, `weigh` once per
 * setting, `score` per photo and setting: whole vectors are touched in the first two only, so that a slider's move
 * costs `weigh` and `score` alone.
 */
export interface Method<P extends ParameterValues = ParameterValues, State = unknown, Measured = unknown> {
  readonly id: string;
  readonly title: string;
  /** One sentence. */
  readonly explanation: string;
  readonly reference: Reference;
  readonly parameters: Parameters;
  /** Settings worth starting from, where there are several. */
  readonly presets?: readonly ParameterPreset<P>[];
  readonly output: Output;
  /** What it reads beyond z and W, and one sentence on what it does where that is missing. */
  readonly needs: readonly { readonly need: Need; readonly without: string }[];
  /** One sentence on what it remembers from photo to photo, where their order matters. */
  readonly memory?: string;
  /** Prepared anew when something that `needs` names changes. */
  prepare(task: Task): Prepared<P, State, Measured>;
}

/** A method for one class list. */
export interface Prepared<P extends ParameterValues = ParameterValues, State = unknown, Measured = unknown> {
  /** The photo's inner products with the class list. Yields where the work may pause. */
  measure(photo: PhotoInput): Measuring<Measured>;
  /** What scores at once, where measuring takes much longer than one score; the scores are the same up to rounding. */
  immediate?(photo: PhotoInput): Measured;
  weigh(parameters: P): Weighed<State, Measured>;
}

/** Work in steps that ends with what was measured. */
export type Measuring<Measured> = Generator<undefined, Measured, undefined>;

/** A method for one class list and one setting. */
export interface Weighed<State = unknown, Measured = unknown> {
  /** The state before the first photo; `reset` is to start from it again. */
  readonly initial: State;
  /**
   * What the score of this photo needs and those of others share, where that takes long; yields where the work may pause.
   * What is not done is done by `score`.
   */
  getReady?(measured: Measured): Measuring<void>;
  /** @param state what the photo before gave, where the method has a memory. */
  score(measured: Measured, state: State): Scored<State>;
  /** What the score rests on; `state` as for `score`. */
  explain(measured: Measured, state: State): Evidence;
}

/** Work that is too short to pause in. */
export function* inOneStep<Measured>(work: () => Measured): Measuring<Measured> {
  yield;
  return work();
}

/** Measures to the end without a pause. */
export function finish<Measured>(measuring: Measuring<Measured>): Measured {
  let step = measuring.next();
  while (!step.done) step = measuring.next();
  return step.value;
}

/** One sentence for each thing that the method would use and that is missing for this photo. */
export function notes(method: Pick<Method, 'needs'>, task: Task, photo: PhotoInput): string[] {
  return method.needs.filter(({ need }) => !has(need, task, photo)).map(({ without }) => without);
}

/** Shares of the classes relative to each other, `[C]`, summing to 1; equal where all scores are 0. */
export function shares(output: Output, scores: ArrayLike<number>, logitScale: number): Float64Array {
  if (output === 'cosine') return relativeShares(scores, logitScale);
  if (output === 'logit') return relativeShares(scores, 1);
  const sum = Array.from(scores).reduce((total, score) => total + score, 0);
  return Float64Array.from(scores, (score) => (sum > 0 ? score / sum : 1 / scores.length));
}

/**
 * The best class, −1 where there is none, and its share minus that of the second (`margin` of `shares`), without an array
 * for either; of equal classes the first one is best.
 */
export function lead(
  output: Output,
  scores: ArrayLike<number>,
  logitScale: number,
): { readonly best: number; readonly margin: number } {
  let best = -1;
  let first = Number.NEGATIVE_INFINITY;
  let second = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < scores.length; c++) {
    const score = scores[c]!;
    if (score > first) {
      second = first;
      first = score;
      best = c;
    } else if (score > second) second = score;
  }
  if (scores.length < 2) return { best, margin: scores.length };
  const scale = output === 'cosine' ? logitScale : output === 'logit' ? 1 : null;
  let sum = 0;
  for (let c = 0; c < scores.length; c++)
    sum += scale === null ? scores[c]! : Math.exp((scores[c]! - first) * scale);
  if (sum <= 0) return { best, margin: 0 };
  return { best, margin: (scale === null ? first - second : 1 - Math.exp((second - first) * scale)) / sum };
}

/**
 * The method's scores for photos in order, each given the state that the one before left. `state` goes on from an
 * earlier call; without it the memory is empty.
 */
export function scoreAll<State, Measured>(
  weighed: Weighed<State, Measured>,
  photos: readonly Measured[],
  state: State = weighed.initial,
): { readonly scored: readonly Scored<State>[]; readonly state: State } {
  let last = state;
  const scored = photos.map((measured) => {
    const result = weighed.score(measured, last);
    last = result.state;
    return result;
  });
  return { scored, state: last };
}

/** Whether the method reads what `need` names. */
export function reads(method: Pick<Method, 'needs'>, need: Need): boolean {
  return method.needs.some((entry) => entry.need === need);
}
