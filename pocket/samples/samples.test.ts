import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { meanDirection, PAPER_SETTINGS, POCKET_SETTINGS, row, stack } from '../../src/core';
import { loadNodeEncoder } from '../../workers/encoder/node';
import { openLocalIndex } from '../../workers/retrieval/local';
import { atomsOf, classify } from '../evaluate/classify.ts';
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

  it('are no near ties: 32-bit and 8-bit weights give each the same best class', async () => {
    const lists = readFileSync(at('classes.txt'), 'utf8').trimEnd().split('\n');
    const names = lists.map((line) => line.split(' | '));
    const index = await openLocalIndex(at('../../index-shards/pocket'));
    const settings = [{ ...POCKET_SETTINGS, alpha: 0, beta: 0 }, POCKET_SETTINGS, PAPER_SETTINGS];
    const rankings = [];
    for (const precision of ['fp32', 'q8'] as const) {
      const encoder = await loadNodeEncoder(at('../models/pocket-siglip'), { precision, threads: 2 });
      const prototypes = async (template: string) => {
        const merged = [];
        for (const own of names) {
          const texts = await encoder.embedTexts(own.map((name) => template.replace('{}', name)));
          merged.push(meanDirection(own.map((_, i) => row(texts, i))));
        }
        return stack(merged);
      };
      const classes = atomsOf(
        await prototypes('a circuit diagram of a {}'),
        await prototypes('a photo of a {}'),
        index,
        10,
      );
      const photos = await encoder.embedPhotos(samples.map(({ file }) => at(file)));
      rankings.push(classify(atomsOf(photos, photos, index, 10), classes, settings));
      await encoder.dispose();
    }
    for (const s of settings.keys())
      for (const [i, { file }] of samples.entries()) {
        const [exact, small] = rankings.map((ranking) => ranking[s]![i]!);
        expect(small![0]!.index, file).toBe(exact![0]!.index);
        expect(exact![0]!.score - exact![1]!.score, `${file}: another draw`).toBeGreaterThan(0.004);
      }
  }, 120_000);
});
