import type { VectorSpace } from '../../index-shards/format';

/** Bytes of something that work without a network needs. */
export interface BytesHere {
  readonly bytesNeeded: number;
  /** Of these, those that are not stored. */
  readonly bytesMissing: number;
}

/** What of an index queries need where there is no network. */
export interface FieldPlan {
  /** Names of the needed files that are not here. */
  readonly missing: readonly string[];
  readonly bytesMissing: number;
  /** Of all needed files, those here among them. */
  readonly bytesNeeded: number;
  readonly bytesTotal: number;
  /** Captions in the needed files, of all. */
  readonly captions: number;
  readonly captionsTotal: number;
  /** Part of the k best of the whole index that is expected to be found with them, 0–1, the queries' mean. */
  readonly expectedRecall: number;
  /** Whether more may turn out to be needed once what is missing has come. */
  readonly mayGrow: boolean;
  /** Of the further vectors that searches can be made by: they are fetched for all captions, once something needs them. */
  readonly spaces: Readonly<Partial<Record<VectorSpace['kind'], BytesHere>>>;
}
