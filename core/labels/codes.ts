import { parseClasses } from '../classes/parse';
import { headerKey } from './columns';

/** Names of classes by the code that stands for them; codes are folded. */
export type ClassCodes = ReadonlyMap<string, readonly string[]>;

/** A code as codes are compared: without case and leading zeros. */
export const foldCode = (code: string): string =>
  code
    .trim()
    .toLowerCase()
    .replace(/^0+(?=\d)/, '');

/** The diagnoses of HAM10000 (Tschandl et al. 2018) and of the ISIC challenges that go on with its codes. */
const LESION_CODES: ClassCodes = new Map([
  ['akiec', ['actinic keratosis']],
  ['ak', ['actinic keratosis']],
  ['bcc', ['basal cell carcinoma']],
  ['bkl', ['benign keratosis']],
  ['df', ['dermatofibroma']],
  ['mel', ['melanoma']],
  ['nv', ['melanocytic nevus']],
  ['vasc', ['vascular lesion']],
  ['scc', ['squamous cell carcinoma']],
]);

/** The codes that are known without a file, where all of these classes are some of them: one alone may be anything's. */
export function knownCodes(classNames: Iterable<string>): ClassCodes | null {
  const codes = new Set([...classNames].map(foldCode));
  // ISIC's column for what is none of them.
  codes.delete('unk');
  return codes.size >= 2 && [...codes].every((code) => LESION_CODES.has(code)) ? LESION_CODES : null;
}

/** Names by code of several files together: those of the later ones behind those of the earlier. */
export function joinedCodes(first: ClassCodes | null, more: ClassCodes): ClassCodes {
  const joined = new Map(first ?? []);
  for (const [code, names] of more) joined.set(code, [...new Set([...(joined.get(code) ?? []), ...names])]);
  return joined;
}

const words = (text: string) => new Set(text.split(' '));
const IDS = words(
  'id classid categoryid labelid speciesid taxonid code key index dx folder dirname synset wnid',
);
const NAMES = words(
  'name names classname class label category categoryname title common commonname vernacularname englishname scientific scientificname species taxon synonyms shortname abbreviation',
);

/**
 * Names by code of a table that says what codes mean, as `id,name` or with columns for scientific and common names: all of
 * them are names of the class, in the order of the columns. A cell may hold several, as in a class list; a column of known
 * codes counts as what they stand for.
 * @returns null where the table is none
 */
export function codesOfTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): ClassCodes | null {
  const keys = header.map(headerKey);
  const id = keys.findIndex((key) => IDS.has(key));
  const named = keys.flatMap((key, at) => (at !== id && NAMES.has(key) ? [at] : []));
  if (id < 0 || named.length === 0) return null;
  const meanings = new Map(named.map((at) => [at, knownCodes(rows.map((row) => row[at] ?? ''))]));
  const codes = new Map<string, readonly string[]>();
  for (const row of rows) {
    const code = foldCode(row[id] ?? '');
    const names = named.flatMap((at) => {
      const cell = row[at] ?? '';
      return meanings.get(at)?.get(foldCode(cell)) ?? parseClasses(cell).classes[0]?.names ?? [];
    });
    if (code !== '' && names.length > 0 && !codes.has(code)) codes.set(code, [...new Set(names)]);
  }
  return codes.size > 0 ? codes : null;
}
