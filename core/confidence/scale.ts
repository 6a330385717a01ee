import type { Method, Output } from '../methods/method';
import type { ParameterValues } from '../methods/parameters';

/** The scale of a method's shares, fitted on labelled photos: one number, or one for each crossing of a grid of parameters. */
export interface FittedScale {
  /** Parameters that the scale depends on, each with the values that it was fitted at, rising; empty for one scale. */
  readonly axes: readonly { readonly parameter: string; readonly at: readonly number[] }[];
  /** A scale, above 0, for every crossing of the axes; the last axis runs fastest. */
  readonly scales: readonly number[];
  /**
   * How much less a set's scores say the fewer photos it has for each class, for methods that score a set together: with C classes and n
   * photos the scale is `exp(−crowding · C/n)` times the above. A photo that is one of few of its class draws the class towards
   * itself, and then agrees with it. 0 and above; left out, as in what was written before there were any, it is 0.
   */
  readonly crowding?: number;
}

/** The photos that were scored together. */
export interface SetSize {
  readonly photos: number;
  readonly classes: number;
}

/** Fitted scales by method id, and where they come from. */
export interface FittedScales {
  /** Of this form; 1 is the first. */
  readonly version: typeof SCALES_VERSION;
  /** The photos that they were fitted on, in words for the user. */
  readonly fittedOn: string;
  readonly methods: Readonly<Record<string, FittedScale>>;
}

/** The version of `FittedScales` that this code writes. */
export const SCALES_VERSION = 1;

/** What the shares of a photo are scaled by, and whether labelled photos say so. */
export interface ShareScale {
  /** Above 0; what it multiplies stands at `Output`. */
  readonly value: number;
  /** False for the checkpoint's own scale, which was made for cos(z, W) in training and says nothing of other scores. */
  readonly fitted: boolean;
}

/** The scale that nobody fitted: the checkpoint's own for cosines, none (1) for what is scaled already. */
export function unfittedScale(output: Output, logitScale: number): ShareScale {
  return { value: output === 'cosine' ? logitScale : 1, fitted: false };
}

/**
 * The scale of a method's shares under its present parameters.
 * @param known null where nobody fitted any
 * @param logitScale exp(t) of the checkpoint, for methods without a fitted scale
 * @param set what the photo was scored with; matters to methods that score a set together
 */
export function scaleOf(
  { id, output }: Pick<Method, 'id' | 'output'>,
  parameters: ParameterValues,
  known: FittedScales | null,
  logitScale: number,
  set: SetSize,
): ShareScale {
  const fitted = known !== null && Object.hasOwn(known.methods, id) ? known.methods[id] : undefined;
  if (fitted === undefined) return unfittedScale(output, logitScale);
  return { value: scaleAt(fitted, parameters) * crowded(fitted.crowding ?? 0, set), fitted: true };
}

/** What a scale is multiplied by in a set of some size. */
const crowded = (crowding: number, { photos, classes }: SetSize): number =>
  crowding === 0 ? 1 : Math.exp((-crowding * classes) / Math.max(1, photos));

/** A scale that was fitted on a set. */
interface FittedOnSet extends SetSize {
  readonly scale: number;
}

/** The scale and the crowding that two sets of different sizes ask for; crowding is none where the larger one does not ask for more. */
export function fitCrowding(
  larger: FittedOnSet,
  smaller: FittedOnSet,
): { readonly scale: number; readonly crowding: number } {
  const per = ({ photos, classes }: SetSize) => classes / photos;
  const crowding = Math.max(0, Math.log(larger.scale / smaller.scale) / (per(smaller) - per(larger)));
  return { scale: larger.scale * Math.exp(crowding * per(larger)), crowding };
}

/** The fitted scale at a setting: log-linear between the crossings, that of the nearest beyond them. */
export function scaleAt({ axes, scales }: FittedScale, parameters: ParameterValues): number {
  let logs = scales.map(Math.log);
  // The last axis runs fastest: it is folded first.
  for (const { parameter, at } of axes.toReversed()) {
    const value = parameters[parameter];
    const { below, part } = placeOn(at, typeof value === 'number' ? value : at[0]!);
    const above = Math.min(below + 1, at.length - 1);
    logs = Array.from({ length: logs.length / at.length }, (_, row) => {
      const first = logs[row * at.length + below]!;
      return first + part * (logs[row * at.length + above]! - first);
    });
  }
  return Math.exp(logs[0]!);
}

/** Where a value lies among rising ones: the last that is not above it, and the part of the way to the next, 0–1. */
function placeOn(at: readonly number[], value: number): { readonly below: number; readonly part: number } {
  const below = Math.max(
    0,
    at.findLastIndex((one) => one <= value),
  );
  const next = at[below + 1];
  if (next === undefined) return { below, part: 0 };
  return { below, part: Math.max(0, (value - at[below]!) / (next - at[below]!)) };
}
