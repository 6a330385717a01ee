import type { ExportOptions, PhotoResult } from '../../protocol';
import { columnsOf } from '../columns';
import { csvHead, csvPhoto } from '../csv';
import { JsonWriter } from '../json/write';
import { placeOf } from '../photo/place-and-time';
import type { MakeFormat } from './format';

/** One line a photo, for spreadsheets. */
export const csv: MakeFormat = (request) => {
  const { options } = request;
  const columns = columnsOf(request);
  const path = 'photos.csv';
  return {
    archive: false,
    begin: () => [{ path, text: csvHead(columns, options.csvStart) }],
    photo: (photo) => [{ path, text: csvPhoto(photo, columns, request) }],
    end: () => [],
    leftOut: 0,
  };
};

/** All that is known of each photo. */
export const json: MakeFormat = ({ head, options }) => {
  const path = 'photos.json';
  const writer = new JsonWriter(head);
  return {
    archive: false,
    begin: () => [{ path, text: writer.begin() }],
    photo: (photo) => [{ path, text: writer.photo(shown(photo, options)) }],
    end: () => [{ path, text: writer.end() }],
    leftOut: 0,
  };
};

/** A photo without files, and with its place as exactly as asked for. */
function shown(photo: PhotoResult, options: ExportOptions): PhotoResult {
  const { content: _content, sidecar: _sidecar, embedding: _embedding, facts, ...rest } = photo;
  if (facts === undefined) return rest;
  const told = placeOf(photo, options);
  if (told === null || facts.place === null) return { ...rest, facts: { ...facts, place: null } };
  const { latitude, longitude, uncertainty } = told;
  const altitude = told.isRounded ? null : facts.place.altitude;
  const place = { latitude, longitude, uncertainty, altitude, datum: facts.place.datum };
  return { ...rest, facts: { ...facts, place } };
}
