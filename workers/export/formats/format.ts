import type { ExportRequest, PhotoResult } from '../../protocol';

/** A piece of an export: text that goes on one of its files, or one of them whole. */
export type Piece =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly content: Blob };

/** One export under way, pure but for the pictures that it reads: what photos become in the order they are given. */
export interface Format {
  /** Whether it is an archive even with one file in it. */
  readonly archive: boolean;
  begin(): readonly Piece[];
  photo(photo: PhotoResult): readonly Piece[] | Promise<readonly Piece[]>;
  end(): readonly Piece[] | Promise<readonly Piece[]>;
  /** Photos that could not be written as they should. */
  readonly leftOut: number;
}

/** Begins an export. @throws FernglassError `input-invalid` where the form asks for what is missing */
export type MakeFormat = (request: ExportRequest) => Format;
