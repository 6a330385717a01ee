import type { Embeddings } from '../../../core';
import { TOWER_BATCH } from '../../protocol';
import type { TokenIds, Tokenize } from './tokens';
import type { Tower } from './tower';

/** Embeds texts batch by batch, `[texts.length, d]`, normalised. */
export async function embedTexts(
  texts: readonly string[],
  tokenize: Tokenize,
  tower: Tower<TokenIds>,
): Promise<Embeddings> {
  let width = 0;
  let data = new Float32Array(0);
  for (let start = 0; start < texts.length; start += TOWER_BATCH) {
    const batch = await tower.embed(tokenize(texts.slice(start, start + TOWER_BATCH)));
    if (width === 0) {
      width = batch.width;
      data = new Float32Array(texts.length * width);
    }
    data.set(batch.data, start * width);
  }
  return { count: texts.length, width, data };
}
