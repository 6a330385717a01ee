import { type FeatureExtractionPipeline, pipeline } from '@huggingface/transformers';
import { dot, type Embeddings, FernglassError, normalise, row, stack } from '../../core';
import type { SentenceReading } from '../../index-shards/format';
import type { CheckpointFiles } from '../encoder/checkpoint/files/files';
import { SENTENCE_FILES, sentenceGraph } from '../encoder/checkpoint/layout';
import { withFiles } from '../encoder/towers/library';
import { is8Bit, type Precision } from '../protocol';

/** Texts that the encoder is given at once. */
const BATCH = 8;

/** What is assumed of an encoder of which the index does not say how it was run; its fingerprint tells whether it holds. */
const USUAL_READING: SentenceReading = { pooling: 'mean', prefix: '' };

export interface SentenceOptions {
  readonly device: 'wasm' | 'cpu';
  readonly precision: Precision;
  readonly reading?: SentenceReading | undefined;
  /** Threads for `cpu`; WebAssembly takes its own from the environment. */
  readonly threads?: number | undefined;
}

/** A loaded sentence-embedding model. */
export interface SentenceEncoder {
  /** Captions: `[texts.length, its width]`, normalised. */
  embedCaptions(texts: readonly string[]): Promise<Embeddings>;
  /** What captions are sought for: `[texts.length, its width]`, normalised. */
  embedQueries(texts: readonly string[]): Promise<Embeddings>;
  dispose(): Promise<void>;
}

/**
 * Loads a sentence-embedding model in Hugging Face's layout.
 * @throws FernglassError as `CheckpointFiles.weights`; `model-unsupported` where the library cannot make one of its files
 */
export async function loadSentenceEncoder(
  files: CheckpointFiles,
  { device, precision, reading = USUAL_READING, threads }: SentenceOptions,
): Promise<SentenceEncoder> {
  const lent = await readFiles(files, precision);
  const extract = await withFiles(lent, (name) =>
    pipeline('feature-extraction', name, {
      device,
      dtype: precision,
      session_options: threads === undefined ? {} : { intraOpNumThreads: threads },
    }),
  ).catch((cause) => {
    throw new FernglassError(
      'model-unsupported',
      `${files.id} cannot be used as a sentence encoder: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  });
  const { pooling, prefix, queryPrefix = prefix } = reading;
  const embedAfter = (put: string) => (texts: readonly string[]) =>
    embed(
      extract,
      texts.map((text) => put + text),
      pooling,
      precision,
    );
  return {
    embedCaptions: embedAfter(prefix),
    embedQueries: embedAfter(queryPrefix),
    dispose: async () => void (await extract.dispose()),
  };
}

/** Cosine of the encoder's embedding of a sentence to the stored one. */
export async function fingerprintCosine(
  encoder: SentenceEncoder,
  { sentence, embedding }: { readonly sentence: string; readonly embedding: readonly number[] },
): Promise<number> {
  const own = row(await encoder.embedCaptions([sentence]), 0);
  return own.length === embedding.length ? dot(own, embedding) : 0;
}

async function readFiles(files: CheckpointFiles, precision: Precision) {
  const lent = new Map<string, Uint8Array<ArrayBuffer> | string>();
  for (const name of SENTENCE_FILES) {
    const text = await files.text(name);
    if (text === null)
      throw new FernglassError(
        'model-not-found',
        `${files.id} has no ${name}. A sentence encoder needs config.json, tokenizer.json, tokenizer_config.json and onnx/model.onnx.`,
      );
    lent.set(name, new TextEncoder().encode(text));
  }
  const name = sentenceGraph(precision);
  lent.set(name, await files.weights(name));
  return lent;
}

async function embed(
  extract: FeatureExtractionPipeline,
  texts: readonly string[],
  pooling: SentenceReading['pooling'],
  precision: Precision,
): Promise<Embeddings> {
  const rows: Float32Array[] = [];
  // An int8 model scales activations by the largest of the batch: an embedding must not depend on its neighbours.
  // And the last position is a text's last token only where no longer neighbour has it filled up.
  const size = is8Bit(precision) || pooling === 'last_token' ? 1 : BATCH;
  for (let start = 0; start < texts.length; start += size) {
    const batch = texts.slice(start, start + size);
    const output = await extract(batch, { pooling, normalize: true });
    const width = output.dims.at(-1)!;
    const data = Float32Array.from(output.data as Float32Array);
    output.dispose();
    for (let i = 0; i < batch.length; i++) rows.push(normalise(data.subarray(i * width, (i + 1) * width)));
  }
  return stack(rows);
}
