import { readFileSync } from 'node:fs';
import { dot, row } from '../../core';
import { decodeTextEmbeddings, textEmbeddingsFile } from '../../workers/encoder/known-texts/format';
import { expect, test } from './harness';
import { expectPocketReference, pocketSource, withoutTextsBeside } from './reference';

const MODEL = new URL('../../public/models/pocket-siglip/', import.meta.url);

for (const precision of ['fp32', 'fp16', 'q8'] as const)
  test(`the pocket model on WASM ${precision} agrees with PyTorch`, async ({ encoder }) => {
    const rung = { backend: 'wasm', precision, threads: 1 } as const;
    const file = new Uint8Array(readFileSync(new URL(textEmbeddingsFile(precision), MODEL)));
    const { texts, embeddings } = await decodeTextEmbeddings(file);
    const some = [0, 400, 800, 1000];
    const ask = async () => {
      const result = await encoder.embedTexts(some.map((i) => texts[i]!));
      if (!result.ok) throw new Error(result.error.message);
      return result.value;
    };

    const byTower = await withoutTextsBeside(encoder, async () => {
      const loaded = await encoder.load(pocketSource(encoder.page), rung);
      expect(loaded).toMatchObject({ ok: true, value: { id: 'pocket-siglip' } });
      if (loaded.ok) expect(loaded.value.selfTestCosine).toBeGreaterThan(0.999);
      await expectPocketReference(encoder, precision);
      return ask();
    });
    byTower.forEach((embedding, j) => {
      expect(dot(embedding, row(embeddings, some[j]!)), texts[some[j]!]).toBeGreaterThan(0.99998);
    });

    await encoder.load(pocketSource(encoder.page), rung);
    expect(await ask()).toEqual(some.map((i) => [...row(embeddings, i)]));
  });
