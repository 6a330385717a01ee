import { PreTrainedTokenizer } from '@huggingface/transformers';
import type { CheckpointSettings } from '../checkpoint/settings';

/** Token ids `[count, length]`, row-major. */
export interface TokenIds {
  readonly count: number;
  readonly length: number;
  readonly data: BigInt64Array;
}

/** Turns texts into rows of exactly the text tower's context length. */
export type Tokenize = (texts: readonly string[]) => TokenIds;

/**
 * The checkpoint's tokenizer, padding and truncating as SigLIP was trained.
 *
 * The library's own truncation cuts off the closing token, and SigLIP pools at the last position: the last token a long
 * text keeps must be `</s>`, as the reference tokenizers keep it.
 */
export function createTokenize({ tokenizer, text }: CheckpointSettings): Tokenize {
  const model = new PreTrainedTokenizer(tokenizer.model, tokenizer.config);
  const special = new Set(model.all_special_ids);
  const padding = model.pad_token_id ?? 0;
  const length = text.contextLength;
  return (texts) => {
    const data = new BigInt64Array(texts.length * length).fill(BigInt(padding));
    texts.forEach((value, i) => {
      const encoding = model(text.lowercase ? value.toLowerCase() : value, { return_tensor: false });
      const ids = truncate(encoding.input_ids, length, special);
      data.set(ids.map(BigInt), i * length);
    });
    return { count: texts.length, length, data };
  };
}

function truncate(ids: number[], length: number, special: ReadonlySet<number>): number[] {
  if (ids.length <= length) return ids;
  const last = ids.at(-1)!;
  return special.has(last) ? [...ids.slice(0, length - 1), last] : ids.slice(0, length);
}
