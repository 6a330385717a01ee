import type { ProjectHead, Unversioned } from '../../../../workers/protocol';
import type { Engine } from '../../../engine';
import type { Files } from './files/copy-queue';

/** A project's head but for what the saver fills in. */
export type Head = Unversioned<ProjectHead>;

/** What the saver reads of the engine. */
export type SavedFrom = Pick<
  Engine,
  | 'getState'
  | 'subscribe'
  | 'photo'
  | 'subscribePhotos'
  | 'photoWork'
  | 'keptCaption'
  | 'openPhoto'
  | 'addedFile'
  | 'requestToKeep'
>;

/** What could not be written, and is on the page alone. */
export interface Unsaved {
  readonly why: string;
  /** Whether that is for want of room. */
  readonly isFull: boolean;
  /** Photos of which something is not written. */
  readonly photos: number;
  /** Files that are not copied. */
  readonly copies: Files;
}

/** How the saving goes. */
export interface Saving {
  readonly pending: boolean;
  /** Null while all is written, or on its way. */
  readonly problem: Unsaved | null;
  /** Photos of whose files copies are kept or on their way. */
  readonly copied: Files;
  /** Photos of this visit that are kept where their files lie. */
  readonly referred: number;
  /** Photos whose copies wait until a person agrees to the room that they take. */
  readonly held: Files;
}
