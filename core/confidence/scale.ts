import type { Method, Output } from '../methods/method';
import type { ParameterValues } from '../methods/parameters';

/** The scale of a method's shares, fitted on labelled photos: one number, or one for each crossing of a grid of parameters. */
export interface FittedScale {
  /** Parameters that the scale depends on, each with the values that it was fitted at, rising; empty for one scale. */
  readonly axes: readonly { readonly parameter: string; readonly at: readonly number[] }[];
  /** A scale, above 0, for every crossing of the axes; the last axis runs fastest. */
  readonly scales: readonly number[];
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
 */
export function scaleOf(
  { id, output }: Pick<Method, 'id' | 'output'>,
  parameters: ParameterValues,
  known: FittedScales | null,
  logitScale: number,
): ShareScale {
  const fitted = known !== null && Object.hasOwn(known.methods, id) ? known.methods[id] : undefined;
  if (fitted === undefined) return unfittedScale(output, logitScale);
  return { value: scaleAt(fitted, parameters), fitted: true };
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
