import type { Embeddings } from '../../../src/core';
import type { Precision } from '../../protocol';
import { type CheckpointSettings, readSettings } from '../checkpoint/settings';
import { embedTexts, type TextProgress } from '../towers/texts';
import { createTokenize, type TokenIds } from '../towers/tokens';
import { loadTextTower, loadVisionTower, type Pixels, type Tower, type TowerOptions } from '../towers/tower';
import { directoryFiles } from './directory';

export interface NodeEncoderOptions {
  readonly precision: Precision;
  /** Threads the runtime may use; its own choice where absent. */
  readonly threads?: number;
}

/** A checkpoint's towers in Node, loaded when first used. */
export interface NodeEncoder {
  readonly id: string;
  readonly settings: CheckpointSettings;
  /** `[texts.length, d]`, normalised; `onProgress` is told the count done so far. */
  embedTexts(texts: readonly string[], onProgress?: TextProgress): Promise<Embeddings>;
  /** `[count, d]`, normalised. */
  embedPixels(pixels: Pixels): Promise<Embeddings>;
  dispose(): Promise<void>;
}

/**
 * Opens the checkpoint in `directory` (a Hugging Face layout with `onnx/`), to be run by onnxruntime on the CPU with the
 * same code as in the browser.
 * @throws FernglassError `model-not-found`, `model-unreadable`, `model-unsupported`
 */
export async function loadNodeEncoder(directory: string, options: NodeEncoderOptions): Promise<NodeEncoder> {
  const files = directoryFiles(directory);
  const settings = await readSettings(files);
  const tokenize = createTokenize(settings);
  const towerOptions: TowerOptions = { device: 'cpu', ...options };
  let text: Promise<Tower<TokenIds>> | undefined;
  let vision: Promise<Tower<Pixels>> | undefined;
  return {
    id: files.id,
    settings,
    async embedTexts(texts, onProgress) {
      text ??= loadTextTower(files, settings, towerOptions);
      return embedTexts(texts, tokenize, await text, onProgress);
    },
    async embedPixels(pixels) {
      vision ??= loadVisionTower(files, settings, towerOptions);
      return (await vision).embed(pixels);
    },
    async dispose() {
      for (const tower of [text, vision]) await (await tower)?.dispose();
    },
  };
}
