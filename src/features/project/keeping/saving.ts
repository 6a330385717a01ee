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

/** How the saving goes; `problem` says what is not saved and why. */
export interface Saving {
  readonly pending: boolean;
  readonly problem: string | null;
  /** Photos of whose files copies are kept or on their way. */
  readonly copied: Files;
  /** Photos of this visit that are kept where their files lie. */
  readonly referred: number;
  /** Photos whose copies wait until a person agrees to the room that they take. */
  readonly held: Files;
}
