import { countOnce, type Tally } from '../../photos/list/summary/counted-photos';

/** Steps from 0 to 1 that a histogram is drawn in. */
export const STEPS = 40;

/** What a threshold is laid through, 0–1. */
export type Measure = 'margin' | 'likeness';

/** How many photos have a value in each step, `[STEPS]`. */
export interface Histogram {
  readonly all: readonly number[];
  /** Those of which a person says that they show none of the classes. */
  readonly none: readonly number[];
}

export type Histograms = Readonly<Record<Measure, Histogram>>;

const MEASURES: readonly Measure[] = ['margin', 'likeness'];
const noPhotos = (): Record<Measure, { all: number[]; none: number[] }> => ({
  margin: { all: Array(STEPS).fill(0), none: Array(STEPS).fill(0) },
  likeness: { all: Array(STEPS).fill(0), none: Array(STEPS).fill(0) },
});

/** The step of a value, from 0. */
export const stepOf = (value: number): number => Math.min(STEPS - 1, Math.floor(value * STEPS));

/** What a photo is counted for. */
interface Counted {
  readonly isNone: boolean;
  /** Null where it has no such value. */
  readonly steps: Readonly<Record<Measure, number | null>>;
}

/** How margins and likenesses of all answers lie. */
export function histogramTally(): Tally<Counted, Histograms> {
  const counts = noPhotos();
  const copy = ({ all, none }: Histogram) => ({ all: [...all], none: [...none] });
  return {
    of: (photo, summary) =>
      summary && {
        isNone: photo.label?.state === 'none',
        steps: {
          margin: stepOf(summary.margin),
          likeness: summary.likeness === null ? null : stepOf(summary.likeness),
        },
      },
    isSame: (a, b) =>
      a.isNone === b.isNone && MEASURES.every((measure) => a.steps[measure] === b.steps[measure]),
    add({ isNone, steps }, by) {
      for (const measure of MEASURES) {
        const step = steps[measure];
        if (step === null) continue;
        counts[measure].all[step]! += by;
        if (isNone) counts[measure].none[step]! += by;
      }
    },
    counts: () => ({ margin: copy(counts.margin), likeness: copy(counts.likeness) }),
  };
}

/** The one of an engine. */
export const thresholdHistograms = countOnce(histogramTally);
