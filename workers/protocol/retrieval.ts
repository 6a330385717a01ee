import type { Embeddings, FoundBy, Result } from '../../core';
import type { Manifest } from '../../index-shards/format';
import type { FieldPlan } from './field';
import type { NetworkApi } from './network/network';
import type { OwnIndexApi } from './storage/own-index';

/** Captions whose words are kept for searches by name, those of the first shards: they take about 200 MB of memory. */
export const MOST_NAMED = 250_000;

/** One retrieved caption. */
export interface Hit {
  /** Stable within one version of an index. */
  readonly id: number;
  readonly text: string;
  /** Cosine to the query, as the index's codec computes it. */
  readonly similarity: number;
}

export interface SearchResult {
  /** Best first, one list per query. */
  readonly hits: readonly (readonly Hit[])[];
  /** Every caption hit at least once, with its embedding as stored (dequantised, normalised). */
  readonly vectors: { readonly ids: Int32Array; readonly embeddings: Embeddings };
  /** Captions that were compared or could have been: their lists were present, and their tags not refused. */
  readonly captionsSearched: number;
  readonly captionsTotal: number;
  /** Captions that were compared, for each query. */
  readonly captionsCompared: readonly number[];
  /** Part of the k best among the captions present that is expected to be found, 0–1, for each query; 1 is certain. */
  readonly expectedRecall: readonly number[];
}

/** Captions that a search passes over; others take their place. */
export interface CaptionRules {
  /** Whole words or phrases, in any case. */
  readonly without: readonly string[];
  /** Names of tags that the index gives its captions; the empty name stands for captions that have none of the kind. */
  readonly withoutLanguages?: readonly string[];
  readonly withoutSources?: readonly string[];
}

/** A result and what it came from. */
export interface VersionedResult extends SearchResult {
  /** `IndexInfo.opening` of what was searched. */
  readonly opening: number;
  /** What was there after the search. */
  readonly present: IndexPresence;
}

/** How much of an index is there, in memory or stored. */
export interface IndexPresence {
  /** Less than before where a search found stored files gone or damaged: a download fetches them again. */
  readonly captionsPresent: number;
  readonly bytesPresent: number;
  /** Memory that what is loaded takes, in bytes. */
  readonly memoryBytes: number;
  /** Captions seen so far that are too long, of which only the beginning is read. */
  readonly captionsCut: number;
}

/**
 * How captions are sought for a class's retrieval prompt (CoRE table 3). `meaning`: by the embedding that the
 * classifier's own text tower gives it. `second`: by that of the second text encoder which the index was also embedded
 * with. `name`: by the words of the class's names (BM25). `hybrid`: by name, and by meaning in the second encoder's space
 * where there is one, in the classifier's elsewhere; the rankings are fused by reciprocal rank.
 */
export const SEARCH_MODES = ['meaning', 'second', 'name', 'hybrid'] as const;
export type SearchMode = (typeof SEARCH_MODES)[number];

/** What captions are sought for, n queries; the embeddings that `mode` does not look at may be null. */
export interface TextQueries {
  readonly mode: SearchMode;
  /** By the classifier's text tower, `[n, d]`, normalised. */
  readonly meaning: Embeddings | null;
  /** By the second text encoder, `[n, its width]`, normalised; in `hybrid` null where it is not there. */
  readonly second: Embeddings | null;
  /** Words to look for, `[n]`: the names of a class, joined. */
  readonly names: readonly string[];
}

/** A caption that was found for a text. */
export interface FoundHit extends Hit {
  /**
   * S_T of CoRE eq. 4 in the space searched. `meaning`, `second`: the cosine there. `name`, `hybrid`: BM25, or the sum of
   * reciprocal ranks, as a part of the query's best, 0–1: neither is bounded, nor comparable between queries, by itself.
   */
  readonly similarity: number;
  /** Both in `hybrid`, where both found it. */
  readonly foundBy: readonly FoundBy[];
}

/**
 * What was found for texts. `vectors` are the classifier's, whichever space was searched: they are what CoRE averages.
 * `captionsSearched` counts the captions that all of the searches saw; in `name`, whose words are known.
 */
export interface TextSearchResult extends VersionedResult {
  readonly hits: readonly (readonly FoundHit[])[];
}

/** How many captions hold each name as whole words, case folded. */
export interface NameCounts {
  /** `[names]` */
  readonly counts: readonly number[];
  /** Captions that were read, of all. */
  readonly captionsSearched: number;
  readonly captionsTotal: number;
  /** `IndexInfo.opening` of what was read. */
  readonly opening: number;
  /** What was there afterwards. */
  readonly present: IndexPresence;
}

/** Further vectors of an index that are fetched only when they are asked for: another text encoder's, the pictures'. */
export type SpaceKind = 'text' | 'image';

/** How far a vector space has come. */
export interface SpaceProgress {
  readonly kind: SpaceKind;
  readonly bytesLoaded: number;
  readonly bytesTotal: number;
}

/** What is known of an opened index right now. */
export interface IndexInfo extends IndexPresence {
  /** Another number with everything that is opened: captions and their ids mean nothing beyond it. */
  readonly opening: number;
  readonly manifest: Manifest;
  readonly manifestUrl: string;
  /** Of what every search uses; vector spaces are left out. */
  readonly bytesTotal: number;
  /** Where shards are kept: lost on reload when `memory`. */
  readonly storage: 'device' | 'memory';
  /** Why storage is `memory`, for the user. */
  readonly storageNotice: string | null;
  /** Why the stored version is open though the host answered, for the user: what it gave is no index. */
  readonly hostNotice: string | null;
  /** Which build of usearch runs. */
  readonly build: 'relaxed-simd' | 'baseline';
}

export interface DownloadProgress {
  readonly bytesLoaded: number;
  readonly bytesTotal: number;
  readonly info: IndexInfo;
}

/** What methods ask of the opened index beyond the captions nearest to an embedding. */
export interface MethodRetrievalApi {
  /**
   * As `search`, in whichever mode. What a mode needs and the index lacks is the error `input-invalid`; a vector space must
   * have been fetched.
   */
  searchTexts(queries: TextQueries, k: number, rules?: CaptionRules): Promise<Result<TextSearchResult>>;
  /**
   * X-MoRe's retrieval (section 3.2): of the `pairs` captions whose pictures are nearest to each photo, the `k` nearest
   * to it. `captionsCompared` counts the captions whose pictures have vectors.
   * @param photos `[n, d]`, normalised
   */
  searchPairs(
    photos: Embeddings,
    pairs: number,
    k: number,
    rules?: CaptionRules,
  ): Promise<Result<VersionedResult>>;
  /** Counts names in the captions that are there, for REAL. */
  countNames(names: readonly string[]): Promise<Result<NameCounts>>;
  /** Fetches the files of a vector space that are not there yet, verified and stored as shards are. */
  fetchSpace(kind: SpaceKind, onProgress: (progress: SpaceProgress) => void): Promise<Result<void>>;
}

/** The retrieval worker. */
export interface RetrievalApi extends MethodRetrievalApi, OwnIndexApi, NetworkApi {
  /**
   * Opens an index: the host's version, or the stored one where the host gives none, with what of it is stored.
   * @param onStored told of the stored version as soon as it is open, where some of it can be searched: until the host has
   *   answered, that one is. The same version afterwards has the same `opening`.
   * @param stays whether the stored version is opened without asking the host, where there is one
   */
  open(
    manifestUrl: string,
    onStored?: (info: IndexInfo) => void,
    stays?: boolean,
  ): Promise<Result<IndexInfo>>;
  /**
   * Fetches every shard that has no row in the ledger; shards become searchable one by one. Where it fails and another
   * version is stored whole, that one is open afterwards; the last progress tells.
   */
  download(onProgress: (progress: DownloadProgress) => void): Promise<Result<IndexInfo>>;
  /**
   * What of the opened index queries need to find what they would find in all of it. Of an index of which nothing is here,
   * the file that leads to its captions, and one of those that are needed, are fetched to tell.
   * @param queries `[n, d]`, normalised
   */
  planField(queries: Embeddings, k: number): Promise<Result<FieldPlan>>;
  /** Fetches some of the index's files, as `download` does all; `cancelDownload` stops it. */
  fetchFiles(
    names: readonly string[],
    onProgress: (progress: DownloadProgress) => void,
  ): Promise<Result<IndexInfo>>;
  /** Stops a download; what is complete stays. */
  cancelDownload(): Promise<void>;
  /** @param queries `[n, d]`, normalised. */
  search(queries: Embeddings, k: number, rules?: CaptionRules): Promise<Result<VersionedResult>>;
  /** Removes the opened index from storage. */
  remove(): Promise<Result<void>>;
  /**
   * Lets the captions in memory take so many bytes, now and of indexes opened later; those that are stored leave it beyond.
   * @returns what is there then; null while no index is open
   */
  limitMemory(bytes: number): Promise<IndexPresence | null>;
  /**
   * Has searches in large indexes look until so large a part of the nearest captions is expected to be found, now and in
   * indexes opened later.
   * @param recall 0–1
   */
  aimAt(recall: number): Promise<void>;
}
