import type { PlainError } from '../../../../core';
import type { OwnIndex, OwnJob } from '../../../../workers/protocol';

/** Captions of the user's own that are being embedded. */
export interface OwnJobState {
  readonly address: string;
  readonly title: string;
  /** The checkpoint that embeds them: while another is loaded, they wait. */
  readonly model: OwnJob['model'];
  readonly done: number;
  readonly total: number;
  /** Captions a second since it began or went on; null until some have come. */
  readonly perSecond: number | null;
  /** Further indexes that wait for their turn. */
  readonly waiting: number;
}

/** Indexes that were made in this browser, and what is being made. */
export interface OwnState {
  readonly indexes: readonly OwnIndex[];
  readonly job: OwnJobState | null;
  readonly paused: boolean;
  /** Why it does not go on; null while it does. */
  readonly error: PlainError | null;
}
