import { type Embeddings, row, stack } from '../../../core';
import { type Precision, TOWER_BATCH } from '../../protocol';
import type { CheckpointFiles } from '../checkpoint/files/files';
import { type CheckpointSettings, readSettings } from '../checkpoint/settings';
import { preprocess } from '../image/preprocess';
import { embedTexts } from '../towers/texts';
import { createTokenize, type TokenIds } from '../towers/tokens';
import {
  loadTextTower,
  loadVisionTower,
  type Pixels,
  stackPixels,
  type Tower,
  type TowerOptions,
} from '../towers/tower';
import { decodeInNode } from './decode';
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
  embedTexts(texts: readonly string[]): Promise<Embeddings>;
  /**
   * Pictures as paths or as files' bytes, `[pictures.length, d]`, normalised.
   * @throws FernglassError `image-unreadable`, `image-too-large`, `image-type-unsupported`
   */
  embedPhotos(pictures: readonly (string | Uint8Array)[]): Promise<Embeddings>;
  /** `[count, d]`, normalised. */
  embedPixels(pixels: Pixels): Promise<Embeddings>;
  dispose(): Promise<void>;
}

/**
 * Opens the checkpoint in `directory` (a Hugging Face layout with `onnx/`), to be run by onnxruntime on the CPU with the
 * same code as in the browser.
 * @throws FernglassError `model-not-found`, `model-unreadable`, `model-unsupported`
 */
export function loadNodeEncoder(directory: string, options: NodeEncoderOptions): Promise<NodeEncoder> {
  return createNodeEncoder(directoryFiles(directory), options);
}

/**
 * Opens a checkpoint that lies anywhere, `hostFiles` for example.
 * @throws FernglassError `model-not-found`, `model-unreadable`, `model-unsupported`, `network-failed`
 */
export async function createNodeEncoder(
  files: CheckpointFiles,
  options: NodeEncoderOptions,
): Promise<NodeEncoder> {
  const settings = await readSettings(files);
  const tokenize = createTokenize(settings);
  const towerOptions: TowerOptions = { device: 'cpu', ...options };
  let text: Promise<Tower<TokenIds>> | undefined;
  let vision: Promise<Tower<Pixels>> | undefined;
  async function embedPixels(pixels: Pixels): Promise<Embeddings> {
    vision ??= loadVisionTower(files, settings, towerOptions);
    return (await vision).embed(pixels);
  }
  return {
    id: files.id,
    settings,
    async embedTexts(texts) {
      text ??= loadTextTower(files, settings, towerOptions);
      return embedTexts(texts, tokenize, await text);
    },
    async embedPhotos(pictures) {
      const rows: Float32Array[] = [];
      for (let start = 0; start < pictures.length; start += TOWER_BATCH) {
        const batch = pictures.slice(start, start + TOWER_BATCH);
        const pixels: Float32Array[] = [];
        for (const picture of batch)
          pixels.push(await preprocess(await decodeInNode(picture), settings.preprocessor));
        const embeddings = await embedPixels(stackPixels(pixels, settings.preprocessor.imageSize));
        for (let i = 0; i < batch.length; i++) rows.push(row(embeddings, i));
      }
      return stack(rows);
    },
    embedPixels,
    async dispose() {
      for (const tower of [text, vision]) await (await tower)?.dispose();
    },
  };
}
