import type { Embeddings, Region, Result } from '../../core';
import type { Inspection, Licence } from './model/inspection';
import type { Backend, FamilyName, LogitSource, Precision } from './model/model';
import type { ModelSource } from './model/model-source';
import type { NetworkApi } from './network/network';

/** One step of the ladder of back ends. */
export interface Rung {
  readonly backend: Backend;
  readonly precision: Precision;
  readonly threads: number;
}

/** What this browser offers, seen from inside a worker. */
export interface Capabilities {
  readonly webgpu: {
    readonly description: string;
    readonly isFallbackAdapter: boolean;
    readonly shaderF16: boolean;
  } | null;
  /** Threads WASM may use: 1 without cross-origin isolation. */
  readonly threads: number;
}

/** A loaded checkpoint. */
export interface EncoderInfo {
  readonly id: string;
  readonly revision: string;
  /** d, the width of an embedding. */
  readonly width: number;
  readonly imageSize: number;
  readonly family: FamilyName;
  /** How the family's scores become probabilities: each class by itself, or all together. */
  readonly scoring: 'sigmoid' | 'softmax';
  /** Whether it sees the square in a picture's middle, instead of the whole picture squeezed to a square. */
  readonly crops: boolean;
  readonly rung: Rung;
  /** exp(t) and b of the score exp(t)·cos + b; null where nobody states the checkpoint's. CLIP has no b. */
  readonly logitScale: number | null;
  readonly logitBias: number | null;
  readonly logitSource: LogitSource;
  /** The terms it is under; null where nobody states them. */
  readonly licence: Licence | null;
  /** Cosine of the self-test's embedding to the stored one; null where the checkpoint ships no self-test. */
  readonly selfTestCosine: number | null;
  /**
   * Whether the encoder itself keeps every file it loaded, so that this checkpoint loads without network. False for
   * `folder` checkpoints, which the app's service worker keeps, and where storage was refused.
   */
  readonly stored: boolean;
}

export interface ByteProgress {
  readonly file: string;
  readonly loaded: number;
  readonly total: number;
}

/** What of a picture was not read, in a word a program can branch on. */
export type PhotoWarningCode =
  /** The file ends too soon: its last part, or its end mark alone, is missing. */
  | 'image-incomplete'
  /** Something within the file is not as it was written. */
  | 'image-damaged'
  /** The file holds several frames, of which the first was read. */
  | 'image-first-frame';

/** A photo has an answer, but not of all that its file holds. */
export interface PhotoWarning {
  readonly code: PhotoWarningCode;
  /** A few words, as a tile has room for. */
  readonly label: string;
  /** What was read and what can be done about the rest, in sentences. */
  readonly message: string;
}

/** Whether the picture itself was read only in part. */
export const isIncomplete = (warnings: readonly PhotoWarning[]): boolean =>
  warnings.some(({ code }) => code !== 'image-first-frame');

/** A photo as the vision tower sees it, and a small picture to show. */
export interface EmbeddedPhoto {
  /** `[d]`, normalised. */
  readonly embedding: Float32Array;
  /** Size after EXIF orientation, in pixels. */
  readonly width: number;
  readonly height: number;
  /** At most 320 px on the longer side. */
  readonly thumbnail: Blob;
  /** What of the file was not read; empty where the picture is whole. */
  readonly warnings: readonly PhotoWarning[];
}

/** A box in a photo, whose surroundings are embedded instead of all of it (`cropAround`). */
export interface PhotoPart {
  readonly file: Blob;
  readonly box: Region;
}

/** What is embedded: the photo of a file, or a part of it. */
export type PhotoSource = Blob | PhotoPart;

/** A photo, or a part of one, by a key that no other has while the page is open. */
export interface PhotoFile {
  readonly key: string;
  readonly file: PhotoSource;
}

/** What lets photos be read while others are embedded. */
export interface PhotosAhead {
  /** Keys of the photos that are asked for now, in order. */
  readonly keys: readonly string[];
  /** Those that will be asked for next; whatever else was read ahead is forgotten. */
  readonly next: readonly PhotoFile[];
}

/** What the model reads of a text. */
export interface TextRead {
  /** The tokens that are read, as a key: texts with the same ones are the same text to the model. */
  readonly tokens: string;
  /** How many words of how many are read, where the text is longer than the model's context; null where it is not. */
  readonly cut: { readonly read: number; readonly words: number } | null;
}

/** The encoder worker. After any failed call of `load` the worker is spent: terminate it and start a fresh one. */
export interface EncoderApi extends NetworkApi {
  capabilities(): Promise<Capabilities>;
  /** What a checkpoint is, ships, needs and is under, by its small files and its host's listing. Loads nothing. */
  inspect(source: ModelSource): Promise<Result<Inspection>>;
  /**
   * @param texts that will be asked for first. Where the towers are too large to stand side by side, they are embedded
   * before the vision tower comes, and what they give is at hand for `embedTexts`.
   */
  load(
    source: ModelSource,
    rung: Rung,
    onProgress: (progress: ByteProgress) => void,
    texts?: readonly string[],
  ): Promise<Result<EncoderInfo>>;
  /**
   * One result per file, in order; one unreadable file does not spoil the others. At most 8 files. Photos that come next
   * are read in other threads meanwhile.
   */
  embedPhotos(files: PhotoSource[], ahead?: PhotosAhead): Promise<Result<EmbeddedPhoto>[]>;
  /**
   * `[texts.length, d]`, normalised. Loads the text tower for the first text that is neither embedded beside the
   * checkpoint nor kept from an earlier visit.
   */
  embedTexts(texts: string[]): Promise<Result<Embeddings>>;
  /**
   * Whether embeddings of texts are kept in this browser, as they are until something else is said. Where they are not, those
   * that this worker was asked for before are removed.
   */
  keepTexts(isKept: boolean): Promise<void>;
  /** What the model reads of each text, in order; computes no embeddings. */
  readTexts(texts: string[]): Promise<Result<TextRead[]>>;
}
