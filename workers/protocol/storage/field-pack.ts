import type { ModelSource } from '../model/model-source';

/** What goes into a field pack beside files. */
export interface PackRequest {
  /** Which build of the app writes it, as that names itself. */
  readonly shell: string;
  /** The page's address: what lies below it comes with the app, and is not packed. */
  readonly base: string;
  readonly model: ModelSource;
  /** Indexes, by their addresses. */
  readonly indexes: readonly string[];
  /** Classes and settings, in the form in which they are kept. */
  readonly request: unknown;
  /** What was prepared for the field, as that is kept; null where nothing was. */
  readonly prepared: unknown;
}

/** A field pack whose files are in the stores now. */
export interface UnpackedField extends Pick<PackRequest, 'shell' | 'request' | 'prepared'> {
  /** When it was written, in milliseconds since 1970. */
  readonly at: number;
  readonly files: number;
  readonly bytes: number;
}
