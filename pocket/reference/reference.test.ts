import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { dot, type Embeddings, row } from '../../core';
import { loadNodeEncoder } from '../../workers/encoder/node';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const reference = JSON.parse(readFileSync(at('embeddings.json'), 'utf8')) as {
  images: { file: string; embedding: number[] }[];
  texts: { text: string; embedding: number[] }[];
};

describe.each(['fp32', 'fp16', 'q8'] as const)('the pocket model as %s', (precision) => {
  const agree = (found: Embeddings, expected: readonly { embedding: number[] }[]) =>
    expected.forEach(({ embedding }, i) => {
      const values = row(found, i);
      if (precision === 'fp32')
        expect(Math.max(...embedding.map((value, j) => Math.abs(value - values[j]!)))).toBeLessThan(1e-4);
      else expect(dot(values, embedding)).toBeGreaterThan(0.999);
    });

  it('embeds pictures and texts as PyTorch does', async () => {
    const encoder = await loadNodeEncoder(at('../../public/models/pocket-siglip'), { precision, threads: 1 });
    agree(await encoder.embedTexts(reference.texts.map(({ text }) => text)), reference.texts);
    agree(await encoder.embedPhotos(reference.images.map(({ file }) => at(file))), reference.images);
    await encoder.dispose();
  });
});

it('tells unlike pictures apart', () => {
  const embeddings = reference.images.map(({ embedding }) => embedding);
  const closest = Math.max(...embeddings.flatMap((a, i) => embeddings.slice(i + 1).map((b) => dot(a, b))));
  expect(closest).toBeLessThan(0.99);
});
