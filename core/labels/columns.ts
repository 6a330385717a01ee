/** Where a table says the class of a picture. */
export type ClassColumns =
  /** In one column, as a name or a code. */
  | { readonly kind: 'named'; readonly at: number }
  /** In a column for each class, 1 in that of the picture's (ISIC's ground truth). */
  | { readonly kind: 'one-hot'; readonly at: readonly number[] };

/** Which columns of a table hold what; places from 0. */
export interface LabelColumns {
  readonly file: number;
  readonly classes: ClassColumns;
  /** Null for none. */
  readonly part: number | null;
  readonly group: number | null;
}

const words = (text: string) => text.split(' ');

/** Headers without spaces, underscores and case, the likeliest to be meant first. */
const FILES = words(
  'filename file filepath path relativepath imagename imagefile imagepath image img imageid isicid isic picture photo photoname mediaid assetid url',
);
const CLASSES = words(
  'acceptedclass class classname dx diagnosis label labelname category categoryname species scientificname taxon taxonname commonname vernacularname target truth groundtruth classid labelid categoryid speciesid taxonid name',
);
const PARTS = words('part split subset set fold');
const GROUPS = words(
  'group groupid lesionid lesion patientid deploymentid deployment sequenceid seqid burst burstid eventid individualid individual locationid location cameraid camera site',
);

/** A header as headers are compared. */
export const headerKey = (cell: string): string =>
  cell
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{Nd}]/gu, '');

/** Rows that are looked at to tell what columns hold. */
const LOOKED_AT = 500;
const PICTURE = /\.(?:jpe?g|png|gif|webp|tiff?|heic|heif|avif|bmp|dng|cr2|nef|arw)$/i;
const ZERO_OR_ONE = /^[01](?:\.0*)?$/;

/**
 * What a table's columns hold, as far as its header and its cells tell; null where no two columns can be told that name
 * pictures and their classes.
 * @param header the table's first line
 * @param rows those below it
 */
export function guessColumns(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): LabelColumns | null {
  const keys = header.map(headerKey);
  const some = rows.slice(0, LOOKED_AT);
  const first = (wanted: readonly string[], taken: readonly number[]) => {
    for (const word of wanted) {
      const at = keys.findIndex((key, place) => key === word && !taken.includes(place));
      if (at >= 0) return at;
    }
    return null;
  };
  const filled = (at: number) => some.filter((row) => (row[at] ?? '').trim() !== '');
  const holdsPictures = keys.findIndex(
    (_, at) => filled(at).length > 0 && filled(at).every((row) => PICTURE.test(row[at]!.trim())),
  );
  const file = holdsPictures >= 0 ? holdsPictures : first(FILES, []);
  if (file === null) return null;
  const group = first(GROUPS, [file]);
  const part = first(PARTS, [file]);
  const rest = { file, part, group };
  const at = first(CLASSES, [file]);
  if (at !== null) return { ...rest, classes: { kind: 'named', at } };
  const oneHot = oneHotColumns(keys.length, some, [file, part, group]);
  if (oneHot !== null) return { ...rest, classes: { kind: 'one-hot', at: oneHot } };
  // Of two columns the one that is not the file is the class, whatever it is called.
  return keys.length === 2 ? { ...rest, classes: { kind: 'named', at: 1 - file } } : null;
}

/** Columns of zeros and ones of which each row has a single 1; null where there are no two of them. */
function oneHotColumns(
  width: number,
  rows: readonly (readonly string[])[],
  taken: readonly (number | null)[],
): readonly number[] | null {
  const at = Array.from({ length: width }, (_, place) => place).filter(
    (place) => !taken.includes(place) && rows.every((row) => ZERO_OR_ONE.test((row[place] ?? '').trim())),
  );
  const single = rows.filter((row) => at.filter((place) => Number(row[place]) === 1).length === 1);
  return at.length >= 2 && rows.length > 0 && single.length >= rows.length * 0.9 ? at : null;
}
