import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { world } from '../world.ts';
import { loadTieJudge } from './near-ties.ts';
import { planSamples } from './plan.ts';

const at = (file: string) => fileURLToPath(new URL(`../../public/samples/${file}`, import.meta.url));
const samples = JSON.parse(readFileSync(at('samples.json'), 'utf8')) as {
  file: string;
  class: string;
  bytes: number;
}[];
const linesOf = (file: string) => readFileSync(at(file), 'utf8').trimEnd().split('\n');

describe('the sample pictures', () => {
  it('are the 72 that were planned, across the domains', () => {
    expect(samples).toHaveLength(72);
    expect(samples.map((sample) => sample.class)).toEqual(planSamples().map((sample) => sample.class));
    for (const { knowledge } of world)
      expect(samples.filter(({ file }) => file.startsWith(knowledge.slug))).toHaveLength(24);
  });

  it('are of realistic size, together at most 20 MB, with labels beside them', async () => {
    expect(linesOf('labels.csv').slice(1)).toEqual(samples.map((sample) => `${sample.file},${sample.class}`));
    expect(samples.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(20e6);
    const formats = new Set<string>();
    for (const sample of samples) {
      const { width, height, format } = await sharp(at(sample.file)).metadata();
      formats.add(format);
      expect(statSync(at(sample.file)).size).toBe(sample.bytes);
      expect(width * height, sample.file).toBeGreaterThan(0.55e6);
      expect(width * height, sample.file).toBeLessThan(1.9e6);
    }
    expect([...formats].sort()).toEqual(['jpeg', 'png', 'webp']);
  });

  it('have the lists of classes beside them, for the page', () => {
    const lists = world.map(({ knowledge }) =>
      knowledge.classes.map(({ name, synonyms }) => [name, ...synonyms].join(' | ')),
    );
    for (const [i, { knowledge }] of world.entries())
      expect(linesOf(`${knowledge.slug}.txt`)).toEqual(lists[i]);
    expect(linesOf('classes.txt')).toEqual(lists.flat());
  });

  it('are stored turned where EXIF says so', async () => {
    const orientations: number[] = [];
    for (const { file } of samples) orientations.push((await sharp(at(file)).metadata()).orientation ?? 1);
    expect(
      orientations.filter((orientation) => [3, 6, 8].includes(orientation)).length,
    ).toBeGreaterThanOrEqual(4);
  });

  it('are no near ties: 32-bit and 8-bit weights give each the same best class', async () => {
    const judge = await loadTieJudge();
    const ties = await judge.nearTies(samples.map(({ file }) => at(file)));
    await judge.dispose();
    expect(samples.filter((_, i) => ties[i]).map(({ file }) => file)).toEqual([]);
  }, 240_000);
});
