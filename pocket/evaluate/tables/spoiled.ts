import { bootstrapInterval, groupResamples, type Interval } from '../../../core';
import { seeded } from '../../random.ts';
import type { JudgedList } from '../ranking/judge.ts';
import { groupsOf } from './rows.ts';

/** A class is spoiled by a method that takes more than this of its Acc@1 under the first method, 0–1. */
const SPOILED = 0.1;

/** Classes that a method spoils. */
export interface Spoiled {
  readonly method: string;
  readonly count: number;
  readonly interval: Interval;
}

/**
 * How many classes of a list each method but the first spoils, with a 95 % bootstrap interval over pictures within classes: what is counted
 * are these very classes, and what is not known of each is how its other pictures would come out.
 */
export function spoiledBy(
  { domain, classes, judged }: JudgedList,
  methods: readonly string[],
): readonly Spoiled[] {
  const labels = judged.map(({ label }) => label);
  const hits = methods.map((_, m) =>
    Uint8Array.from(judged, ({ verdicts }) => (verdicts[m]!.place === 0 ? 1 : 0)),
  );
  const count = (m: number, weights: ArrayLike<number> | null) => {
    const photos = new Float64Array(classes);
    const lost = new Float64Array(classes);
    for (const [i, label] of labels.entries()) {
      const weight = weights === null ? 1 : weights[i]!;
      photos[label]! += weight;
      lost[label]! += weight * (hits[0]![i]! - hits[m]![i]!);
    }
    // Rounding must not make a loss of exactly 10 points more than that.
    return photos.reduce((sum, n, c) => sum + Number(n > 0 && lost[c]! / n > SPOILED + 1e-9), 0);
  };
  const resampled: number[][] = methods.map(() => []);
  for (const weights of groupResamples(groupsOf(judged), seeded('spoiled', domain).next))
    for (let m = 1; m < methods.length; m++) resampled[m]!.push(count(m, weights));
  return methods.slice(1).map((method, i) => {
    const all = count(i + 1, null);
    return {
      method,
      count: all,
      interval: bootstrapInterval(Float64Array.from(resampled[i + 1]!), all, [0, classes]),
    };
  });
}

/** Spoiled classes of a list by method, as lines to print. */
export function spoiledLines(list: JudgedList, methods: readonly string[]): string[] {
  const width = Math.max(...methods.map(({ length }) => length)) + 2;
  return [
    '',
    `${list.domain}: classes of ${list.classes} that lose more than 10 points of Acc@1 against ${methods[0]}`,
    ...spoiledBy(list, methods).map(
      ({ method, count, interval: [low, high] }) =>
        `${method.padEnd(width)}${String(count).padStart(5)}  [${low.toFixed(0)}, ${high.toFixed(0)}]`,
    ),
  ];
}
