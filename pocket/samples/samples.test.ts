import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { circuits } from '../knowledge/circuits.ts';

const at = (file: string) => fileURLToPath(new URL(`../../public/samples/${file}`, import.meta.url));
const samples = JSON.parse(readFileSync(at('samples.json'), 'utf8')) as {
  file: string;
  class: string;
  bytes: number;
}[];

describe('the sample pictures', () => {
  it('are 24 of realistic size, together at most 12 MB, with labels beside them', async () => {
    expect(samples).toHaveLength(24);
    const labels = readFileSync(at('labels.csv'), 'utf8').trimEnd().split('\n').slice(1);
    expect(labels).toEqual(samples.map((sample) => `${sample.file},${sample.class}`));
    expect(samples.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(12e6);
    const formats = new Set<string>();
    for (const sample of samples) {
      const { width, height, format } = await sharp(at(sample.file)).metadata();
      formats.add(format);
      expect(statSync(at(sample.file)).size).toBe(sample.bytes);
      expect(width * height, sample.file).toBeGreaterThan(0.95e6);
      expect(width * height, sample.file).toBeLessThan(4.05e6);
      expect(circuits.map(({ name }) => name)).toContain(sample.class);
    }
    expect([...formats].sort()).toEqual(['jpeg', 'png', 'webp']);
    expect(new Set(samples.map((sample) => sample.class)).size).toBeGreaterThanOrEqual(12);
  });

  it('have the list of all classes beside them, for the page', () => {
    const lines = readFileSync(at('classes.txt'), 'utf8').trimEnd().split('\n');
    expect(lines).toEqual(circuits.map(({ name, synonyms }) => [name, ...synonyms].join(' | ')));
  });

  it('are stored turned where EXIF says so', async () => {
    const orientations: number[] = [];
    for (const { file } of samples) orientations.push((await sharp(at(file)).metadata()).orientation ?? 1);
    expect(
      orientations.filter((orientation) => [3, 6, 8].includes(orientation)).length,
    ).toBeGreaterThanOrEqual(4);
  });
});
