import { expectTypeOf } from 'vitest';
import type { Embeddings, Result } from '../../../core';
import type {
  CaptionRules,
  DownloadProgress,
  EmbeddedPhoto,
  EncoderApi,
  IndexInfo,
  IndexPresence,
  RetrievalApi,
  VersionedResult,
} from '../../../workers/protocol';
import type { Linked, LinkOptions } from './worker-link';

/** Checked by `tsc` alone; nothing here ever runs. */
type Retrieval = Linked<RetrievalApi>;
type Encoder = Linked<EncoderApi>;

// A result becomes its value, void included; what is no result stays.
expectTypeOf<ReturnType<Retrieval['open']>>().toEqualTypeOf<Promise<IndexInfo>>();
expectTypeOf<ReturnType<Retrieval['remove']>>().toEqualTypeOf<Promise<void>>();
expectTypeOf<ReturnType<Retrieval['cancelDownload']>>().toEqualTypeOf<Promise<void>>();
expectTypeOf<ReturnType<Retrieval['limitMemory']>>().toEqualTypeOf<Promise<IndexPresence | null>>();
expectTypeOf<ReturnType<Encoder['embedPhotos']>>().toEqualTypeOf<Promise<Result<EmbeddedPhoto>[]>>();
expectTypeOf<ReturnType<Encoder['embedTexts']>>().toEqualTypeOf<Promise<Embeddings>>();

// Parameters stay, optional ones and callbacks too.
expectTypeOf<Retrieval['search']>().toEqualTypeOf<
  (queries: Embeddings, k: number, rules?: CaptionRules) => Promise<VersionedResult>
>();
expectTypeOf<Parameters<Retrieval['download']>>().toEqualTypeOf<
  [onProgress: (progress: DownloadProgress) => void]
>();

// Methods that the protocol does not have, and what could not pass the door, are refused.
expectTypeOf<Retrieval>().not.toHaveProperty('dispose');
expectTypeOf<Linked<{ now(): number; readonly size: number }>>().toEqualTypeOf<{
  readonly now: never;
  readonly size: never;
}>();

// A cancel has to be a method of the same protocol.
expectTypeOf<{ download: 'cancelDownload' }>().toExtend<NonNullable<LinkOptions<RetrievalApi>['cancels']>>();
expectTypeOf<{ download: 'stop' }>().not.toExtend<NonNullable<LinkOptions<RetrievalApi>['cancels']>>();
