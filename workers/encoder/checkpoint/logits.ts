import type { LogitSource } from '../../protocol';
import { type JsonObject, number } from './json';

/** exp(t) and b of a checkpoint's score exp(t)·cos + b, and who says so. */
export interface Logits {
  readonly scale: number | null;
  readonly bias: number | null;
  readonly source: LogitSource;
}

/** Published checkpoints whose ONNX exports leave out what was learnt. `from` says where the figures are taken from. */
const KNOWN: readonly {
  readonly name: RegExp;
  readonly scale: number;
  readonly bias: number | null;
  readonly from: string;
}[] = [
  {
    name: /(^|\/)siglip-base-patch16-224/,
    scale: 117.330795,
    bias: -12.932437,
    from: 'weights of google/siglip-base-patch16-224',
  },
  {
    name: /(^|\/)siglip2-base-patch16-224/,
    scale: 112.668907,
    bias: -16.771725,
    from: 'weights of google/siglip2-base-patch16-224',
  },
  {
    name: /(^|\/)clip-vit-(base|large)-patch(14|16|32)(-336)?(-onnx)?$/i,
    scale: 100,
    bias: null,
    from: 'openai/CLIP: the scale is clipped at 100 in training, where it ended',
  },
  {
    name: /mobileclip[_-]?(s[0-4]|b|blt)(?![a-z0-9])/i,
    scale: 100,
    bias: null,
    from: 'apple/ml-mobileclip: its examples score with 100 · cos',
  },
];

/** Reads what a checkpoint's config.json says; else what the table says of its id; else it is unknown. */
export function readLogits(config: JsonObject, id: string): Logits {
  const scale = number(config.logit_scale_exp);
  const bias = number(config.logit_bias);
  const known = KNOWN.find(({ name }) => name.test(id));
  if (scale !== undefined) return { scale, bias: bias ?? known?.bias ?? null, source: 'checkpoint' };
  if (known) return { scale: known.scale, bias: bias ?? known.bias, source: 'table' };
  return { scale: null, bias: bias ?? null, source: 'unknown' };
}
