import type { Embeddings, Result } from '../../core';
import type { VectorSpace } from '../../index-shards/format';
import type { ByteProgress } from './encoder';
import type { DeviceSource, ModelSource } from './model/model-source';
import type { NetworkApi } from './network/network';

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
  /** `[texts.length, its width]`, normalised. */
  embedTexts(texts: string[]): Promise<Result<Embeddings>>;
}
