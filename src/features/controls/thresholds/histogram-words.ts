import { counted, percent } from '../../common/text/formats';
import { type Histogram, STEPS } from './histograms';

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

/**
 * What a histogram shows, for those who do not see it: where most photos lie, how they lie about the threshold, and where those do of
 * which people say that they show none of the classes. Empty where there are no photos.
 * @param threshold 0–1; photos of the step that it lies in are not told apart
 */
export function histogramWords({ all, none }: Histogram, name: string, threshold: number): string {
  const photos = sum(all);
  if (photos === 0) return '';
  const commonest = all.indexOf(Math.max(...all));
  const between = `${percent(commonest / STEPS)} and ${percent((commonest + 1) / STEPS)}`;
  const below = (counts: readonly number[]) => sum(counts.slice(0, Math.floor(threshold * STEPS)));
  const words = [
    `${name} of ${counted(photos, 'photo')}, most often between ${between}; about ${percent(below(all) / photos)} lie below the threshold.`,
  ];
  const said = sum(none);
  if (said > 0)
    words.push(
      `Of ${counted(said, 'photo')} that people say show none of the classes, about ${percent(below(none) / said)} lie below it.`,
    );
  return words.join(' ');
}
