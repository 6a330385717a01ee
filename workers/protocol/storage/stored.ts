import type { Result } from '../../../core';
import type { ModelKind, ModelSource } from '../model/model-source';
import type { PackRequest, UnpackedField } from './field-pack';

/**
 * Something that this browser keeps for the page and that can be removed by itself. `app`: the app's own files, with pocket
 * model and index as they came. `model`: one revision of a model, from a hub, a folder or this device. `index`: a caption index. `texts`: embeddings
 * of texts. `unfinished`: files that no stored index names. `unknown`: what another version of the program keeps.
 */
export interface StoredItem {
  readonly kind: 'app' | 'model' | 'index' | 'texts' | 'unfinished' | 'unknown';
  /** What it is removed by; the address of its manifest for an index. */
  readonly id: string;
  readonly title: string;
  /** Where it came from; null where that says nothing. */
  readonly host: string | null;
  /** Bytes of its content; null where the browser does not say. */
  readonly bytes: number | null;
  /** When the last of it was kept, in milliseconds since 1970; null where that was not noted. */
  readonly keptAt: number | null;
  /** Of a model: where it is loaded from, and whether the graphs of a precision lie here whole, with all they need. */
  readonly model?: { readonly source: ModelSource; readonly kind: ModelKind; readonly isReady: boolean };
}

/** The worker that lists what is kept, and removes it piece by piece. */
export interface StoredApi {
  list(): Promise<Result<StoredItem[]>>;
  /** Removes one thing; nothing happens where it is gone already. An index that is open is its own worker's to remove. */
  remove(item: Pick<StoredItem, 'kind' | 'id'>): Promise<Result<void>>;
  /**
   * A field pack: a ZIP of the model's files and of those of indexes that are here, with classes and settings.
   * @throws FernglassError `storage-unavailable` where the model is neither the app's nor kept here
   */
  packField(request: PackRequest): Promise<Result<Blob>>;
  /**
   * Puts the files of a field pack where fetched ones lie: all of them are checked before any is kept.
   * @param onProgress bytes that were read, of all: each file is read twice
   * @throws FernglassError `pack-unreadable` where it is none, is damaged, or a later version wrote it; `storage-full`.
   *   Nothing that was here is lost then.
   */
  unpackField(
    pack: Blob,
    onProgress: (progress: { readonly loaded: number; readonly total: number }) => void,
  ): Promise<Result<UnpackedField>>;
}
