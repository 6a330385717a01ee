import type { Result } from '../../core';

/** What a file that lies beside photos is. */
export type SideFileKind = 'picture' | 'class list' | 'labels' | 'recognition' | 'archive' | 'other';

/** What a file's content and name say of it. */
export interface Looked {
  readonly kind: SideFileKind;
  /** For the user: “a video”. */
  readonly words: string;
}

/** A file in an archive; folders are none. */
export interface ArchiveEntry {
  /** As unpacking would name it, with `/` between its parts. */
  readonly path: string;
  /** Bytes unpacked, as the archive says. */
  readonly bytes: number;
  /** Why it cannot be taken, and what can be done, as a sentence; null where it can. */
  readonly problem: string | null;
}

/** A file without what else is in it: not every structured clone keeps a file's name. */
export interface NamedBlob {
  readonly name: string;
  readonly content: Blob;
}

/** Rows of texts under columns, in the file's order. */
export interface TextTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Unpacked extends NamedBlob {
  /** Milliseconds since 1970, as of files. */
  readonly lastModified: number;
}

/** The worker that reads files on their way into the light table. */
export interface IntakeApi {
  /** Looks at the first bytes of each file; one that cannot be read is `other`. */
  look(files: readonly NamedBlob[]): Promise<Result<readonly Looked[]>>;
  /** SHA-256 of each file's content in hex; null where it cannot be had. */
  digests(files: readonly Blob[]): Promise<Result<readonly (string | null)[]>>;
  /** Opens an archive in place of the one before; `input-invalid` when it is none or is damaged. */
  openArchive(archive: Blob): Promise<Result<readonly ArchiveEntry[]>>;
  /** As `look`, of an entry of the opened archive. */
  lookInArchive(at: number): Promise<Result<Looked>>;
  /** Unpacks an entry of the opened archive; `input-invalid`, with what to do, when it cannot be. */
  unpack(at: number): Promise<Result<Unpacked>>;
  /** The columns of text of a Parquet file; `input-invalid` when it is none, is damaged or holds no text. */
  textsOfParquet(file: NamedBlob): Promise<Result<TextTable>>;
  /** Gives up the entry that is being unpacked. */
  giveUp(): Promise<void>;
}
