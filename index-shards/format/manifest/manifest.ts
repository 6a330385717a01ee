import type { FittedScales, FittedStates } from '../../../core';

/** The version of this format that this code writes; older readers refuse newer ones. */
export const FORMAT_VERSION = 1;

/** `manifest.json`: the one file of an index that changes; everything it names is content-hashed and immutable. */
export interface Manifest {
  readonly formatVersion: number;
  /** Short name for URLs and exports, for example `pocket`. */
  readonly id: string;
  readonly title: string;
  readonly createdBy: string;
  readonly model: ManifestModel;
  readonly metric: 'cosine';
  readonly codec: Codec;
  readonly captions: number;
  readonly lists: number;
  readonly router: FileEntry;
  readonly shards: readonly ShardEntry[];
  /** Of all captions; where `captionFiles` tells more, the sources and licences of all of them. */
  readonly provenance: { readonly source: string; readonly licence: string };
  readonly recall: MeasuredRecall | null;
  /** How to choose lists, where that was measured. */
  readonly routing?: Routing;
  /** Languages of the captions as BCP 47 tags, where somebody said. */
  readonly languages?: readonly string[];
  /**
   * The files that the captions came from, in the order of the captions' ids: the first file's captions have the lowest.
   * A file comes several times where its captions do not lie in one piece.
   */
  readonly captionFiles?: readonly CaptionFile[];
  /** Further vectors of the same captions, for retrieval in another space. */
  readonly spaces?: readonly VectorSpace[];
  /** What is known of each caption beside its text, so that a search can leave some out. */
  readonly tags?: CaptionTags;
  /** What turns scores into shares with this index and its model, where somebody fitted that. */
  readonly scales?: FittedScales;
  /** What tells confident answers from others with this index and its model, where somebody fitted that. */
  readonly states?: FittedStates;
}

/** Captions of one file that follow each other, and its terms. */
export interface CaptionFile {
  readonly name: string;
  readonly source: string;
  readonly licence: string;
  readonly captions: number;
}

/** Languages and sources of the captions; a caption has at most one of each. */
export interface CaptionTags {
  /** BCP 47 tags. */
  readonly languages: readonly CountedTag[];
  readonly sources: readonly CountedTag[];
  /** One file per shard, in the order of the shards. */
  readonly files: readonly FileEntry[];
}

/** A tag, and how many captions have it. */
export interface CountedTag {
  readonly name: string;
  readonly captions: number;
}

/** Vectors that another encoder gave the captions, or that the captions' pictures have. */
export interface VectorSpace {
  readonly kind: 'text' | 'image';
  /** Where `model` gave them, `id` is its id and `fingerprint` is null. */
  readonly encoder: {
    readonly id: string;
    readonly revision: string;
    readonly width: number;
    readonly fingerprint: ManifestModel['fingerprint'] | null;
    /** How a sentence encoder was run; absent where nobody said. */
    readonly reading?: SentenceReading;
  };
  readonly codec: I8Codec;
  /** Captions that have such a vector; those of the others are zero. */
  readonly captions: number;
  /** One file per shard, in the order of the shards. */
  readonly files: readonly FileEntry[];
}

/** How a sentence encoder makes one vector of its tokens'. */
export const POOLINGS = ['mean', 'cls', 'last_token'] as const;
type Pooling = (typeof POOLINGS)[number];

/** How a sentence encoder is run. */
export interface SentenceReading {
  readonly pooling: Pooling;
  /** Put before every caption, as some encoders want it (`passage: `). */
  readonly prefix: string;
  /** Put before what captions are sought for (`query: `); `prefix` where absent. */
  readonly queryPrefix?: string;
}

/** The checkpoint whose text tower embedded the captions. */
export interface ManifestModel {
  readonly id: string;
  readonly revision: string;
  /** d, the width of an embedding. */
  readonly width: number;
  /** Embedding of `sentence`, `[d]`, normalised: a model that gives another one does not fit. */
  readonly fingerprint: { readonly sentence: string; readonly embedding: readonly number[] };
}

/** How vectors are stored. */
export type Codec = I8Codec | ResidualCodec;

/** Each component is `round(x / clip * 127)` held to ±127, with one clip value for the whole index. */
export interface I8Codec {
  readonly kind: 'i8';
  readonly clip: number;
}

/** A few bits for each coefficient of the difference to the list's centre; what they mean stands in the router file. */
interface ResidualCodec {
  readonly kind: 'residual';
  /** Bytes of one caption's codes. */
  readonly bytes: number;
}

export interface FileEntry {
  /** `<sha256>.bin`, relative to the manifest. */
  readonly name: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

export interface ShardEntry extends FileEntry {
  /** The lists this shard holds: first list number and how many. */
  readonly firstList: number;
  readonly lists: number;
  readonly captions: number;
}

/** How a search chooses lists. */
export interface Routing {
  /** How much further than their usual spread the captions of a list are taken to lie from its mean, from 1 on. */
  readonly caution: number;
}

/** recall@10 of the written index against exact f32 search. */
export interface MeasuredRecall {
  readonly at: 10;
  readonly queries: number;
  readonly value: number;
  /** The same by kind of query. */
  readonly sets?: readonly RecallOfSet[];
}

/** recall@10 of one kind of query. */
export interface RecallOfSet {
  readonly name: string;
  readonly queries: number;
  /** When every caption is compared. */
  readonly exhaustive: number;
  /** When the router chooses the lists, with the usual effort; null where that was not measured. */
  readonly routed: number | null;
}
