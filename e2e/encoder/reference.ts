import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Precision } from '../../workers/protocol';
import { type EncoderPage, expect, FIXTURES } from './harness';

export const TINY = join(FIXTURES, 'tiny-siglip');
export const ID = 'someone/tiny-siglip';

const reference = JSON.parse(readFileSync(join(TINY, 'reference.json'), 'utf8')) as {
  texts: string[];
  textEmbeddings: number[][];
  pictures: Record<string, number[]>;
};

/** Checks both towers of the loaded tiny checkpoint against PyTorch's results. */
export async function expectReference(encoder: EncoderPage, precision: Precision): Promise<void> {
  const texts = await encoder.embedTexts(reference.texts);
  if (!texts.ok) throw new Error(texts.error.message);
  texts.value.forEach((embedding, i) => {
    expectAgreement(embedding, reference.textEmbeddings[i]!, precision);
  });

  const names = Object.keys(reference.pictures);
  const photos = await encoder.embedPhotos(names.map((name) => join(FIXTURES, 'preprocess', name)));
  photos.forEach((photo, i) => {
    if (!photo.ok) throw new Error(`${names[i]}: ${photo.error.message}`);
    expectAgreement(photo.value.embedding, reference.pictures[names[i]!]!, precision);
  });
}

/** fp32 agrees to 1e-4 in every value, the others in direction. */
export function expectAgreement(actual: number[], expected: number[], precision: Precision): void {
  if (precision === 'fp32') {
    expect(Math.max(...expected.map((value, i) => Math.abs(value - actual[i]!)))).toBeLessThan(1e-4);
  } else expect(cosine(actual, expected)).toBeGreaterThan(0.999);
}

/** Inner product of two normalised vectors. */
export function cosine(a: number[], b: number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
