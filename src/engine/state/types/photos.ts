import type { DetectedBox, PlainError } from '../../../../core';
import type {
  BoxLabel,
  KeptPhoto,
  KeptWork,
  Label,
  PhotoFacts,
  PhotoWarning,
} from '../../../../workers/protocol';

export type PhotoStatus =
  /** Waits for its turn. */
  | 'queued'
  | 'working'
  /** The user pressed Cancel before its turn came. */
  | 'cancelled'
  /** Embedded with the requested model and searched in the requested index as far as it goes. */
  | 'done'
  | 'failed';

/** A photo as the page sees it: another object whenever it, or its own answer, changes. */
export interface Photo {
  readonly id: string;
  /** File name, with its folder when a folder was dropped. */
  readonly file: string;
  readonly bytes: number;
  /** When the file was changed last, in milliseconds since 1970. */
  readonly modified: number;
  readonly type: string;
  /** Higher for each photo added: the order of the list, also for one that was away. */
  readonly added: number;
  readonly status: PhotoStatus;
  /** Why it failed; the photo stays in the list. */
  readonly error: PlainError | null;
  /** What of the picture was not read: its answer is that of the rest. Empty where it was read whole. */
  readonly warnings: readonly PhotoWarning[];
  /** Null until the photo was decoded. */
  readonly thumbnail: Blob | null;
  /** Pixels after EXIF orientation; 0 until known. */
  readonly width: number;
  readonly height: number;
  /** What its file says of itself; null until that was read. */
  readonly facts: PhotoFacts | null;
  /** What a person says that it shows, which stands beside every method's answer and wins over it; null until they say. */
  readonly label: Label | null;
  /** What a person wrote down about it; empty where they did not. */
  readonly note: string;
  /** What it shows one picture of, as a file of labels says: a lesion, a deployment, a burst; null where none says. */
  readonly group: string | null;
  /** What a detector found in it, the surest first; null where nobody gave that. */
  readonly boxes: readonly DetectedBox[] | null;
  /** The one of them whose surroundings are classified, which its answer is of; null where that is the whole photo. */
  readonly classified: DetectedBox | null;
  /**
   * Further boxes that are classified for themselves, the surest first; `classified` says which each is, and the engine
   * answers for each under its own id. Empty for a box.
   */
  readonly further: readonly Photo[];
  /** What a person says of single boxes, whether they are classified now or not; `label` of a further box is of these. */
  readonly boxLabels: readonly BoxLabel[];
  /** Whether its file is not to be had any more, so that nothing more of it can be embedded. */
  readonly isFileGone: boolean;
  /** Whether an animal in it cannot be classified for itself, as the file is gone and it was not embedded before. */
  readonly lacksCrops: boolean;
}

/** Photos by status. */
export interface PhotoCounts extends Readonly<Record<PhotoStatus, number>> {
  readonly total: number;
  /** Those whose picture was read only in part, whatever their status. */
  readonly incomplete: number;
  /** Those that a detector found something in, and those of which a box is classified. */
  readonly boxed: number;
  readonly cropped: number;
  /** Those in which an animal cannot be classified for itself any more. */
  readonly lacksCrops: number;
  /** Further boxes of photos that are classified for themselves, and those of them that wait. */
  readonly further: number;
  readonly furtherWaiting: number;
  /** Those that failed for want of a decoder that could not be loaded. */
  readonly undecoded: number;
}

/** A photo as an earlier visit kept it. */
export interface RestoredPhoto {
  readonly photo: KeptPhoto;
  readonly work: KeptWork | null;
  readonly thumbnail: Blob | null;
  /** Whether it is known that its file is not kept. */
  readonly isFileGone: boolean;
  /** Gets at its file; rejects with `photo-file-missing` where that is not to be had. */
  readonly open: () => Promise<File>;
}

/** Photos that were taken out, with all that was computed for them. */
export interface RemovedPhotos {
  readonly ids: readonly string[];
  /** About what keeping them takes. */
  readonly bytes: number;
  /** Puts them back where they were; what still holds is not computed again. To be called once. */
  putBack(): void;
}
