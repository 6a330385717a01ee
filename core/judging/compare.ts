import {
  type Answers,
  bootstrapInterval,
  FIGURES,
  type Figures,
  figuresOf,
  groupResamples,
  type Interval,
  seededRandom,
} from '../metrics';

/** The figures of a method, each with its 95 % bootstrap interval. */
export interface FiguresWithIntervals {
  readonly figures: Figures;
  readonly intervals: Readonly<Record<keyof Figures, Interval>>;
  /** Acc@1 beyond the first method's on the same photos, −1 to 1. */
  readonly gain: number;
  readonly gainInterval: Interval;
}

/** Resamples that intervals are taken from. */
export const RESAMPLES = 1000;
const SEED = 17;

/**
 * Figures of methods on the same photos, resampled alike: differences are paired, and groups stay whole.
 * @param methods the first is what the others are compared with
 * @param classes length of the class list
 * @param groups `[n]`, photos of one number show one thing
 * @yields the part that is done, 0–1, after each resample
 */
export function* compared(
  methods: readonly Answers[],
  classes: number,
  groups: ArrayLike<number>,
  resamples = RESAMPLES,
): Generator<number, readonly FiguresWithIntervals[], undefined> {
  const figures = methods.map((of) => figuresOf(of, classes));
  const resampled: Figures[][] = methods.map(() => []);
  let done = 0;
  for (const weights of groupResamples(groups, seededRandom(SEED), resamples)) {
    for (const [m, of] of methods.entries()) resampled[m]!.push(figuresOf(of, classes, weights));
    yield ++done / resamples;
  }
  return methods.map((_, m) => {
    const own = figures[m]!;
    const interval = (name: keyof Figures) =>
      bootstrapInterval(
        Float64Array.from(resampled[m]!, (of) => of[name]),
        own[name],
      );
    const gain = own.acc1 - figures[0]!.acc1;
    const gains = Float64Array.from(resampled[m]!, ({ acc1 }, i) => acc1 - resampled[0]![i]!.acc1);
    return {
      figures: own,
      intervals: Object.fromEntries(FIGURES.map((name) => [name, interval(name)])) as Record<
        keyof Figures,
        Interval
      >,
      gain,
      gainInterval: bootstrapInterval(gains, gain, [-1, 1]),
    };
  });
}
