import type { StoreApi } from 'zustand/vanilla';
import type { NetworkChoice } from '../../../workers/protocol';
import type { TextStore } from '../embedding/texts/text-store';
import type { CaptionStore } from '../retrieval/captions/caption-store';
import type { Scorer } from '../scoring/scorer/scorer';
import type { Basis } from './basis';
import type { PhotoRecords } from './photos/photo-records';
import type { ClassRecord } from './records';
import type { EngineState, Prompts } from './types';

/** What the stages share: the state, the records of photos and classes, and what was found and embedded for them. */
export interface EngineData {
  readonly store: StoreApi<EngineState>;
  readonly photos: PhotoRecords;
  classes: readonly ClassRecord[];
  /** Rises when classes get prototypes. */
  classesBuilt: number;
  /** The last templates that hold a `{}`: one being typed does not empty the answers. */
  prompts: Prompts;
  readonly captions: CaptionStore;
  readonly texts: TextStore;
  readonly scorer: Scorer;
  /** What derived values must belong to, to be shown now. */
  basis(): Basis;
  /** Which hosts the user chose: workers are told before their first call, and when it changes. */
  network(): NetworkChoice;
  /** Another text must be embedded: the opened index's fingerprint, or one that `texts` was asked for. */
  embeddingNeeded(): void;
  /** Texts beyond the class list were embedded. */
  textsEmbedded(): void;
  /** Captions of photos were found: names may be read in them. */
  captionsFound(): void;
  /** A work loop has run dry: the engine may be idle. Changes of the state and of photos are noticed without a call. */
  settled(): void;
}
