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
