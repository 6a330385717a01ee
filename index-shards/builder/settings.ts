import type { Codec } from '../format';
import type { TextReading } from './clean/row-captions';
import type { CleaningLimits } from './clean/rules';
import type { Partition } from './embed/chunks';
import type { Checkpoint, TextEncoder } from './embed/encoders';
import type { SourceOptions } from './sources';

/** Everything that makes an index, but for the captions that go in. */
export interface IndexSettings {
  /** The folder that becomes the index. */
  readonly out: string;
  /** The folder in which stages keep their results. */
  readonly work: string;
  readonly id: string;
  readonly title: string;
  readonly createdBy: string;
  readonly provenance: { readonly source: string; readonly licence: string };
  readonly languages: readonly string[];
  readonly seed: number;
  /** Captions per list, about; where absent, as the number of captions asks for. */
  readonly listSize?: number;
  /** How vectors are kept; where absent, as the number of captions asks for. */
  readonly codec?: Codec['kind'];
  /** Bytes of a caption's residual codes, at most; where absent, 7/12 of a byte for each component. */
  readonly captionBytes?: number;
  /** Bytes per shard, at most, unless one list alone is longer. */
  readonly shardBytes: number;
  readonly model: ModelSource;
  /** Files of embeddings to tune and measure with besides sentences made from the captions; of pictures, say. */
  readonly queries: readonly string[];
  /** .npy files of the captions' embeddings, a row for each row of the input, made elsewhere. */
  readonly embeddings: readonly string[];
  readonly second: SecondSource | null;
  readonly images: ImageSource | null;
  /** Rows that are divided into lists in memory; where absent, the usual number. */
  readonly inMemory?: number;
}

/** The model of the index: its checkpoint, or what is needed of it where the checkpoint lies elsewhere. */
export type ModelSource =
  | { readonly checkpoint: Checkpoint }
  | {
      readonly checkpoint: null;
      readonly id: string;
      readonly revision: string;
      /** .npy `[1, d]`: the embedding of the fingerprint sentence. */
      readonly fingerprint: string;
    };

/** A second text space: an encoder that embeds the captions here, or embeddings made elsewhere. */
export type SecondSource =
  | { readonly encoder: TextEncoder }
  | {
      readonly encoder: null;
      readonly id: string;
      readonly revision: string;
      readonly fingerprint: string | null;
      readonly embeddings: readonly string[];
    };

/** Vectors of the captions' pictures: from a folder of pictures, or made elsewhere. */
export type ImageSource = { readonly folder: string } | { readonly embeddings: readonly string[] };

/** The captions that go in. */
export interface InputSettings {
  readonly inputs: readonly string[];
  readonly source: SourceOptions;
  /** Where absent, every row is one caption. */
  readonly reading?: TextReading;
  readonly limits: CleaningLimits;
  readonly blockList: string;
  readonly nearRepetitions: boolean;
  /** Language of the captions for which the input's column says none. */
  readonly language?: string;
  readonly partition: Partition;
}
