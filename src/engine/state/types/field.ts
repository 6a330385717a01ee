import type { PlainError } from '../../../../core';

/** What work without a network needs beside captions. `decoders`: those that few photo formats need. */
export type FieldPart =
  | 'app'
  | 'decoders'
  | 'model'
  | 'second encoder'
  | 'second vectors'
  | 'picture vectors';

/** How large such a part is; null where nobody says. */
export interface FurtherNeed {
  readonly part: FieldPart;
  readonly bytesNeeded: number | null;
  /** Null where it is not here, or not known to be, and nobody says how large it is. */
  readonly bytesMissing: number | null;
  /** Whether it can be fetched from here; what cannot is named, and left to the proof. */
  readonly canCome: boolean;
}

/** What the classes and photos that are here need where there is no network: of captions, in all indexes together. */
export interface FieldNeed {
  readonly indexes: number;
  /** Of everything that is to be fetched, captions or not, as far as sizes are known. */
  readonly bytesMissing: number;
  /** Of captions, as the two that follow. */
  readonly bytesNeeded: number;
  readonly bytesTotal: number;
  /** Captions in what is needed, of all. */
  readonly captions: number;
  readonly captionsTotal: number;
  /** Part of the nearest captions that is expected to be found, 0–1: of the index that does worst. */
  readonly recall: number;
  /** Whether more may turn out to be needed once what is missing has come. */
  readonly mayGrow: boolean;
  /** What else is needed. */
  readonly further: readonly FurtherNeed[];
}

/** What a fresh engine without a network answered for the sample photos. */
export interface FieldProof {
  /** Photos that both classified. */
  readonly photos: number;
  readonly same: number;
  /** Why it gave no answers; null where it did. */
  readonly problem: string | null;
}

/** A part of an index that was fetched for the field. */
export interface PreparedIndex {
  readonly address: string;
  readonly captions: number;
  readonly captionsTotal: number;
}

/** What was prepared for a list of classes; kept between visits. */
export interface PreparedField {
  /** Of the classes and of what they are embedded with: other ones were not prepared for. */
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly classes: number;
  /** Sample photos. */
  readonly photos: number;
  readonly recall: number;
  readonly indexes: readonly PreparedIndex[];
  /** Null where there was nothing to prove it by. */
  readonly proof: FieldProof | null;
}

export interface FieldState {
  /** `asking`: what has to be fetched waits for the user; `stopped`: fetching was paused, or failed. */
  readonly status: 'resting' | 'planning' | 'asking' | 'fetching' | 'stopped' | 'proving';
  readonly need: FieldNeed | null;
  /** Bytes that have come of those that were missing. */
  readonly progress: { readonly loaded: number; readonly total: number } | null;
  readonly error: PlainError | null;
  /** For all lists of classes, the newest first. */
  readonly prepared: readonly PreparedField[];
}

/** Has what the classes and the sample photos need fetched, and proven without a network. */
export interface FieldWork {
  /** Plans; fetches at once where little is missing, else waits for `fetch`. `EngineState.field` tells how it goes. */
  prepare(): Promise<void>;
  /** Fetches what the plan names, and then proves it; goes on after a pause or a failure. */
  fetch(): Promise<void>;
  /** Stops fetching; what came stays, and is searched. */
  pause(): void;
  /** Gives it up; what came stays. */
  cancel(): void;
  /** Takes what a field pack says was prepared, once its files are here; what cannot be read of it is passed over. */
  take(prepared: unknown): void;
  /** What was prepared for the present classes and model; null where nothing was. */
  prepared(): PreparedField | null;
}
