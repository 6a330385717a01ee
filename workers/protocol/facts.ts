import type { Result } from '../../core';

/** Where a photo was taken, in degrees of WGS 84 (or of the datum that the file names). */
export interface PhotoPlace {
  /** −90 to 90. */
  readonly latitude: number;
  /** −180 to 180. */
  readonly longitude: number;
  /** Metres within which it lies, where the file says so. */
  readonly uncertainty: number | null;
  /** Metres above the sea; null where the file has none. */
  readonly altitude: number | null;
  /** The datum's name as the file has it; null where it names none: GPS is WGS 84 then. */
  readonly datum: string | null;
}

/** What a photo's file says of itself in EXIF, IPTC and XMP. Null and empty where it says nothing: nothing is made up. */
export interface PhotoFacts {
  /** When the picture was taken by the camera's clock: `2026-05-01T06:12:00`. */
  readonly time: string | null;
  /** That clock's distance from UTC, `+02:00`; most cameras write none. */
  readonly zone: string | null;
  readonly place: PhotoPlace | null;
  /** Maker and model in one. */
  readonly camera: string | null;
  /** Who took it. */
  readonly creator: string | null;
  /** The copyright or licence line. */
  readonly rights: string | null;
  readonly keywords: readonly string[];
  /** Keywords as paths, `Plantae|Polypodiales`. */
  readonly paths: readonly string[];
  /** Stars, 0–5; −1 is “rejected”. */
  readonly rating: number | null;
  /** Why something of it may be missing, as a sentence; null where all of it was read. */
  readonly problem: string | null;
}

/** Facts of a file that says nothing. */
export const NO_FACTS: PhotoFacts = {
  time: null,
  zone: null,
  place: null,
  camera: null,
  creator: null,
  rights: null,
  keywords: [],
  paths: [],
  rating: null,
  problem: null,
};

/** The worker that reads what photos say of themselves. */
export interface FactsApi {
  /** Facts of each file, in order; one that cannot be read has a `problem`. */
  readFacts(files: readonly Blob[]): Promise<Result<readonly PhotoFacts[]>>;
}
