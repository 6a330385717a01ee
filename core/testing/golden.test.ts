import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { GoldenFile } from './file';
import { goldenErrors } from './golden';

const read = (name: string): GoldenFile =>
  JSON.parse(readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8'));

describe.each(['methods-1.json', 'methods-2.json'])('%s', (name) => {
  it.each(goldenErrors(read(name)))('$method agrees to 1e-5', ({ largest }) => {
    expect(largest).toBeLessThanOrEqual(1e-5);
  });

  it('holds every method', () => {
    const methods = goldenErrors(read(name)).map(({ method }) => method.split(' ')[0]);
    expect(new Set(methods)).toEqual(
      new Set(['retrieval', 'near-duplicates', 'CoRE', 'X-MoRe', 'AutoCLIP', 'ZLaP', 'CaSED']),
    );
  });

  it('sees X-MoRe’s photos in another order', () => {
    const file = read(name);
    const { steps, ...xmore } = file.xmore!;
    const turned = (rows: readonly (readonly number[])[]) => rows.toReversed();
    const errors = goldenErrors({
      ...file,
      images: turned(file.images),
      xmore: { ...xmore, steps: steps.toReversed() },
    });
    const of = (start: string) => errors.find(({ method }) => method.startsWith(start))!.largest;
    expect(of('X-MoRe text-modal probability')).toBeLessThanOrEqual(1e-5);
    expect(of('X-MoRe final probability')).toBeGreaterThan(1e-2);
  });
});

it('sees a wrong score', () => {
  const file = read('methods-1.json');
  const core = file.core.map((entry) => ({
    ...entry,
    scores: entry.scores.map((line) => line.map((score) => score + 2e-5)),
  }));
  const worst = Math.max(...goldenErrors({ ...file, core }).map(({ largest }) => largest));
  expect(worst).toBeGreaterThan(1e-5);
});
