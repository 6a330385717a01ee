import { PreTrainedTokenizer } from '@huggingface/transformers';
import type { TextRead } from '../../protocol';
import type { CheckpointSettings, TextSettings } from '../checkpoint/settings';

/** Token ids `[count, length]`, row-major. */
export interface TokenIds {
  readonly count: number;
  readonly length: number;
  readonly data: BigInt64Array;
}

/** Turns texts into rows of exactly the text tower's context length. */
export type Tokenize = (texts: readonly string[]) => TokenIds;

/** A checkpoint's tokenizer, and what the text tower reads of a text. */
export interface Tokenizer {
  readonly tokenize: Tokenize;
  /** How each text is read; shorter and longer than the context. */
  readonly read: (texts: readonly string[]) => TextRead[];
}

/** The tokenizer alone, as `openTokenizer` makes it. */
export const createTokenize = (settings: CheckpointSettings): Tokenize => openTokenizer(settings).tokenize;

/**
 * The checkpoint's tokenizer, padding and truncating as its family was trained.
 *
 * The library's own truncation cuts off the end token. SigLIP pools at the last position, CLIP where the end token is: the
 * last token a long text keeps must be that one, as the reference tokenizers keep it.
 */
export function openTokenizer({ tokenizer, text }: CheckpointSettings): Tokenizer {
  const model = new PreTrainedTokenizer(tokenizer.model, tokenizer.config);
  const special = new Set(model.all_special_ids);
  const padding = text.padding ?? model.pad_token_id ?? 0;
  const length = text.contextLength;
  const end = model.eos_token_id;
  const encode = (value: string): number[] => {
    const ids: number[] = model(cleaned(value, text.clean), { return_tensor: false }).input_ids;
    // Every family pools at the end token, or was trained with one; some tokenizer.json leave it out.
    return end === undefined || end === null || ids.at(-1) === end ? ids : [...ids, end];
  };
  const wordsIn = (ids: number[]) => wordsOf(model.decode(ids, { skip_special_tokens: true }));
  return {
    tokenize(texts) {
      const data = new BigInt64Array(texts.length * length).fill(BigInt(padding));
      texts.forEach((value, i) => {
        data.set(truncate(encode(value), length, special).map(BigInt), i * length);
      });
      return { count: texts.length, length, data };
    },
    read: (texts) =>
      texts.map((value) => {
        const ids = encode(value);
        const kept = truncate(ids, length, special);
        const tokens = kept.join(' ');
        if (kept.length === ids.length) return { tokens, cut: null };
        const all = wordsIn(ids);
        const read = wordsIn(kept);
        // The last word may have been cut within.
        const isWhole = read.length > 0 && read.at(-1) === all[read.length - 1];
        return { tokens, cut: { read: Math.max(0, read.length - (isWhole ? 0 : 1)), words: all.length } };
      }),
  };
}

/** What open_clip's "canonicalize" and SigLIP 2's training do to a text before it is split into tokens. */
function cleaned(text: string, clean: TextSettings['clean']): string {
  if (clean === 'none') return text;
  const lower = text.toLowerCase();
  return clean === 'lower'
    ? lower
    : lower
        .replaceAll('_', ' ')
        .replace(/[!-/:-@[-`{-~]/g, '')
        .replace(/\s+/g, ' ')
        .trim();
}

/** The words of a text, also in scripts that put no spaces between them. */
function wordsOf(text: string): string[] {
  return [...new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment);
}

function truncate(ids: number[], length: number, special: ReadonlySet<number>): number[] {
  if (ids.length <= length) return ids;
  const last = ids.at(-1)!;
  return special.has(last) ? [...ids.slice(0, length - 1), last] : ids.slice(0, length);
}
