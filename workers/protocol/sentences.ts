import type { Embeddings, Result } from '../../core';
import type { VectorSpace } from '../../index-shards/format';
import type { ByteProgress } from './encoder';
import type { BytesHere } from './field';
import type { DeviceSource, ModelSource } from './model/model-source';
import type { NetworkApi } from './network/network';

/** How large an encoder is, and how much of that is not stored; null where nobody says. */
export type EncoderWeight = { readonly [Bytes in keyof BytesHere]: number | null };

/** The second text encoder's worker. After a failed `load` the worker is spent: terminate it and start a fresh one. */
export interface SentenceEncoderApi extends NetworkApi {
  /** Text encoders that the user opened from this device, the likeliest to be the one of this id first. */
  kept(id: string): Promise<Result<DeviceSource[]>>;
  /**
   * Loads the encoder and compares its embedding of the fingerprint's sentence.
   * @returns the error `index-model-mismatch` where it is not the one that the captions were embedded with.
   */
  load(
    source: ModelSource,
    encoder: VectorSpace['encoder'],
    onProgress: (progress: ByteProgress) => void,
  ): Promise<Result<{ readonly fingerprintCosine: number }>>;
  /**
   * How large an encoder is and how much of it is stored: of the weights that would be tried first, and of those kept beside
   * them. Null where its host has none; sizes are null where the host does not say them. Loads nothing.
   */
  weigh(source: ModelSource): Promise<Result<EncoderWeight | null>>;
  /** What captions are sought for, `[texts.length, its width]`, normalised. */
  embedTexts(texts: string[]): Promise<Result<Embeddings>>;
  /** Captions, as the builder embeds them: some encoders put other words before them than before queries. */
  embedCaptions(texts: string[]): Promise<Result<Embeddings>>;
}
