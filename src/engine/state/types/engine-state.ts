import type { ClassNames, FernglassError, PlainError } from '../../../../core';
import type { Backend, ModelSource, SpaceKind } from '../../../../workers/protocol';
import type { ClassEntry, ClassReading } from './classes';
import type { FieldState } from './field';
import type { ClassRetrievalState, IndexState, ModelState, SpaceState } from './model-and-index';
import type { OwnState } from './own';
import type { PhotoCounts } from './photos';
import type { PrecisionState } from './precision';
import type { Request } from './request';
import type { PhotoSearchState } from './search';

/** Photos and texts under way. */
export interface QueueState {
  /** Photos of the present batch that are finished, failed ones included. */
  readonly done: number;
  readonly total: number;
  readonly running: boolean;
}

export interface OfflineState {
  /** Whether a reload without network would work now, model and index included. */
  readonly ready: boolean;
  /** What is still missing, or why it cannot be, in words for the user; empty when ready. */
  readonly reasons: readonly string[];
  readonly storedBytes: number | null;
  /** Whether the browser promised not to evict the storage. */
  readonly persisted: boolean | null;
  /** A newer version of the app is stored and waits for the user's consent. */
  readonly updateWaiting: boolean;
}

export interface EngineState {
  readonly request: Request;
  /** Whether nothing but the app's own origin may be asked; not a part of the request, since it holds in every tab. */
  readonly closed: boolean;
  /** A back end fixed by `?backend=`, or null for the ladder. */
  readonly forcedBackend: Backend | null;
  readonly model: ModelState;
  readonly precision: PrecisionState;
  /** A model that the user asks about, which is not loaded: its host may be asked. */
  readonly considered: ModelSource | null;
  /** The first index: the one that the page speaks of where it speaks of one. */
  readonly index: IndexState;
  /** Those that are searched beside it, by address. */
  readonly furtherIndexes: Readonly<Record<string, IndexState>>;
  readonly classRetrieval: ClassRetrievalState;
  readonly spaces: Readonly<Record<SpaceKind, SpaceState>>;
  /** Indexes made of the user's own captions. */
  readonly own: OwnState;
  /** What is prepared for places without a network. */
  readonly field: FieldState;
  readonly classes: readonly ClassEntry[];
  /** The list that answers refer to: `classes` once all of them are embedded, until then the list before. */
  readonly shownClasses: readonly ClassNames[];
  readonly classProblems: readonly FernglassError[];
  /** As of the last time the list rested. */
  readonly classReading: ClassReading;
  readonly promptProblems: {
    readonly zeroShot: FernglassError | null;
    readonly retrieval: FernglassError | null;
  };
  /** In the order they were added; another array only when photos come or go. `Engine.photo` has each of them. */
  readonly photoIds: readonly string[];
  readonly photoCounts: PhotoCounts;
  readonly queue: QueueState;
  readonly offline: OfflineState;
  /** Rises whenever every answer may have changed; of single ones `Engine.subscribePhotos` tells. */
  readonly answersRevision: number;
  /** Which photos are sought by what they show. */
  readonly search: PhotoSearchState;
  /** Why the chosen method gives no answers, as far as that is its own fault. */
  readonly methodError: PlainError | null;
  /** True when nothing is loading, embedding, searching or scoring. */
  readonly idle: boolean;
}
