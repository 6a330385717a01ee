/**
 * Embeds the texts that the page needs without anyone having typed, so that a first visit need not:
 * `npm run pocket:texts` → public/models/pocket-siglip/text-embeddings*.bin, one for each precision of the text tower.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dot, row } from '../../core';
import { encodeTextEmbeddings, textEmbeddingsFile } from '../../workers/encoder/known-texts/format';
import { loadNodeEncoder } from '../../workers/encoder/node';
import { originOf, POCKET_PRECISIONS } from './origin';
import { builtInTexts } from './texts';

const MODEL = fileURLToPath(new URL('../../public/models/pocket-siglip/', import.meta.url));

const texts = builtInTexts();
const [reference, ...others] = await Promise.all(
  POCKET_PRECISIONS.map(async (precision) => {
    const encoder = await loadNodeEncoder(MODEL, { precision });
    const embeddings = await encoder.embedTexts(texts);
    await encoder.dispose();
    const origin = await originOf(MODEL, precision);
    const bytes = await encodeTextEmbeddings({ ...origin, texts, embeddings });
    const file = textEmbeddingsFile(precision);
    writeFileSync(join(MODEL, file), bytes);
    console.log(`${file}: ${texts.length} texts, ${(bytes.length / 1000).toFixed(0)} kB`);
    return { precision, embeddings };
  }),
);
for (const { precision, embeddings } of others) {
  const cosines = texts.map((_, i) => dot(row(embeddings, i), row(reference!.embeddings, i)));
  const mean = cosines.reduce((sum, cosine) => sum + cosine, 0) / cosines.length;
  console.log(
    `${precision} to ${reference!.precision}: least cosine ${Math.min(...cosines).toFixed(7)}, mean ${mean.toFixed(7)}`,
  );
}
