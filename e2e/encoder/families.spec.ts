import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startHub } from '../../workers/encoder/testing/hub';
import type { Precision } from '../../workers/protocol';
import { type EncoderPage, expect, FIXTURES, test } from './harness';
import { cosine, expectAgreement } from './reference';

interface Reference {
  readonly texts: string[];
  readonly textEmbeddings: number[][];
  readonly pictures: Record<string, number[]>;
}

/** Loads a tiny checkpoint from a hub, and gives what PyTorch computes with it and what the page does, pair by pair. */
async function pairs(
  encoder: EncoderPage,
  name: string,
  precision: Precision,
): Promise<[number[], number[]][]> {
  const folder = join(FIXTURES, name);
  const reference = JSON.parse(readFileSync(join(folder, 'reference.json'), 'utf8')) as Reference;
  // A name of its own: embeddings of texts are kept by it.
  const id = `someone/${name}`;
  const hub = await startHub(folder, id);
  try {
    const source = { id, revision: 'main', host: hub.url, layout: 'hub' } as const;
    const loaded = await encoder.load(source, { backend: 'wasm', precision, threads: 1 });
    if (!loaded.ok) throw new Error(`${name} ${precision}: ${loaded.error.message}`);
    const texts = await encoder.embedTexts(reference.texts);
    if (!texts.ok) throw new Error(texts.error.message);
    const names = Object.keys(reference.pictures);
    const photos = await encoder.embedPhotos(names.map((file) => join(FIXTURES, 'preprocess', file)));
    return [
      ...reference.textEmbeddings.map((expected, i): [number[], number[]] => [texts.value[i]!, expected]),
      ...photos.map((photo, i): [number[], number[]] => {
        if (!photo.ok) throw new Error(photo.error.message);
        return [photo.value.embedding, reference.pictures[names[i]!]!];
      }),
    ];
  } finally {
    await hub.close();
  }
}

test('every family runs in the page as in PyTorch, and so do the precisions with kernels of their own', async ({
  encoder,
}) => {
  for (const name of ['tiny-open-clip', 'tiny-mobileclip', 'tiny-siglip2'])
    await test.step(name, async () => {
      const compared = await pairs(encoder, name, 'fp32');
      expect(compared).toHaveLength(10);
      // Canvas and Pillow may decode a JPEG a level apart: pictures agree in direction.
      compared.slice(0, 7).forEach(([actual, expected]) => {
        expectAgreement(actual, expected, 'fp32');
      });
      for (const [actual, expected] of compared) expect(cosine(actual, expected)).toBeGreaterThan(1 - 1e-5);
    });
  for (const precision of ['fp32', 'uint8', 'q4f16', 'bnb4'] as const)
    await test.step(`tiny-clip in ${precision}`, async () => {
      // 4-bit weights of a random tower lie far from the weights; a misread file gives a cosine near 0.
      const least = { fp32: 1 - 1e-5, fp16: 0.9999, q8: 0.998, int8: 0.998, uint8: 0.998 }[
        precision as 'fp32'
      ];
      for (const [actual, expected] of await pairs(encoder, 'tiny-clip', precision))
        expect(cosine(actual, expected), precision).toBeGreaterThan(least ?? 0.97);
    });
});
