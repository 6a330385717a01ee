import { bootstrapInterval, groupResamples, type Interval } from '../../../core';
import { seeded } from '../../random.ts';
import type { JudgedList } from '../ranking/judge.ts';

/** What one method gains on another in Acc@1, −1 to 1, with a 95 % bootstrap interval over classes. */
interface Gain {
  readonly gain: number;
  readonly interval: Interval;
}

/**
 * What method `ours` gains on `theirs`, on the same pictures. All pictures of a class are resampled together: drawn anew, they still show
 * one thing, and a method that mistakes it mistakes most of them.
 */
export function gainOf({ domain, judged }: JudgedList, ours: number, theirs: number): Gain {
  const labels = judged.map(({ label }) => label);
  const gains = judged.map(
    ({ verdicts }) => Number(verdicts[ours]!.place === 0) - Number(verdicts[theirs]!.place === 0),
  );
  const mean = (weights: ArrayLike<number> | null) => {
    let [sum, all] = [0, 0];
    for (const [i, gain] of gains.entries()) {
      const weight = weights === null ? 1 : weights[i]!;
      sum += weight * gain;
      all += weight;
    }
    return all === 0 ? 0 : sum / all;
  };
  const gain = mean(null);
  const resampled = Float64Array.from(groupResamples(labels, seeded('gain', domain).next), mean);
  return { gain, interval: bootstrapInterval(resampled, gain, [-1, 1]) };
}

/** The gain of one row on another in every list, as lines to print; none where a row is missing. */
export function gainLines(
  lists: readonly JudgedList[],
  names: readonly string[],
  [ours, theirs]: readonly [ours: string, theirs: string],
): string[] {
  const places = [names.indexOf(ours), names.indexOf(theirs)] as const;
  if (places.some((place) => place < 0)) return [];
  const signed = (part: number) => `${part < 0 ? '−' : '+'}${Math.abs(100 * part).toFixed(1)}`;
  return [
    '',
    `${ours} against ${theirs}, points of Acc@1, with intervals over classes`,
    ...lists.map((list) => {
      const { gain, interval } = gainOf(list, ...places);
      return `${list.domain.padEnd(20)}${signed(gain).padStart(7)}  [${interval.map(signed).join(', ')}]`;
    }),
  ];
}
