import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { dot, row } from '../../core';
import { decodeTextEmbeddings, textEmbeddingsFile } from '../../workers/encoder/known-texts/format';
import { loadNodeEncoder } from '../../workers/encoder/node';
import { originOf, POCKET_PRECISIONS } from './origin';
import { builtInTexts } from './texts';

const MODEL = fileURLToPath(new URL('../../public/models/pocket-siglip/', import.meta.url));

const read = (precision: (typeof POCKET_PRECISIONS)[number]) =>
  decodeTextEmbeddings(new Uint8Array(readFileSync(join(MODEL, textEmbeddingsFile(precision)))));

describe.each(POCKET_PRECISIONS)('text embeddings beside the pocket model, %s', (precision) => {
  it('are of the texts of today’s presets: else make them anew with npm run pocket:texts', async () => {
    expect((await read(precision)).texts).toEqual(builtInTexts());
  });

  it('are of today’s text tower: else make them anew with npm run pocket:texts', async () => {
    expect(await read(precision)).toMatchObject(await originOf(MODEL, precision));
  });

  it('are what the text tower gives', async () => {
    const { texts, embeddings } = await read(precision);
    const some = texts.map((_, i) => i).filter((i) => i % 97 === 0);
    const encoder = await loadNodeEncoder(MODEL, { precision, threads: 1 });
    const afresh = await encoder.embedTexts(some.map((i) => texts[i]!));
    await encoder.dispose();
    // Processors sum in different orders; another precision would be at 0.9998 to 0.9999.
    some.forEach((i, j) => {
      expect(dot(row(embeddings, i), row(afresh, j)), texts[i]).toBeGreaterThan(0.99998);
    });
  });
});
