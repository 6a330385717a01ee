import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { ModelSource, Precision } from '../../workers/protocol';
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

const POCKET = join(FIXTURES, '../../../pocket/reference');

/** Checks both towers of the loaded pocket model against PyTorch's results, from the files of pictures on. */
export async function expectPocketReference(encoder: EncoderPage, precision: Precision): Promise<void> {
  const pocket = JSON.parse(readFileSync(join(POCKET, 'embeddings.json'), 'utf8')) as {
    images: { file: string; embedding: number[] }[];
    texts: { text: string; embedding: number[] }[];
  };
  const texts = await encoder.embedTexts(pocket.texts.map(({ text }) => text));
  if (!texts.ok) throw new Error(texts.error.message);
  pocket.texts.forEach(({ embedding }, i) => {
    expectAgreement(texts.value[i]!, embedding, precision);
  });
  const photos = await encoder.embedPhotos(pocket.images.map(({ file }) => join(POCKET, file)));
  pocket.images.forEach(({ file, embedding }, i) => {
    const photo = photos[i]!;
    if (!photo.ok) throw new Error(`${file}: ${photo.error.message}`);
    expectAgreement(photo.value.embedding, embedding, precision);
  });
}

/** Does `work` with a host that has no text embeddings beside the checkpoint: the text tower embeds every text. */
export async function withoutTextsBeside<T>({ page }: EncoderPage, work: () => Promise<T>): Promise<T> {
  const files = '**/text-embeddings*.bin';
  await page.context().route(files, (route) => route.fulfill({ status: 404 }));
  try {
    return await work();
  } finally {
    await page.context().unroute(files);
  }
}

/** The pocket model as the app addresses it, beside a page of the app's origin. */
export const pocketSource = (page: Page): ModelSource => ({
  id: 'pocket-siglip',
  revision: 'main',
  host: new URL('/models/', page.url()).href,
  layout: 'folder',
});

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
