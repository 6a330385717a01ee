/** How far an answer may be built on. */
export const ANSWER_STATES = ['confident', 'unsure', 'unlike'] as const;

/**
 * `confident`: the best class stands well before the second, and the photo is like the classes. `unsure`: two classes are nearly as
 * likely. `unlike`: the photo resembles none of the classes, so that even a wide margin says little.
 */
export type AnswerState = (typeof ANSWER_STATES)[number];

/** Below which margin an answer is unsure, and below which likeness a photo is unlike its classes; both 0–1. */
export interface Thresholds {
  readonly margin: number;
  /** Null where nobody knows one: margins alone decide then. */
  readonly likeness: number | null;
}

/** The margin below which an answer is unsure where nobody fitted one: the second class is nearly as likely. */
export const USUAL_MARGIN = 0.15;

/**
 * The state of one side's answer. A stranger goes before a close call: what resembles no class is not to be told between two of them.
 * @param margin share of the best class minus that of the second, 0–1
 * @param likeness of the photo to the class list, 0–1; null where it is not known
 */
export function stateOf(margin: number, likeness: number | null, thresholds: Thresholds): AnswerState {
  if (likeness !== null && thresholds.likeness !== null && likeness < thresholds.likeness) return 'unlike';
  return margin < thresholds.margin ? 'unsure' : 'confident';
}

/** What tells confident answers from others with an index and its model, fitted on labelled photos and photos of something else. */
export interface FittedStates {
  /** Of this form; 1 is the first. */
  readonly version: typeof STATES_VERSION;
  /** The photos that it was fitted on, in words for the user. */
  readonly fittedOn: string;
  /** Likeness below which a photo is unlike its classes, 0–1; null where only margins were fitted. */
  readonly likeness: number | null;
  /** By method id, the margin below which its answers are unsure, 0–1. */
  readonly margins: Readonly<Record<string, number>>;
}

/** The version of `FittedStates` that this code writes. */
export const STATES_VERSION = 1;

/** Thresholds in force, and whether photos say so. */
export interface KnownThresholds extends Thresholds {
  /** Whether each is where labelled photos put it, where the user did, or where nobody knows better. */
  readonly from: { readonly [Name in keyof Thresholds]: 'photos' | 'user' | 'nobody' };
}

/**
 * The thresholds of a method: the user's, else those that were fitted, else the usual margin alone.
 * @param fitted null where nobody fitted any
 * @param moved what the user moved, null for what they did not
 */
export function thresholdsOf(
  methodId: string,
  fitted: FittedStates | null,
  moved: { readonly [Name in keyof Thresholds]: number | null },
): KnownThresholds {
  const margin =
    fitted !== null && Object.hasOwn(fitted.margins, methodId) ? fitted.margins[methodId]! : null;
  const likeness = fitted?.likeness ?? null;
  const fromOf = (own: number | null, known: number | null) =>
    own !== null ? 'user' : known !== null ? 'photos' : 'nobody';
  return {
    margin: moved.margin ?? margin ?? USUAL_MARGIN,
    likeness: moved.likeness ?? likeness,
    from: {
      margin: fromOf(moved.margin, margin),
      likeness: fromOf(moved.likeness, likeness),
    },
  };
}
