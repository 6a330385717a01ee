import type { Plane } from '../../../engine';
import type { PlaneShows } from './plane-state';

/** A plane as a picture and as words: what stands at each place, `[steps (α), steps (β)]`. */
export interface PlaneValues {
  /** 0–1, of the range that there is: how strongly a place is painted. */
  readonly strength: Float32Array;
  readonly least: number;
  readonly most: number;
  /** Place of the most; of several the first. Where photos flip, nothing is best: −1. */
  readonly best: number;
  /** What a place stands for, as the reader of the picture is told. */
  wordsAt(place: number): string;
}

const percent = (value: number) => `${(100 * value).toFixed(1)} %`;

/**
 * What a plane paints.
 * @param names of the classes that answers are places of
 */
export function planeValues(plane: Plane, shows: PlaneShows, names: readonly string[]): PlaneValues {
  if (plane.kind === 'accuracy') {
    const values = shows === 'balanced' ? plane.balanced : plane.acc1;
    const what = shows === 'balanced' ? 'balanced accuracy' : 'Acc@1';
    return scaled(values, (place) => `${what} ${percent(values[place]!)}`, true);
  }
  if (plane.kind === 'flips') {
    const { changed, photos } = plane;
    return scaled(
      Float32Array.from(changed),
      (place) => `${changed[place]} of ${photos} answers others than now`,
      false,
    );
  }
  const { answers } = plane;
  const order = [...new Set(answers)];
  const values = Float32Array.from(answers, (answer) => order.indexOf(answer));
  return scaled(values, (place) => `answer ${names[answers[place]!] ?? 'none'}`, false);
}

function scaled(values: Float32Array, wordsAt: (place: number) => string, hasBest: boolean): PlaneValues {
  let [least, most, best] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const [place, value] of values.entries()) {
    least = Math.min(least, value);
    if (value > most) [most, best] = [value, place];
  }
  const range = most - least;
  const strength = values.map((value) => (range > 0 ? (value - least) / range : 0));
  return { strength, least, most, best: hasBest && range > 0 ? best : -1, wordsAt };
}

/** The place nearest to an α and a β. */
export function placeAt(steps: number, alpha: number, beta: number): number {
  const at = (share: number) => Math.round(Math.min(1, Math.max(0, share)) * (steps - 1));
  return at(alpha) * steps + at(beta);
}

/** α and β of a place. */
export const shareOf = (steps: number, place: number): { readonly alpha: number; readonly beta: number } => ({
  alpha: Math.floor(place / steps) / (steps - 1),
  beta: (place % steps) / (steps - 1),
});
