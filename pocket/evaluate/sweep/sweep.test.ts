import { expect, it } from 'vitest';
import { type Atoms, normalise } from '../../../core';
import { seeded } from '../../random.ts';
import { classify } from '../ranking/classify.ts';
import { SHARES, sweep } from './sweep.ts';
import { sweepLines } from './sweep-table.ts';

const random = seeded('sweep');
const vector = (towards?: ArrayLike<number>) =>
  normalise(Float64Array.from({ length: 8 }, (_, i) => random.normal() + 1.5 * (towards?.[i] ?? 0)));
const atoms = (towards?: ArrayLike<number>): Atoms => {
  const own = vector(towards);
  const captions = Array.from({ length: 12 }, () => vector(own));
  return { own, captions, similarities: captions.map(() => random.next()).sort((a, b) => b - a) };
};

it('a sweep finds the accuracy that classifying with each of its settings gives, as the mean over the domains', () => {
  const domains = [30, 50].map((pictures, d) => {
    const classes = Array.from({ length: 4 + d }, () => atoms());
    const labels = Array.from({ length: pictures }, (_, i) => i % classes.length);
    const images = labels.map((label) => atoms(classes[label]!.own));
    return { images, classes, labels, isTail: labels.map((label) => label > 1) };
  });
  const swept = sweep(domains);
  expect(swept.length % SHARES.length ** 2).toBe(0);
  const sample = swept.filter((_, i) => i % 97 === 0);
  for (const { settings, all, tail } of sample) {
    const accuracies = domains.map(({ images, classes, labels, isTail }) => {
      const [rankings] = classify(images, classes, [settings]);
      const hits = rankings!.map((ranking, i) => ranking[0]!.index === labels[i]);
      const share = (of: readonly boolean[]) => of.filter(Boolean).length / of.length;
      return [share(hits), share(hits.filter((_, i) => isTail[i]))] as const;
    });
    // A near tie may fall either way in another order of sums: one picture in thirty, halved by the mean.
    expect(Math.abs(all - (accuracies[0]![0] + accuracies[1]![0]) / 2)).toBeLessThan(0.02);
    expect(Math.abs(tail - (accuracies[0]![1] + accuracies[1]![1]) / 2)).toBeLessThan(0.04);
  }
  expect(new Set(swept.map(({ all }) => all)).size).toBeGreaterThan(5);
  const best = Math.max(...swept.map(({ all }) => all));
  const lines = sweepLines(swept, swept[0]!, ['one', 'other']);
  expect(lines[lines.indexOf('Best α and β of every τ and k') + 2]).toContain((best * 100).toFixed(1));
});
