import type { PlainError } from '../../../../core';
import type { EncoderInfo, IndexInfo, SearchMode } from '../../../../workers/protocol';

/** How far the loading of a model is. */
export interface LoadingProgress {
  /** Bytes that are there. */
  readonly loaded: number;
  readonly total: number;
  /** Over the network, of late; null while nothing comes from there, or it cannot be said yet. */
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
}

export interface ModelState {
  /** `paused`: the user stopped its download; what came is kept. */
  readonly status: 'loading' | 'ready' | 'failed' | 'paused';
  /** Bytes of the files on their way; null when nothing loads or the size is unknown. */
  readonly progress: LoadingProgress | null;
  readonly info: EncoderInfo | null;
  readonly error: PlainError | null;
  /** What the user should know: rungs that were skipped and why. */
  readonly notices: readonly string[];
}

export interface IndexState {
  /** `unfit`: embedded by another model than the one loaded; retrieval is off until a fitting one is chosen. */
  readonly status: 'opening' | 'downloading' | 'ready' | 'paused' | 'failed' | 'unfit';
  readonly info: IndexInfo | null;
  readonly error: PlainError | null;
  /** What has to be agreed to before the first caption of a large index is fetched; null where nothing has. */
  readonly asks: LargeDownload | null;
  /** Whether the stored version is open and its host is still asked for a newer one. */
  readonly awaitsHost: boolean;
  /** What the last search for photos looked at, on average; null before there was one in this index. */
  readonly seen: SearchSeen | null;
}

/** A download that is large enough to be asked about first. */
export interface LargeDownload {
  readonly bytes: number;
  /** Where it would come from. */
  readonly host: string;
  /** Bytes that this page may still store; null where the browser does not say. */
  readonly freeBytes: number | null;
}

/** How much of an index a search looked at. */
export interface SearchSeen {
  /** Captions that each query was compared with. */
  readonly compared: number;
  /** Captions that could be searched, of all in the index. */
  readonly searched: number;
  readonly total: number;
  /** Part of the nearest captions that is expected to be among those found, 0–1. */
  readonly recall: number;
}

/** A mode of seeking captions for classes, as the opened index serves it. */
export interface SearchModeOffer {
  readonly mode: SearchMode;
  readonly offered: boolean;
  /** Why it is not offered, or not in full, and what is done instead; null where there is nothing to say. */
  readonly note: string | null;
}

/** How captions are sought for the classes. */
export interface ClassRetrievalState {
  /** Every mode, in the order of the menu. */
  readonly modes: readonly SearchModeOffer[];
  /** The mode of the captions that the classes have now: the requested one once they are searched in it. */
  readonly mode: SearchMode;
  /** Captions that the last search for classes saw, of all; null before it. */
  readonly searched: { readonly captions: number; readonly total: number } | null;
}

/** How far an index's further vectors have come: those of its pictures, or a second text encoder's and that encoder. */
export interface SpaceState {
  /** `unused`: nothing has needed them yet. */
  readonly status: 'unused' | 'loading' | 'ready' | 'failed';
  /** Bytes of the files on their way; null when nothing loads or the size is unknown. */
  readonly progress: { readonly loaded: number; readonly total: number } | null;
  /** Why they did not come; what needs them does without. */
  readonly error: PlainError | null;
}
