import { FernglassError } from '../../../core';
import { type Column, type Columns, EXTRAS, type Extra, type Places } from './rows';

/** Names that the caption's column may have where none is given, the first that exists. */
const CAPTION_NAMES = ['caption', 'text'];

/** Whether a column is wanted by its name, so that the input's first record holds names. */
export const anyNamed = (wanted: Columns) =>
  (['caption', ...EXTRAS] as const).some(
    (field) => wanted[field] !== undefined && typeof wanted[field] !== 'number',
  );

/** Where the wanted columns lie among `names`. */
export function placesAmong(names: readonly string[], wanted: Columns): Places {
  const caption =
    wanted.caption === undefined ? columnAt(names, CAPTION_NAMES) : columnAt(names, wanted.caption);
  return { caption, ...extraPlaces((column) => columnAt(names, column), wanted) };
}

/**
 * As `placesAmong`, for an input whose records all have the same columns.
 * @throws FernglassError `input-invalid` when a wanted one is missing.
 */
export function requiredPlaces(names: readonly string[], wanted: Columns): Places {
  const places = placesAmong(names, wanted);
  for (const field of ['caption', ...EXTRAS] as const)
    if (places[field] !== undefined && places[field] < 0) throw missingColumn(wanted[field], names);
  return places;
}

/** Places of columns that are given by number, in an input without names. */
export function numberedPlaces(wanted: Columns): Places {
  return { caption: Number(wanted.caption ?? 0) - 1, ...extraPlaces((column) => Number(column) - 1, wanted) };
}

function extraPlaces(placeOf: (column: Column) => number, wanted: Columns): Partial<Record<Extra, number>> {
  const places: Partial<Record<Extra, number>> = {};
  for (const extra of EXTRAS) {
    const column = wanted[extra];
    if (column !== undefined) places[extra] = placeOf(column);
  }
  return places;
}

/** The position of a column among `names`, or −1. */
function columnAt(names: readonly string[], wanted: Column): number {
  if (typeof wanted === 'number') return wanted <= names.length ? wanted - 1 : -1;
  if (typeof wanted !== 'string')
    return wanted.map((name) => columnAt(names, name)).find((at) => at >= 0) ?? -1;
  const exact = names.findIndex((name) => name.trim() === wanted);
  return exact >= 0 ? exact : names.findIndex((name) => name.trim().toLowerCase() === wanted.toLowerCase());
}

/** The error for a column that an input lacks, naming those that it has. */
function missingColumn(wanted: Column | undefined, names: readonly string[]): FernglassError {
  const wantedNames = wanted === undefined ? CAPTION_NAMES : typeof wanted === 'object' ? wanted : [wanted];
  const what = `a column ${wantedNames.map((name) => `"${name}"`).join(' or ')}`;
  const has = names
    .slice(0, 20)
    .map((name) => `"${name.slice(0, 60)}"`)
    .join(', ');
  return new FernglassError(
    'input-invalid',
    `The captions lack ${what}; the columns are ${has}. Name one with --column.`,
  );
}
