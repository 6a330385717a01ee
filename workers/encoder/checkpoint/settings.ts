import { FernglassError } from '../../../core';
import { type Family, familyOf } from './family';
import type { CheckpointFiles } from './files/files';
import { type JsonObject, number, object } from './json';
import { type Logits, readLogits } from './logits';
import { type PreprocessorSettings, readOpenClipPreprocessor, readPreprocessor } from './preprocessor';

/** The files that `readShape` reads of a checkpoint laid out by transformers. */
export const SHAPE_FILES = ['config.json', 'preprocessor_config.json', 'tokenizer_config.json'] as const;

/** What else `readSettings` reads: tens of megabytes in some checkpoints. */
export const TOKENIZER_FILE = 'tokenizer.json';

/** open_clip's own configuration, read where config.json names no model. */
export const OPEN_CLIP_FILE = 'open_clip_config.json';

/** What the text tower wants. */
export interface TextSettings {
  /** Tokens a text is padded and truncated to. */
  readonly contextLength: number;
  /** Id of the padding; null where it is the tokenizer's own. */
  readonly padding: number | null;
  /** What is done to a text before the tokenizer sees it: SigLIP 2 was trained on lowercased text, and its tokenizer does
   * not lowercase; open_clip's SigLIP also drops punctuation. */
  readonly clean: 'none' | 'lower' | 'canonical';
}

/** What a checkpoint is, by its small files, checked. */
export interface CheckpointShape {
  /** config.json for the library; of an open_clip checkpoint, what stands for it. */
  readonly config: JsonObject;
  readonly family: Family;
  readonly preprocessor: PreprocessorSettings;
  readonly text: TextSettings;
  /** tokenizer_config.json. */
  readonly tokenizerConfig: JsonObject;
  readonly logits: Logits;
}

/** A checkpoint's configuration, checked. */
export interface CheckpointSettings extends CheckpointShape {
  /** tokenizer.json and tokenizer_config.json. */
  readonly tokenizer: { readonly model: JsonObject; readonly config: JsonObject };
}

/**
 * Reads and checks a checkpoint's configuration files.
 * @param shape what was read of it before
 * @throws FernglassError `model-not-found`, `model-unreadable`, `model-unsupported`, `network-failed`
 */
export async function readSettings(
  files: CheckpointFiles,
  shape?: CheckpointShape,
): Promise<CheckpointSettings> {
  const known = shape ?? (await readShape(files));
  const model = await readJson(files, TOKENIZER_FILE);
  if (model === null) throw missing(files, TOKENIZER_FILE);
  return { ...known, tokenizer: { model, config: known.tokenizerConfig } };
}

/**
 * Reads and checks what a checkpoint's small files say of it.
 * @throws FernglassError `model-not-found`, `model-unreadable`, `model-unsupported`, `network-failed`
 */
export async function readShape(files: CheckpointFiles): Promise<CheckpointShape> {
  const [configFile, preprocessorFile, tokenizerConfigFile] = SHAPE_FILES;
  const own = await readJson(files, configFile);
  const openClip = await readOpenClip(files, own);
  if (own === null && openClip === null) throw missing(files, configFile);
  const config = own ?? {};
  const preprocessor = (openClip ? null : await readJson(files, preprocessorFile)) ?? {};
  const tokenizerConfig = (await readJson(files, tokenizerConfigFile)) ?? {};
  const family = familyOf({
    id: files.id,
    config: openClip ? {} : config,
    preprocessor,
    tokenizerConfig,
    openClip: openClip ?? {},
  });
  if (typeof family === 'string') throw unsupported(files, family);
  if (!openClip && Object.keys(preprocessor).length === 0) throw missing(files, preprocessorFile);
  const pixels = openClip
    ? readOpenClipPreprocessor(openClip, family)
    : readPreprocessor(preprocessor, family);
  if (typeof pixels === 'string') throw unsupported(files, pixels);
  return {
    config: openClip ? { ...config, model_type: family.scoring === 'sigmoid' ? 'siglip' : 'clip' } : config,
    family,
    preprocessor: pixels,
    text: openClip
      ? readOpenClipText(openClip, family, tokenizerConfig)
      : readText(config, family, tokenizerConfig),
    tokenizerConfig,
    logits: readLogits(config, files.id),
  };
}

/** open_clip's configuration, in config.json itself or beside it; null where config.json names a model. */
async function readOpenClip(files: CheckpointFiles, config: JsonObject | null): Promise<JsonObject | null> {
  if (config?.model_type !== undefined) return null;
  if (config?.model_cfg !== undefined) return config;
  return readJson(files, OPEN_CLIP_FILE);
}

function readText(config: JsonObject, family: Family, tokenizer: JsonObject): TextSettings {
  // SigLIP 2's tokenizer states a nonsense length (1e30).
  const positions =
    number(object(config.text_config).max_position_embeddings) ??
    (family.scoring === 'sigmoid' ? family.contextLength : undefined);
  const stated = number(tokenizer.model_max_length);
  return {
    contextLength: Math.min(positions ?? stated ?? family.contextLength, stated ?? Number.POSITIVE_INFINITY),
    padding: family.padding,
    clean: family.name === 'siglip2' ? 'lower' : 'none',
  };
}

function readOpenClipText(openClip: JsonObject, family: Family, tokenizer: JsonObject): TextSettings {
  const text = object(object(openClip.model_cfg).text_cfg);
  const { clean } = object(text.tokenizer_kwargs);
  return {
    contextLength: number(text.context_length) ?? number(tokenizer.model_max_length) ?? 77,
    padding: family.padding,
    clean: clean === 'canonicalize' ? 'canonical' : clean === 'lower' ? 'lower' : 'none',
  };
}

/** A file's JSON object; null where the checkpoint has no such file. */
async function readJson(files: CheckpointFiles, file: string): Promise<JsonObject | null> {
  const text = await files.text(file);
  if (text === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new FernglassError(
      'model-unreadable',
      `${file} of ${files.id} is not valid JSON. Load the model again.`,
      { cause },
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FernglassError('model-unreadable', `${file} of ${files.id} holds no JSON object.`);
  return value as JsonObject;
}

function missing(files: CheckpointFiles, file: string): FernglassError {
  return new FernglassError(
    'model-not-found',
    `${files.id} has no ${file}. Check the model's name and address; it must be a Hugging Face layout with ONNX files.`,
  );
}

function unsupported(files: CheckpointFiles, why: string): FernglassError {
  return new FernglassError('model-unsupported', `${files.id} cannot be used: ${why}.`);
}
