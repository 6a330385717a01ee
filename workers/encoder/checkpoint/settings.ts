import { FernglassError } from '../../../core';
import type { Precision } from '../../protocol';
import type { CheckpointFiles } from './files';

/** The files that `readSettings` reads. */
export const SETTINGS_FILES = [
  'config.json',
  'preprocessor_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
] as const;

/** How Pillow's resize samples, by the number preprocessor_config.json gives it. */
export type Resample = 'bilinear' | 'bicubic';

/** What preprocessor_config.json asks for. */
export interface PreprocessorSettings {
  /** Side of the square the vision tower sees, in pixels. */
  readonly imageSize: number;
  readonly resample: Resample;
  readonly rescaleFactor: number;
  /** Per channel, red first. */
  readonly mean: readonly [number, number, number];
  readonly standardDeviation: readonly [number, number, number];
}

/** What the text tower wants. */
interface TextSettings {
  /** Tokens a text is padded and truncated to. */
  readonly contextLength: number;
  /** SigLIP 2 was trained on lowercased text, and its tokenizer does not lowercase. */
  readonly lowercase: boolean;
}

/** A file's name relative to the checkpoint, and how many chunks of external data lie beside it. */
export interface TowerFile {
  readonly name: string;
  readonly externalDataChunks: number;
}

type JsonObject = Record<string, unknown>;

/** A checkpoint's configuration, checked. */
export interface CheckpointSettings {
  /** config.json as it is, for the library. */
  readonly config: JsonObject;
  readonly preprocessor: PreprocessorSettings;
  readonly text: TextSettings;
  /** tokenizer.json and tokenizer_config.json. */
  readonly tokenizer: { readonly model: JsonObject; readonly config: JsonObject };
  /** exp(t) and b of SigLIP's score; null where neither the checkpoint nor this program knows them. */
  readonly logitScale: number | null;
  readonly logitBias: number | null;
}

/** exp(logit_scale) and logit_bias of published checkpoints, whose ONNX exports leave them out. */
const KNOWN_LOGITS: readonly { name: RegExp; scale: number; bias: number }[] = [
  { name: /(^|\/)siglip-base-patch16-224/, scale: 117.330795, bias: -12.932437 },
  { name: /(^|\/)siglip2-base-patch16-224/, scale: 112.668907, bias: -16.771725 },
];

/** Every precision a checkpoint may ship. */
export const PRECISIONS: readonly Precision[] = ['fp32', 'fp16', 'q8'];

/** What a file's name ends with before its extension, by the precision of the tower it belongs to. */
export const PRECISION_SUFFIXES: Record<Precision, string> = { fp32: '', fp16: '_fp16', q8: '_quantized' };

/** Where a tower's weights lie at a precision. */
export function towerFile(
  config: Readonly<Record<string, unknown>>,
  tower: 'vision_model' | 'text_model',
  precision: Precision,
): TowerFile {
  const base = `${tower}${PRECISION_SUFFIXES[precision]}.onnx`;
  const external = object(config['transformers.js_config']).use_external_data_format;
  const chunks =
    typeof external === 'object' && external !== null
      ? (object(external)[base] ?? object(external)[tower])
      : external;
  return { name: `onnx/${base}`, externalDataChunks: Number(chunks ?? 0) };
}

/** Names of the files that hold a tower's weights outside its graph. */
export function externalDataFiles(file: TowerFile): string[] {
  return Array.from(
    { length: file.externalDataChunks },
    (_, i) => `${file.name}_data${i === 0 ? '' : `_${i}`}`,
  );
}

/**
 * Reads and checks a checkpoint's configuration files.
 * @throws FernglassError `model-not-found`, `model-unreadable`, `model-unsupported`, `network-failed`
 */
export async function readSettings(files: CheckpointFiles): Promise<CheckpointSettings> {
  const [configFile, preprocessorFile, tokenizerFile, tokenizerConfigFile] = SETTINGS_FILES;
  const config = await readJson(files, configFile);
  const type = config.model_type;
  if (type !== 'siglip' && type !== 'siglip2')
    throw unsupported(files, `its model_type is ${JSON.stringify(type)}; Fernglass runs SigLIP checkpoints`);
  const preprocessor = readPreprocessor(files, await readJson(files, preprocessorFile));
  const model = await readJson(files, tokenizerFile);
  const tokenizerConfig = await readJson(files, tokenizerConfigFile);
  const known = KNOWN_LOGITS.find(({ name }) => name.test(files.id));
  return {
    config,
    preprocessor,
    text: readText(type, config, tokenizerConfig),
    tokenizer: { model, config: tokenizerConfig },
    logitScale: number(config.logit_scale_exp) ?? known?.scale ?? null,
    logitBias: number(config.logit_bias) ?? known?.bias ?? null,
  };
}

function readPreprocessor(files: CheckpointFiles, value: JsonObject): PreprocessorSettings {
  const size = object(value.size);
  const height = number(size.height);
  if (!height || height !== size.width || !Number.isInteger(height) || height > 4096)
    throw unsupported(files, 'its preprocessor_config.json names no square picture size');
  const resample = value.resample ?? 3;
  if (resample !== 2 && resample !== 3)
    throw unsupported(
      files,
      `its preprocessor_config.json asks for resample ${JSON.stringify(resample)}; Fernglass has 2 (bilinear) and 3 (bicubic)`,
    );
  if (value.do_center_crop === true)
    throw unsupported(
      files,
      'its preprocessor_config.json asks for a centre crop, which SigLIP does not use',
    );
  const normalise = value.do_normalize !== false;
  return {
    imageSize: height,
    resample: resample === 2 ? 'bilinear' : 'bicubic',
    rescaleFactor: value.do_rescale === false ? 1 : (number(value.rescale_factor) ?? 1 / 255),
    mean: normalise ? triple(files, value.image_mean, 0.5) : [0, 0, 0],
    standardDeviation: normalise ? triple(files, value.image_std, 0.5) : [1, 1, 1],
  };
}

function readText(type: string, config: JsonObject, tokenizer: JsonObject): TextSettings {
  // An absent value means the default of SigLIP's configuration. SigLIP 2's tokenizer states a nonsense length (1e30).
  const positions = number(object(config.text_config).max_position_embeddings) ?? 64;
  const stated = number(tokenizer.model_max_length) ?? positions;
  return {
    contextLength: Math.min(positions, stated),
    lowercase: type === 'siglip2' || /gemma/i.test(String(tokenizer.tokenizer_class)),
  };
}

async function readJson(files: CheckpointFiles, file: string): Promise<JsonObject> {
  const text = await files.text(file);
  if (text === null)
    throw new FernglassError(
      'model-not-found',
      `${files.id} has no ${file}. Check the model's name and address; it must be a Hugging Face layout with ONNX files.`,
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new FernglassError(
      'model-unreadable',
      `${file} of ${files.id} is not valid JSON. Load the model again.`,
      {
        cause,
      },
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FernglassError('model-unreadable', `${file} of ${files.id} holds no JSON object.`);
  return value as JsonObject;
}

function object(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null ? (value as JsonObject) : {};
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function triple(files: CheckpointFiles, value: unknown, fallback: number): [number, number, number] {
  const values = value ?? [fallback, fallback, fallback];
  if (!Array.isArray(values) || values.length !== 3 || !values.every((x) => number(x) !== undefined))
    throw unsupported(files, 'its preprocessor_config.json has no three means and deviations');
  return values as [number, number, number];
}

function unsupported(files: CheckpointFiles, why: string): FernglassError {
  return new FernglassError('model-unsupported', `${files.id} cannot be used: ${why}.`);
}
