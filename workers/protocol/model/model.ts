/** What runs a model. */
export type Backend = 'webgpu' | 'wasm';

/** The number formats of weights that transformers.js publishes, each in a file of its own. */
export type Precision = 'fp32' | 'fp16' | 'q8' | 'int8' | 'uint8' | 'q4' | 'q4f16' | 'bnb4';

/** Every precision a checkpoint may ship. */
export const PRECISIONS: readonly Precision[] = [
  'fp32',
  'fp16',
  'q8',
  'int8',
  'uint8',
  'q4',
  'q4f16',
  'bnb4',
];

/** What a file's name ends with before its extension, by the precision of the weights in it. */
export const PRECISION_SUFFIXES: Readonly<Record<Precision, string>> = {
  fp32: '',
  fp16: '_fp16',
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  q4: '_q4',
  q4f16: '_q4f16',
  bnb4: '_bnb4',
};

/** Precisions whose activations are scaled by the largest of a batch, so that items must be given one by one. */
export const is8Bit = (precision: Precision): boolean =>
  precision === 'q8' || precision === 'int8' || precision === 'uint8';

/** Most items a tower is given at once. */
export const TOWER_BATCH = 8;

/** A kind of dual encoder: what its towers take, and what they give. */
export type FamilyName = 'siglip' | 'siglip2' | 'clip' | 'mobileclip';

/** A family in words. */
export const FAMILY_TITLES: Readonly<Record<FamilyName, string>> = {
  siglip: 'SigLIP',
  siglip2: 'SigLIP 2',
  clip: 'CLIP',
  mobileclip: 'MobileCLIP',
};

/** Who states a checkpoint's logit scale: its own files, this program's table of published ones, or nobody. */
export type LogitSource = 'checkpoint' | 'table' | 'unknown';
