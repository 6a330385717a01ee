import { type ExportOptions, type FolderFacts, NO_FOLDER_FACTS, type PhotoResult } from '../../protocol';

/** The folder in a photo's path; empty where it has none. */
export function folderOf(file: string): string {
  const end = file.lastIndexOf('/');
  return end < 0 ? '' : file.slice(0, end);
}

/** What the user told of the photo's folder. */
export const folderFacts = (file: string, { folders }: Pick<ExportOptions, 'folders'>): FolderFacts =>
  folders[folderOf(file)] ?? NO_FOLDER_FACTS;

/** When a photo was taken, by its own clock, and that clock's zone: the file's, else the folder's, else null. */
export interface TakenAt {
  readonly local: string;
  readonly zone: string | null;
}

/** Null where the file does not say when it was taken. */
export function takenAt(
  { file, facts }: PhotoResult,
  options: Pick<ExportOptions, 'folders'>,
): TakenAt | null {
  if (facts === undefined || facts.time === null) return null;
  return { local: facts.time, zone: facts.zone ?? folderFacts(file, options).zone };
}

/**
 * Whether a photo's clock stands later than the export is made, as that of a camera whose date was never set may: no photo was
 * taken then. Without a zone, it is later in none.
 * @param now ISO 8601 in UTC
 */
export function isInFuture({ local, zone }: TakenAt, now: string): boolean {
  return Date.parse(local + (zone ?? EARLIEST_ZONE)) > Date.parse(now);
}

/** Where clocks are ahead of all others. */
const EARLIEST_ZONE = '+14:00';

/** A place as an export may tell it, in degrees. */
export interface ToldPlace {
  readonly latitude: number;
  readonly longitude: number;
  /** Metres; null where nobody knows. */
  readonly uncertainty: number | null;
  /** The datum: `WGS84`, or the other one by the name that the file has for it. */
  readonly datum: string;
  readonly isRounded: boolean;
}

/** The datum of GPS, by the name that Darwin Core's examples and GBIF's dictionary have for it. */
export const WGS84 = 'WGS84';

/** Digits behind the point that a rounded place keeps: a tenth of a degree is some eleven kilometres. */
const ROUNDED_DIGITS = 1;
/** The same in degrees. */
export const ROUNDED_TO = 10 ** -ROUNDED_DIGITS;
/** Metres from a rounded place to the farthest point that is rounded to it, at the equator. */
const ROUNDED_WITHIN = 7872;

/** Where a photo was taken, by its file, as exactly as asked for; null where it does not say, or must not. */
export function placeOf(
  { facts }: PhotoResult,
  { place: choice }: Pick<ExportOptions, 'place'>,
): ToldPlace | null {
  const place = facts?.place ?? null;
  if (place === null || choice === 'none') return null;
  const isWgs84 = place.datum === null || /^wgs[-_ ]?(?:19)?84$/i.test(place.datum);
  return told(place.latitude, place.longitude, place.uncertainty, isWgs84 ? WGS84 : place.datum!, choice);
}

/** A place that the user gave, as exactly as asked for. */
export function told(
  latitude: number,
  longitude: number,
  uncertainty: number | null,
  datum: string,
  choice: ExportOptions['place'],
): ToldPlace {
  if (choice === 'exact') return { latitude, longitude, uncertainty, datum, isRounded: false };
  const rounded = (degrees: number) => Number(degrees.toFixed(ROUNDED_DIGITS));
  return {
    latitude: rounded(latitude),
    longitude: rounded(longitude),
    uncertainty: ROUNDED_WITHIN + Math.ceil(uncertainty ?? 0),
    datum,
    isRounded: true,
  };
}
