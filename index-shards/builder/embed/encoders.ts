import { readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type Embeddings, FernglassError } from '../../../core';
import { loadNodeEncoder, type NodeEncoder } from '../../../workers/encoder/node';
import { directoryFiles } from '../../../workers/encoder/node/directory';
import { loadSentenceEncoder, type SentenceEncoder } from '../../../workers/sentences/load';
import type { SentenceReading } from '../../format';
import { normaliseInPlace } from './matrix';

/** Weights that the checkpoint is run with. */
export type Precision = 'fp32' | 'fp16' | 'q8';

/** A text encoder that is loaded when it is first used. */
export interface TextEncoder {
  readonly id: string;
  readonly revision: string;
  /** Stands for the weights and how they are run. */
  readonly key: string;
  /** How it is run, where it is a sentence encoder. */
  readonly reading?: SentenceReading;
  /** `[texts.length, d]`, normalised. */
  embedTexts(texts: readonly string[]): Promise<Embeddings>;
  dispose(): Promise<void>;
}

/** A checkpoint, whose towers embed texts and pictures into one space. */
export interface Checkpoint extends TextEncoder {
  /** `[pictures.length, d]`, normalised. */
  embedPictures(paths: readonly string[]): Promise<Embeddings>;
}

export interface EncoderOptions {
  readonly folder: string;
  readonly id?: string;
  readonly revision: string;
  readonly precision: Precision;
  /** Threads of the runtime; its own choice where absent. */
  readonly threads?: number;
}

/** The checkpoint in a folder (Hugging Face's layout), run in Node. */
export function openCheckpoint({ folder, id, revision, precision, threads }: EncoderOptions): Checkpoint {
  let loaded: Promise<NodeEncoder> | undefined;
  const load = () => {
    loaded ??= loadNodeEncoder(folder, { precision, ...(threads === undefined ? {} : { threads }) });
    return loaded;
  };
  return {
    id: id ?? basename(resolve(folder)),
    revision,
    key: `${weightsKey(folder)} ${precision}`,
    embedTexts: async (texts) => (await load()).embedTexts(texts),
    embedPictures: async (paths) => (await load()).embedPhotos(paths),
    dispose: async () => void (await (await loaded)?.dispose()),
  };
}

export interface SentenceEncoderOptions extends EncoderOptions, SentenceReading {}

/** A sentence-embedding model in a folder (Hugging Face's layout with onnx/), run by the page's own code in Node. */
export function openSentenceEncoder(options: SentenceEncoderOptions): TextEncoder {
  const { folder, precision, pooling, prefix, queryPrefix, threads } = options;
  const reading: SentenceReading = {
    pooling,
    prefix,
    ...(queryPrefix === undefined ? {} : { queryPrefix }),
  };
  let loaded: Promise<SentenceEncoder> | undefined;
  const load = () =>
    loadSentenceEncoder(directoryFiles(folder), { device: 'cpu', precision, reading, threads });
  return {
    id: options.id ?? basename(resolve(folder)),
    revision: options.revision,
    key: `${weightsKey(folder)} ${precision} ${pooling} ${prefix}`,
    reading,
    async embedTexts(texts) {
      loaded ??= load();
      const embeddings = await (await loaded).embedCaptions(texts);
      normaliseInPlace(embeddings);
      return embeddings;
    },
    dispose: async () => void (await (await loaded)?.dispose()),
  };
}

/** Names, lengths and dates of a folder's weights: other weights have others. */
function weightsKey(folder: string): string {
  try {
    const onnx = join(folder, 'onnx');
    return readdirSync(onnx)
      .sort()
      .map((name) => {
        const { size, mtimeMs } = statSync(join(onnx, name));
        return `${name} ${size} ${mtimeMs}`;
      })
      .join(', ');
  } catch (cause) {
    throw new FernglassError(
      'model-not-found',
      `${folder} holds no model: it must be a folder in Hugging Face's layout, with onnx/.`,
      { cause },
    );
  }
}
