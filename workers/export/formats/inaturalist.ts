import { plainLine } from '../csv';
import { byPerson } from '../photo/decided';
import { isInFuture, placeOf, takenAt, WGS84 } from '../photo/place-and-time';
import type { MakeFormat } from './format';
import { LeftOut } from './left-out';

/** iNaturalist's columns, which it knows by their place alone: it skips the first line. */
export const INATURALIST_COLUMNS = [
  'Taxon name',
  'Date observed',
  'Description',
  'Place name',
  'Latitude / y coord / northing',
  'Longitude / x coord / easting',
  'Tags',
  'Geoprivacy',
] as const;

/** One bad row stops a whole file there, so that files are short. */
export const MOST_ROWS = 300;

/** Observations that a person named, for iNaturalist's import: it takes no photos, and no guesses are offered to it. */
export const inaturalist: MakeFormat = ({ options }) => {
  const leftOut = new LeftOut();
  let rows = 0;
  /** The file that the next row belongs in. */
  const path = () => `inaturalist-${Math.floor(rows / MOST_ROWS) + 1}.csv`;
  const heading = () => ({ path: path(), text: plainLine(INATURALIST_COLUMNS) });
  return {
    archive: false,
    begin: () => [heading()],
    photo(photo) {
      const said = byPerson(photo);
      if (said === null)
        return leftOut.note(photo, 'Nobody said what it shows: iNaturalist is given no guesses.');
      if (said.name === null) return leftOut.note(photo, said.why);
      const taken = takenAt(photo, options);
      if (taken === null) return leftOut.note(photo, 'Its file does not say when it was taken.');
      if (isInFuture(taken, options.now) || isTooOld(taken.local, options.now))
        return leftOut.note(
          photo,
          `Its file says ${taken.local}: the import takes no date to come, and none of ${MOST_YEARS} years ago.`,
        );
      if (!isAscii(said.name))
        return leftOut.note(photo, 'The name has letters beyond ASCII, which the import reads wrong.');
      if (said.name.length > LONGEST_NAME)
        return leftOut.note(photo, `The import takes names of ${LONGEST_NAME} letters at most.`);
      if (/^\s*#/.test(said.name)) return leftOut.note(photo, 'The import skips lines that begin with #.');
      const told = placeOf(photo, options);
      // Columns of latitude and longitude are WGS 84 there.
      const place = told?.datum === WGS84 ? told : null;
      const text = plainLine([
        said.name,
        // With a zone that is known only in ISO 8601 with its T: with a blank it would be read in the account's own zone.
        taken.local + (taken.zone ?? ''),
        toAscii(photo.file),
        '',
        place?.latitude,
        place?.longitude,
        (photo.facts?.keywords ?? [])
          .map((word) => toAscii(word).replaceAll(',', ' '))
          .filter((word) => word.length <= LONGEST_TAG)
          .join(', '),
        place?.isRounded ? 'obscured' : 'open',
      ]);
      const pieces = rows > 0 && rows % MOST_ROWS === 0 ? [heading()] : [];
      const row = { path: path(), text };
      rows++;
      return [...pieces, row];
    },
    end: () => leftOut.pieces(),
    get leftOut() {
      return leftOut.count;
    },
  };
};

/** What iNaturalist's records hold: one row beyond it stops a whole file. */
const LONGEST_NAME = 256;
const LONGEST_TAG = 255;
const MOST_YEARS = 130;

function isTooOld(local: string, now: string): boolean {
  const oldest = new Date(now);
  oldest.setUTCFullYear(oldest.getUTCFullYear() - MOST_YEARS);
  return Date.parse(`${local}Z`) < oldest.getTime();
}

const isAscii = (text: string) => /^[\x20-\x7e]*$/.test(text);

/** Letters without their accents; what has none that is plain becomes a question mark. */
const toAscii = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/gu, '?');
