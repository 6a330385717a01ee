import type { StoreApi } from 'zustand/vanilla';
import type { TextStore } from '../embedding/text-store';
import type { CaptionStore } from '../retrieval/caption-store';
import type { Scorer } from '../scoring/scorer';
import type { ClassRecord, PhotoRecord } from './records';
import type { EngineState, Photo, Prompts } from './types';

/** What the stages share. */
export interface Parts {
  readonly store: StoreApi<EngineState>;
  /** In the order they were added. */
  readonly photos: Map<string, PhotoRecord>;
  classes: readonly ClassRecord[];
  /** The last templates that hold a `{}`: one being typed does not empty the answers. */
  prompts: Prompts;
  readonly captions: CaptionStore;
  readonly texts: TextStore;
  readonly scorer: Scorer;
  /** Changes what the page sees of a photo. */
  setPhoto(record: PhotoRecord, change: Partial<Photo>): void;
  /** Another text must be embedded: the opened index's fingerprint, or one that `texts` was asked for. */
  embeddingNeeded(): void;
  /** Texts beyond the class list were embedded. */
  textsEmbedded(): void;
  /** To be called after anything that may change queue, answers or idleness. */
  changed(): void;
}
