import { CALIBRATION_BINS, expectedCalibrationError, reliabilityBins } from './calibration';
import { accuracyAt, balancedAccuracy, countByClass, macroF1 } from './classes';

/** What a method made of labelled photos, a number each, `[n]`. */
export interface Answers {
  /** Place of the true class in the list. */
  readonly labels: ArrayLike<number>;
  /** Place of the true class in the ranking, from 0; infinite where it is not in it. */
  readonly places: ArrayLike<number>;
  /** Place of the best class in the list; −1 where it is none of the list. */
  readonly answers: ArrayLike<number>;
  /** Share of the best class, 0–1. */
  readonly shares: ArrayLike<number>;
}

/** The figures that a table gives of a method, 0–1 each. */
export interface Figures {
  readonly acc1: number;
  readonly acc5: number;
  readonly balanced: number;
  readonly macroF1: number;
  readonly ece: number;
}

/** The names of `Figures`, in the order of tables. */
export const FIGURES = ['acc1', 'acc5', 'balanced', 'macroF1', 'ece'] as const satisfies (keyof Figures)[];

/**
 * Acc@1, Acc@5, balanced accuracy, macro F1 and expected calibration error.
 * @param classes length of the class list
 * @param weights `[n]`, how often each photo counts; once each where left out
 * @param times `[C]`, how often each class counts where classes are resampled whole: a class keeps the recall and the F1 that it has on
 *   all photos, and means over classes take it so often
 */
export function figuresOf(
  { labels, places, answers, shares }: Answers,
  classes: number,
  weights?: ArrayLike<number>,
  times?: ArrayLike<number>,
): Figures {
  const counts = countByClass(labels, answers, classes, times === undefined ? weights : undefined);
  // A table asks thousands of times: `Uint8Array.from` with a function is fifty times slower.
  const right = new Uint8Array(places.length);
  for (let i = 0; i < right.length; i++) right[i] = places[i] === 0 ? 1 : 0;
  return {
    acc1: accuracyAt(places, 1, weights),
    acc5: accuracyAt(places, 5, weights),
    balanced: balancedAccuracy(counts, times),
    macroF1: macroF1(counts, times),
    ece: expectedCalibrationError(reliabilityBins(shares, right, CALIBRATION_BINS, weights)),
  };
}
