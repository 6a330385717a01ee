import { relativeShares } from '../ranking';
import type { Evidence } from './evidence';
import type { ParameterPreset, Parameters, ParameterValue, ParameterValues } from './parameters';
import { has, type Need, type PhotoInput, type Task } from './task';

/** What a method's numbers are: what turns them, with a scale, into shares. */
export type Output =
  /** −1 to 1. Shares are softmax(scale · cosine). */
  | 'cosine'
  /** The checkpoint's scale · cosine, and what is added to it. Shares are softmax(scale · logit). */
  | 'logit'
  /** 0–1, summing to 1. Shares are probability^scale, renormalised: softmax(scale · log). */
  | 'probability'
  /** From 0 up, in units of nothing. Shares are mass^scale, renormalised. */
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

/** What a method reads beyond z and W. */
interface MethodNeed {
  readonly need: Need;
  /** One sentence on what it does where that is missing. */
  readonly without: string;
  /** It is not read while the parameter of this name has this value. */
  readonly idle?: { readonly parameter: string; readonly value: ParameterValue };
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
  readonly needs: readonly MethodNeed[];
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

/** One sentence for each thing that the method would use, under these parameters, and that is missing for this photo. */
export function notes(
  method: Pick<Method, 'needs'>,
  task: Task,
  photo: PhotoInput,
  parameters: ParameterValues = {},
): string[] {
  return method.needs
    .filter((entry) => !isIdle(entry, parameters) && !has(entry.need, task, photo))
    .map(({ without }) => without);
}

/**
 * Shares of the classes relative to each other, `[C]`, summing to 1, in the order of the scores; equal where all scores are 0.
 * @param scale above 0, what `Output` says; it widens or narrows shares and moves no class in the ranking
 */
export function shares(output: Output, scores: ArrayLike<number>, scale: number): Float64Array {
  if (output === 'cosine' || output === 'logit') return relativeShares(scores, scale);
  // Relative to the best one: a high power of a small probability would be 0.
  const best = Array.from(scores).reduce((most, score) => Math.max(most, score), 0);
  const powers = Float64Array.from(scores, (score) => (best > 0 ? (Math.max(0, score) / best) ** scale : 1));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/**
 * The best class, −1 where there is none, and its share minus that of the second (`margin` of `shares`), without an array
 * for either; of equal classes the first one is best.
 */
export function lead(
  output: Output,
  scores: ArrayLike<number>,
  scale: number,
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
  const isPower = output === 'probability' || output === 'mass';
  if (isPower && first <= 0) return { best, margin: 0 };
  // As a part of the best class's share.
  const part = (score: number) =>
    isPower ? (Math.max(0, score) / first) ** scale : Math.exp((score - first) * scale);
  let sum = 0;
  for (let c = 0; c < scores.length; c++) sum += part(scores[c]!);
  return { best, margin: (1 - part(second)) / sum };
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

/**
 * Whether the method reads what `need` names.
 * @param parameters under which; under any where left out
 */
export function reads(method: Pick<Method, 'needs'>, need: Need, parameters: ParameterValues = {}): boolean {
  return method.needs.some((entry) => entry.need === need && !isIdle(entry, parameters));
}

const isIdle = ({ idle }: MethodNeed, parameters: ParameterValues) =>
  idle !== undefined && parameters[idle.parameter] === idle.value;
