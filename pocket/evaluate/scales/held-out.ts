import {
  bootstrapInterval,
  expectedCalibrationError,
  fitScale,
  groupResamples,
  type Interval,
  type JudgedAnswer,
  lead,
  type Output,
  reliabilityBins,
  type ScoredPhoto,
  shares,
} from '../../../core';
import { seeded } from '../../random.ts';

/** A scored photo, and the picture that it is: one picture is scored in several lists. */
export interface ScoredPicture extends ScoredPhoto {
  readonly picture: number;
  /** A number for the class that it is a rendering of: pictures of a class are right or wrong together. */
  readonly thing: number;
}

/** What a method's scale and margin, fitted on half the pictures, are worth on the other half; both halves in turn. */
export interface HeldOut {
  /** Fitted on pictures of even and of odd number. */
  readonly margins: readonly [even: number, odd: number];
  /** Part of the answers that are right, and part that are confident, 0–1. */
  readonly right: number;
  readonly confident: number;
  /** Part of the confident answers that are right, 0–1, with its 95 % interval over classes; 1 where none is confident. */
  readonly confidentRight: number;
  readonly interval: Interval;
  /** Part of the wrong answers that are not confident, 0–1. */
  readonly caught: number;
  /** Expected calibration error of shares under the other half's scale, 0–1. */
  readonly ece: number;
}

/**
 * Holds a rule for margins against pictures that it did not see.
 * @param start scale that holds without a fit
 * @param rule margin from which on answers are confident
 * @returns null where half the pictures are right always or never, so that no scale can be fitted
 */
export function heldOut(
  output: Output,
  photos: readonly ScoredPicture[],
  start: number,
  rule: (answers: readonly JudgedAnswer[]) => number,
): HeldOut | null {
  const halves = [0, 1].map((half) => photos.filter(({ picture }) => picture % 2 === half));
  const fits = halves.map((half) => {
    const scale = fitScale(output, half, start)?.scale;
    return scale === undefined ? null : { scale, margin: rule(judgedAt(output, half, scale)) };
  });
  const [even, odd] = fits;
  if (!even || !odd) return null;
  const judged = [odd, even].flatMap(({ scale, margin }, half) =>
    halves[half]!.map((photo) => {
      const answer = lead(output, photo.scores, scale);
      return {
        thing: photo.thing,
        right: photo.right,
        confident: answer.margin >= margin,
        share: shares(output, photo.scores, scale)[answer.best]!,
      };
    }),
  );
  const partRight = (weights: ArrayLike<number> | null) => {
    let [all, right] = [0, 0];
    for (const [i, answer] of judged.entries())
      if (answer.confident) {
        const weight = weights === null ? 1 : weights[i]!;
        all += weight;
        right += answer.right ? weight : 0;
      }
    return all === 0 ? 1 : right / all;
  };
  const groups = judged.map(({ thing }) => thing);
  const resampled = Float64Array.from(groupResamples(groups, seeded('held out').next), partRight);
  const confidentRight = partRight(null);
  const part = (of: typeof judged, which: (one: (typeof judged)[number]) => boolean) =>
    of.filter(which).length / Math.max(1, of.length);
  const wrong = judged.filter(({ right }) => !right);
  return {
    margins: [even.margin, odd.margin],
    right: part(judged, ({ right }) => right),
    confident: part(judged, ({ confident }) => confident),
    confidentRight,
    interval: bootstrapInterval(resampled, confidentRight),
    caught: part(wrong, ({ confident }) => !confident),
    ece: expectedCalibrationError(
      reliabilityBins(
        Float64Array.from(judged, ({ share }) => share),
        judged.map(({ right }) => right),
      ),
    ),
  };
}

/** Answers as the page shows them at a scale. */
export const judgedAt = (output: Output, photos: readonly ScoredPhoto[], scale: number): JudgedAnswer[] =>
  photos.map(({ scores, right }) => ({ right, margin: lead(output, scores, scale).margin }));

const percent = (part: number) => (100 * part).toFixed(1);

/** What was found of each method, as lines to print. */
export function heldOutLines(found: readonly (readonly [name: string, HeldOut | null])[]): string[] {
  return [
    'Scales and margins fitted on every second picture and held against the others, both halves in turn, in percent',
    `${'method'.padEnd(20)}${'right'.padStart(8)}${'margins'.padStart(14)}${'confident'.padStart(11)}${'right of these'.padStart(24)}${'wrong caught'.padStart(14)}${'ECE'.padStart(7)}`,
    ...found.map(([name, of]) => {
      if (of === null) return `${name.padEnd(20)} always or never right`;
      const margins = of.margins.map((margin) => margin.toFixed(3)).join(' ');
      const right = `${percent(of.confidentRight)} [${of.interval.map(percent).join(', ')}]`;
      return `${name.padEnd(20)}${percent(of.right).padStart(8)}${margins.padStart(14)}${percent(of.confident).padStart(11)}${right.padStart(24)}${percent(of.caught).padStart(14)}${percent(of.ece).padStart(7)}`;
    }),
  ];
}
