import type { Result } from '../../../core';
import type { DeviceSource, ModelKind } from '../model/model-source';

/** A file that the user chose, under its path from the folder that was chosen. */
export interface PickedFile {
  readonly path: string;
  readonly content: Blob;
}

/** A model that was taken in. */
export interface OpenedModel {
  readonly source: DeviceSource;
  readonly kind: ModelKind;
}

/** How far the opening of a model is. */
export interface OpeningProgress {
  /** `unpacking` an archive, `checking` what the files are, `keeping` them in this browser. */
  readonly step: 'unpacking' | 'checking' | 'keeping';
  /** Bytes of this step. */
  readonly loaded: number;
  readonly total: number;
}

/** The worker that takes models from this device into the browser's store. */
export interface LibraryApi {
  /**
   * Takes a model's folder in: looks whether it is one, reads every file to its end, keeps them. Nothing is kept of one
   * that is refused or given up.
   * @param name what it is called where its files tell of no folder
   * @returns `model-unsupported`, `model-not-found` or `model-unreadable`, with the reason, where it is no model;
   * `storage-full`
   */
  openFolder(
    files: readonly PickedFile[],
    name: string,
    onProgress: (progress: OpeningProgress) => void,
  ): Promise<Result<OpenedModel>>;
  /** The same for a ZIP archive of such a folder; `input-invalid` where it cannot be unpacked. */
  openArchive(
    archive: Blob,
    name: string,
    onProgress: (progress: OpeningProgress) => void,
  ): Promise<Result<OpenedModel>>;
  /** Whether an archive's names are those of a model; false where it is no archive. */
  holdsModel(archive: Blob): Promise<Result<boolean>>;
  /** Ends what is being opened with an abort. */
  giveUp(): Promise<void>;
}
