import { DOMParser } from '@xmldom/xmldom';
import ExifReader from 'exifreader';
import { NO_FACTS, type PhotoFacts, type PhotoPlace } from '../protocol';
import { readFactBytes } from './head';

type Tag = { readonly value?: unknown; readonly description?: unknown };
type Tags = Readonly<Record<string, Tag | readonly Tag[] | undefined>>;
/** What the reader found, by standard. */
type Groups = Readonly<Partial<Record<'exif' | 'xmp' | 'iptc', Tags>>>;

/** A worker has no parser of XML of its own. XMP that is no XML says nothing. */
const XML = new DOMParser({ onError() {} }) as unknown as { parseFromString(text: string): Document };

const load = (bytes: ArrayBuffer): Groups =>
  ExifReader.load(bytes, { expanded: true, async: false, domParser: XML as never }) as object;

/** What the reader says of a file without any facts, or of a kind that has none. */
const NOTHING_THERE = /no exif data|invalid image format/i;

/** What a picture's file says of itself. Never throws: `problem` says what could not be read. */
export async function factsOf(file: Blob): Promise<PhotoFacts> {
  try {
    const { bytes, cut } = await readFactBytes(file);
    const facts = readFacts(bytes);
    return cut
      ? { ...facts, problem: 'Only the beginning of this large file was searched for facts.' }
      : facts;
  } catch {
    return { ...NO_FACTS, problem: 'What the file says of itself could not be read.' };
  }
}

/** Facts in a file's bytes, from its beginning. */
export function readFacts(bytes: Uint8Array<ArrayBuffer>): PhotoFacts {
  let groups: Groups;
  try {
    groups = load(bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer);
  } catch (thrown) {
    if (thrown instanceof Error && NOTHING_THERE.test(thrown.message)) return NO_FACTS;
    return { ...NO_FACTS, problem: 'What the file says of itself is damaged, and was not read.' };
  }
  return factsFrom(groups);
}

/** What the tags say; each fact by the standard that is nearest to the camera first. */
function factsFrom({ exif = {}, xmp = {}, iptc = {} }: Groups): PhotoFacts {
  const inExif = clock(textOf(exif.DateTimeOriginal));
  const inXmp = clock(textOf(xmp.DateTimeOriginal)) ?? clock(textOf(xmp.DateCreated));
  const zone = offset(textOf(exif.OffsetTimeOriginal)) ?? offset(textOf(exif.OffsetTime));
  const rating = Number(textOf(xmp.Rating) ?? Number.NaN);
  return {
    time: (inExif ?? inXmp)?.time ?? null,
    zone: inExif !== null ? zone : (inXmp?.zone ?? null),
    place: placeOf(exif),
    camera: camera(textOf(exif.Make), textOf(exif.Model)),
    creator: textOf(exif.Artist) ?? textOf(xmp.creator) ?? textOf(iptc['By-line']),
    rights: textOf(exif.Copyright) ?? textOf(xmp.rights) ?? textOf(iptc['Copyright Notice']),
    keywords: [...new Set([...textsOf(xmp.subject), ...textsOf(iptc.Keywords)])],
    paths: textsOf(xmp.hierarchicalSubject),
    rating: Number.isInteger(rating) && rating >= -1 && rating <= 5 ? rating : null,
    problem: null,
  };
}

/** `2026:05:01 06:12:00` of EXIF, or XMP's `2026-05-01T06:12:00.00+02:00`; null for blanks, zeros and days that are none. */
function clock(text: string | null): { readonly time: string; readonly zone: string | null } | null {
  const parts = /^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/.exec(
    text ?? '',
  );
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second = '00', zone] = parts;
  const time = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const date = new Date(`${time}Z`);
  // What is no day of the calendar becomes another one, or none.
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 19) !== time || Number(year) < 1800)
    return null;
  return { time, zone: offset(zone ?? null) };
}

function offset(text: string | null): string | null {
  if (text === 'Z') return '+00:00';
  return text !== null && /^[+-](?:0\d|1[0-4]):[0-5]\d$/.test(text) ? text : null;
}

/** Null without a hemisphere, out of range, or at 0° 0′, which receivers without a fix write. */
function placeOf(exif: Tags): PhotoPlace | null {
  const latitude = degrees(exif, 'GPSLatitude', { N: 1, S: -1 }, 90);
  const longitude = degrees(exif, 'GPSLongitude', { E: 1, W: -1 }, 180);
  if (latitude === null || longitude === null || (latitude === 0 && longitude === 0)) return null;
  const below = (exif.GPSAltitudeRef as Tag | undefined)?.value === 1;
  const altitude = ratio(exif.GPSAltitude);
  const uncertainty = ratio(exif.GPSHPositioningError);
  return {
    latitude,
    longitude,
    uncertainty: uncertainty !== null && uncertainty > 0 ? uncertainty : null,
    altitude: altitude === null ? null : below ? -altitude : altitude,
    datum: textOf(exif.GPSMapDatum),
  };
}

function degrees(
  exif: Tags,
  name: string,
  signs: Readonly<Record<string, number>>,
  most: number,
): number | null {
  const parts = (exif[name] as Tag | undefined)?.value;
  const hemisphere = (exif[`${name}Ref`] as Tag | undefined)?.value;
  const sign = signs[Array.isArray(hemisphere) ? String(hemisphere[0]).toUpperCase() : ''];
  if (sign === undefined || !Array.isArray(parts) || parts.length !== 3) return null;
  const [whole, minutes, seconds] = parts.map(quotient);
  const value = sign * (whole! + minutes! / 60 + seconds! / 3600);
  // Seven digits are a centimetre: what follows is the rounding of the fractions.
  return Number.isFinite(value) && Math.abs(value) <= most ? Number(value.toFixed(7)) : null;
}

const quotient = (value: unknown) =>
  Array.isArray(value) ? Number(value[0]) / Number(value[1]) : Number.NaN;

function ratio(tag: Tags[string]): number | null {
  const value = quotient((tag as Tag | undefined)?.value);
  return Number.isFinite(value) ? value : null;
}

/** Makers stand in many a model's name already. */
function camera(make: string | null, model: string | null): string | null {
  if (make === null || model === null) return model ?? make;
  const first = make.split(/\s/)[0]!.toLowerCase();
  return model.toLowerCase().startsWith(first) ? model : `${make} ${model}`;
}

/** A tag's text without blanks around it and the zeros that pad it; the first one of several, null for none. */
const textOf = (tag: Tags[string]): string | null => textsOf(tag)[0] ?? null;

function textsOf(tag: Tags[string]): string[] {
  const values = (Array.isArray(tag) ? tag : [tag]).flatMap((one: Tag | undefined) =>
    Array.isArray(one?.value) && one.value.every((its) => typeof its === 'object' && its !== null)
      ? one.value.map((its: Tag) => its.description)
      : [one?.description],
  );
  return values.flatMap((value) => {
    const text = typeof value === 'string' ? value.replaceAll('\0', '').trim() : '';
    return text === '' ? [] : [text];
  });
}
